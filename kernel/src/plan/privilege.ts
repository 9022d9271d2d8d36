import { added, altered, type Change, removed } from '../change.ts';
import type { Grant, Id, Rule, Validity } from '../facts.ts';
import { actionsOf, compileRules } from '../match.ts';
import { refuse } from '../refusals.ts';
import { canonicalSubject } from '../vocabulary.ts';
import type { World } from '../world.ts';
import { type Context, cover, coverTaking, may, need } from './actor.ts';
import { found } from './found.ts';
import { attributesOf, conferrals, needOn, subjectOf } from './grant.ts';
import { checkRules } from './rules.ts';

/** Gives a holder that is in a project rules of its own beside its roles there. */
export type PrivilegeCommand =
  | { do: 'privilege.add'; privilege: Privilege }
  | ({
      do: 'privilege.edit';
      privilege: Id;
      slug?: string;
      rules?: readonly Rule[];
    } & Partial<Validity & { range: string | null }>)
  | { do: 'privilege.remove'; privilege: Id };

/** A grant that carries its rules. Its membership is the holder's, found when it is planned. */
export type Privilege = Omit<Grant, 'role' | 'rules' | 'slug' | 'membership'> & {
  rules: readonly Rule[];
  slug: string;
};

export function planPrivilege(context: Context, command: PrivilegeCommand): Change[] {
  const { world } = context;
  if (command.do === 'privilege.add') return add(context, command.privilege);
  const grant = existing(world, command.privilege);
  needOn(context, grant.project, grant.holder, 'edit');
  if (command.do === 'privilege.remove') {
    coverTaking(context, conferrals(world, [grant]));
    return [removed('grant', grant)];
  }
  const { do: _, privilege: __, ...wanted } = command;
  const after: Grant = { ...grant, ...given(wanted) };
  freeSlug(context, after);
  if (isAlike(after, grant))
    return after.slug === grant.slug ? [] : [altered('grant', grant, after)];
  confer(context, after);
  coverTaking(context, conferrals(world, [grant]));
  return [altered('grant', grant, after)];
}

function add(context: Context, privilege: Privilege): Change[] {
  const { project, holder, holderKind } = privilege;
  found(context.world, 'project', project);
  found(context.world, holderKind === 'group' ? 'group' : 'member', holder);
  needOn(context, project, holder, 'edit');
  const membership =
    [...context.world.grants(holder, project)][0]?.membership ??
    refuse({ reason: 'notFound', thing: 'membership', id: holder });
  const grant: Grant = { ...privilege, membership, role: null };
  confer(context, grant);
  freeSlug(context, grant);
  return [added('grant', grant)];
}

/** Every rule is one that the actor may assign, and no more than it holds. */
function confer(context: Context, grant: Grant): void {
  const { project, rules, from, until } = grant;
  if (from !== null && until !== null && until <= from)
    refuse({ reason: 'invalid', field: 'until', expected: 'a moment after `from`' });
  checkRules(rules ?? [], 'project');
  needAssign(context, grant, rules ?? []);
  cover(context, [{ project, rules: compileRules(rules ?? []) }]);
}

function needAssign(context: Context, { project, holder }: Grant, rules: readonly Rule[]): void {
  const subject = subjectOf(context.world, holder);
  const own = attributesOf(context.world, holder, subject);
  const verb = subject === 'groups' ? 'grant-privileges' : 'assign-additional-privileges';
  for (const rule of rules)
    for (const action of actionsOf(rule)) {
      const assignableSubject = canonicalSubject(rule.subject);
      const assignableAction = `${assignableSubject}:${action}`;
      const attributes = { ...own, assignableSubject, assignableAction };
      if (!may(context, subject, 'grant-privileges', project, attributes))
        need(context, subject, verb, project, attributes);
    }
}

function freeSlug({ world }: Context, { id, holder, project, slug }: Grant): void {
  for (const grant of world.grants(holder, project))
    if (grant.id !== id && grant.slug !== null && grant.slug === slug)
      refuse({ reason: 'taken', thing: 'privilege', field: 'slug', value: slug });
}

function existing(world: World, id: Id): Grant {
  const grant = world.get('grant', id);
  return grant?.rules ? grant : refuse({ reason: 'notFound', thing: 'privilege', id });
}

const isAlike = (a: Grant, b: Grant): boolean =>
  a.from === b.from && a.until === b.until && JSON.stringify(a.rules) === JSON.stringify(b.rules);

const given = <T extends object>(value: T): Partial<T> =>
  Object.fromEntries(Object.entries(value).filter(([, one]) => one !== undefined)) as Partial<T>;
