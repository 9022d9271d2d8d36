import type { Id, Instant } from '../facts.ts';
import { liveRules } from '../packed/live.ts';
import { permits } from '../questions/decide.ts';
import { groupsThatGive } from '../questions/explain.ts';
import { refuse } from '../refusals.ts';
import type { Attributes, CompiledRules, Live } from '../rules/match.ts';
import type { World } from '../world.ts';

/** Who asks for a change: a principal, or the product itself (set-up, an invitation accepted). */
export type Actor = { principal: Id } | 'system';

export type Context = { world: World; actor: Actor; at: Instant; kept?: Kept };

/** What has been worked out for one act already: an act may give or take thousands of rights. */
export type Kept = {
  /** What the actor lives under on a project (null: the organization), span after span from now on. */
  spans: Map<Id | null, { live: Live; until: Instant }[]>;
  /** Until when the actor may take any project; undefined before it was asked. */
  takesUntil?: Instant;
  /** The projects in which something is denied to the actor, now or later. */
  deniedIn?: ReadonlySet<Id | null>;
  /** Of who is bound, the rules that it has or may wake up with, by project. */
  owned?: Map<Id | null, CompiledRules[]>;
};

export function may(
  { world, actor, at }: Context,
  subject: string,
  action: string,
  project: Id | null,
  attributes?: Attributes,
): boolean {
  return (
    actor === 'system' ||
    permits(liveRules(world, actor.principal, project, at), subject, action, attributes)
  );
}

/** Who holds this may take any project by an audited act, and so covers every right on a project (access model, §4). */
export const takingAnyProject = ['organization-admin-console', 'access-all-projects'] as const;

/** As many groups as a refusal names. */
const mostHinted = 5;

/** Which groups would give the actor a right that it lacks; none to who may not see groups, or has no way to the project. */
function hint(
  context: Context,
  subject: string,
  action: string,
  project: Id | null,
  attributes?: Attributes,
): { id: Id; name: string; slug: string }[] {
  const { world, actor, at } = context;
  if (actor === 'system' || !may(context, 'groups', 'read', null)) return [];
  if (project !== null && liveRules(world, actor.principal, project, at).length === 0) return [];
  const question = {
    principal: actor.principal,
    project,
    subject,
    action,
    ...(attributes ? { attributes } : {}),
  };
  return groupsThatGive(world, question, at, mostHinted).flatMap((id) => {
    const group = world.get('group', id);
    return group ? { id, name: group.name, slug: group.slug } : [];
  });
}

/** Refuses, naming the missing right, unless the actor holds it. */
export function need(
  context: Context,
  subject: string,
  action: string,
  project: Id | null,
  attributes?: Attributes,
): void {
  if (may(context, subject, action, project, attributes)) return;
  refuse({
    reason: 'forbidden',
    subject,
    action,
    project,
    groups: hint(context, subject, action, project, attributes),
  });
}
