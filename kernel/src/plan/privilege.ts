import { added, altered, type Change, removed } from '../change.ts';
import type { Grant, Id, Rule, Validity } from '../facts.ts';
import { refuse } from '../refusals.ts';
import { actionsOf } from '../rules/match.ts';
import { canonicalSubject } from '../vocabulary.ts';
import type { World } from '../world.ts';
import { type Context, may, need } from './actor.ts';
import { defined } from './defined.ts';
import { found } from './found.ts';
import { attributesOf, needOn, stakesOf, subjectOf } from './grant.ts';
import { checkRules } from './rules.ts';
import type { Stake } from './stakes.ts';

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

type Add = Extract<PrivilegeCommand, { do: 'privilege.add' }>;
type Edit = Extract<PrivilegeCommand, { do: 'privilege.edit' }>;

export function needAdd(context: Context, { privilege }: Add): void {
  const { project, holder, holderKind } = privilege;
  found(context.world, 'project', project);
  found(context.world, holderKind === 'group' ? 'group' : 'member', holder);
  needOn(context, project, holder, 'edit');
  mustBeRules(context, granted(context.world, privilege));
}

export function needEdit(context: Context, command: Edit): void {
  const { project, holder } = existing(context.world, command.privilege);
  needOn(context, project, holder, 'edit');
  const after = edited(context.world, command);
  if (!isAlike(after, existing(context.world, command.privilege))) mustBeRules(context, after);
}

export function needRemove(context: Context, { privilege }: { privilege: Id }): void {
  const { project, holder } = existing(context.world, privilege);
  needOn(context, project, holder, 'edit');
}

export const given = (context: Context, command: Add | Edit): Stake[] => {
  const { world, at } = context;
  if (command.do === 'privilege.add')
    return stakesOf(world, [granted(world, command.privilege)], at);
  const after = edited(world, command);
  return isAlike(after, existing(world, command.privilege)) ? [] : stakesOf(world, [after], at);
};

export const taken = (context: Context, command: Exclude<PrivilegeCommand, Add>): Stake[] => {
  const { world, at } = context;
  const grant = existing(world, command.privilege);
  const isKept = command.do === 'privilege.edit' && isAlike(edited(world, command), grant);
  return isKept ? [] : stakesOf(world, [grant], at);
};

export function planPrivilege({ world }: Context, command: PrivilegeCommand): Change[] {
  if (command.do === 'privilege.add') {
    const grant = granted(world, command.privilege);
    freeSlug(world, grant);
    return [added('grant', grant)];
  }
  const grant = existing(world, command.privilege);
  if (command.do === 'privilege.remove') return [removed('grant', grant)];
  const after = edited(world, command);
  freeSlug(world, after);
  const isSame = isAlike(after, grant) && after.slug === grant.slug;
  return isSame ? [] : [altered('grant', grant, after)];
}

/** The privilege as a grant of the membership that its holder has there. */
function granted(world: World, privilege: Privilege): Grant {
  const { holder, project } = privilege;
  const membership =
    [...world.grants(holder, project)][0]?.membership ??
    refuse({ reason: 'notFound', thing: 'membership', id: holder });
  return { ...privilege, membership, role: null };
}

function edited(world: World, { do: _, privilege, ...wanted }: Edit): Grant {
  return { ...existing(world, privilege), ...defined(wanted) };
}

/** Rules of the vocabulary, every one of which the actor may assign. */
function mustBeRules(context: Context, grant: Grant): void {
  const { rules, from, until } = grant;
  if (from !== null && until !== null && until <= from)
    refuse({ reason: 'invalid', field: 'until', expected: 'a moment after `from`' });
  checkRules(rules ?? [], 'project');
  needAssign(context, grant, rules ?? []);
}

/** The principal who holds it; null for a group. */
export const holderOf = (world: World, id: Id): Id | null => {
  const grant = existing(world, id);
  return grant.holderKind === 'principal' ? grant.holder : null;
};

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

function freeSlug(world: World, { id, holder, project, slug }: Grant): void {
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
