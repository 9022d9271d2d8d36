import { asAllows, uncovered } from '../cover.ts';
import { permits } from '../decide.ts';
import { groupsThatGive } from '../explain.ts';
import type { Id, Instant } from '../facts.ts';
import { type Attributes, type CompiledRules, compileRules } from '../match.ts';
import { refuse } from '../refusals.ts';
import { isValid, liveRules, rulesOfSource, sourcesAt } from '../routes.ts';
import type { World } from '../world.ts';

/** Who asks for a change: a principal, or the product itself (set-up, an invitation accepted). */
export type Actor = { principal: Id } | 'system';

export type Context = { world: World; actor: Actor; at: Instant };

/** Rights that an act gives or takes, on a project (null: the organization). */
export type Conferral = { project: Id | null; rules: CompiledRules };

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

/** As many groups as a refusal names. */
const mostHinted = 5;

/** Which groups would give the actor a right that it lacks; none to who may not see groups. */
function hint(
  context: Context,
  subject: string,
  action: string,
  project: Id | null,
  attributes?: Attributes,
): { id: Id; name: string; slug: string }[] {
  const { world, actor, at } = context;
  if (actor === 'system' || !may(context, 'groups', 'read', null)) return [];
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

/**
 * Refuses when any right conferred is one that the actor neither holds nor may take:
 * who may take any project by an audited act covers every right on a project (access model, §4).
 */
export function cover(context: Context, conferrals: readonly Conferral[]): void {
  const { world, actor, at } = context;
  if (actor === 'system') return;
  const takesProjects = may(context, 'organization-admin-console', 'access-all-projects', null);
  const held = new Map<Id | null, ReturnType<typeof liveRules>>();
  for (const { project, rules } of conferrals) {
    if (project !== null && takesProjects) continue;
    const mine = held.get(project) ?? liveRules(world, actor.principal, project, at);
    held.set(project, mine);
    const missing = uncovered(mine, rules);
    if (missing) refuse({ reason: 'exceeds', ...missing, project });
  }
}

/** All that a group gives to whoever is in it, through the groups above it too, also what is suspended or still to come. */
export function heldByGroup(world: World, group: Id, at: Instant): Conferral[] {
  return [...above(world, group)].flatMap((holder) => heldBy(world, holder, at));
}

/** All that a principal has: of its own and by every group. */
export function heldByMember(world: World, principal: Id, at: Instant): Conferral[] {
  const groups = [...world.edgesUp(principal)].map(({ group }) => group);
  const holders = new Set([principal, ...groups.flatMap((group) => [...above(world, group)])]);
  return [...holders].flatMap((holder) => heldBy(world, holder, at));
}

function heldBy(world: World, holder: Id, at: Instant): Conferral[] {
  const conferrals: Conferral[] = [];
  for (const source of sourcesAt(world, holder, null)) {
    const rules = rulesOfSource(world, source);
    if (rules) conferrals.push({ project: null, rules });
  }
  for (const grant of world.grantsOf(holder)) {
    const over = grant.until !== null && !isValid({ from: null, until: grant.until }, at);
    const rules = over ? undefined : world.rulesOfGrant(grant);
    if (rules) conferrals.push({ project: grant.project, rules });
  }
  return conferrals;
}

/** A group and every group above it. */
export function above(world: World, group: Id): Set<Id> {
  const found = new Set([group]);
  for (const one of found) for (const edge of world.edgesUp(one)) found.add(edge.group);
  return found;
}

/**
 * Refuses when an act takes rights that the actor does not hold from someone, or denies whose absence would give them:
 * a deny taken away is an allow given.
 */
export function coverTaking(context: Context, conferrals: readonly Conferral[]): void {
  const unleashed = conferrals.map(({ project, rules }) => ({
    project,
    rules: compileRules(asAllows(rules.rules)),
  }));
  cover(context, [...conferrals, ...unleashed]);
}
