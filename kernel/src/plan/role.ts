import { added, altered, type Change, removed } from '../change.ts';
import { type Grant, type Id, type Instant, isOver, type Role, type Rule } from '../facts.ts';
import { refuse } from '../refusals.ts';
import { compileRules } from '../rules/match.ts';
import { builtIn, builtInRoles } from '../vocabulary.ts';
import type { World } from '../world.ts';
import { type Context, need } from './actor.ts';
import { weighRoleSlug } from './content.ts';
import { defined } from './defined.ts';
import { found } from './found.ts';
import { checkRules } from './rules.ts';
import { ever, type Stake } from './stakes.ts';
import type { Alteration } from './weigh.ts';

export type RoleCommand =
  | { do: 'role.create'; role: Role }
  | {
      do: 'role.edit';
      role: Id;
      name?: string;
      slug?: string;
      description?: string | null;
      rules?: readonly Rule[];
    }
  | { do: 'role.delete'; role: Id };

type Create = Extract<RoleCommand, { do: 'role.create' }>;
type Edit = Extract<RoleCommand, { do: 'role.edit' }>;

export function needCreate(context: Context, { role }: Create): void {
  if (role.project !== null) found(context.world, 'project', role.project);
  need(context, 'role', 'create', role.project);
  checkRules(role.rules, levelOf(role));
}

export const needOn =
  (action: string) =>
  (context: Context, { role }: { role: Id }): void =>
    need(context, 'role', action, existing(context.world, role).project);

export function needEdit(context: Context, command: Edit): void {
  needOn('edit')(context, command);
  if (command.rules) checkRules(command.rules, levelOf(existing(context.world, command.role)));
}

const levelOf = ({ project }: Role) => (project === null ? 'organization' : 'project');

/** Nobody has a role that is new, so its denies bind nobody, and what it allows is had by nobody for any time. */
export const given = ({ at }: Context, { role }: Create): Stake[] => [
  {
    project: role.project,
    rules: compileRules(role.rules.filter(({ inverted }) => inverted !== true)),
    until: at,
  },
];

/** Roles are given by their slugs: whoever gives a role another decides what is given by that from now on, to anyone. */
export function givenBySlug({ world }: Context, { role: id, slug, rules }: Edit): Stake[] {
  const { project, slug: was, rules: before } = existing(world, id);
  const isSame = slug === undefined || slug.toLowerCase() === was.toLowerCase();
  return isSame ? [] : [{ project, rules: compileRules(rules ?? before), until: ever }];
}

export const otherRules = ({ world }: Context, { role: id, rules }: Edit): Alteration[] => {
  const { project, rules: before } = existing(world, id);
  return rules === undefined
    ? []
    : [{ project, before: [compileRules(before)], after: [compileRules(rules)] }];
};

export function weighSlug(context: Context, { role: id, slug }: Edit): void {
  const role = existing(context.world, id);
  if (role.project !== null && slug !== undefined)
    weighRoleSlug(context, role.project, role.slug, slug);
}

export function planRole({ world, at }: Context, command: RoleCommand): Change[] {
  if (command.do === 'role.create') return [added('role', checked(world, command.role))];
  const role = existing(world, command.role);
  if (command.do === 'role.edit') {
    const { do: _, role: __, ...wanted } = command;
    const after = checked(world, { ...role, ...defined(wanted) });
    return JSON.stringify(after) === JSON.stringify(role) ? [] : [altered('role', role, after)];
  }
  const users = uses(world, role, at);
  if (users > 0) refuse({ reason: 'inUse', thing: 'role', count: users });
  const over = grantsOf(world, role).filter((grant) => isOver(grant, at));
  return [...over.map((grant) => removed('grant', grant)), removed('role', role)];
}

function existing(world: World, id: Id): Role {
  if (builtIn(id, 'organization') || builtIn(id, 'project'))
    refuse({ reason: 'builtInRole', role: id });
  return found(world, 'role', id);
}

function checked(world: World, role: Role): Role {
  const reserved = [...builtInRoles('organization'), ...builtInRoles('project')].map(
    ({ slug }) => slug,
  );
  if (reserved.includes(role.slug.toLowerCase()) || role.slug.toLowerCase() === 'custom')
    refuse({ reason: 'builtInRole', role: role.slug });
  for (const id of world.rolesOf(role.project)) {
    const other = found(world, 'role', id);
    if (id !== role.id && other.slug.toLowerCase() === role.slug.toLowerCase())
      refuse({ reason: 'taken', thing: 'role', field: 'slug', value: role.slug });
  }
  return role;
}

const grantsOf = (world: World, role: Role): Grant[] =>
  role.project === null
    ? []
    : [...world.grantsOn(role.project)].filter((grant) => grant.role === role.id);

/** How many members, groups and grants give the role or will; a grant that is over holds nothing back. */
function uses(world: World, role: Role, at: Instant): number {
  if (role.project !== null)
    return grantsOf(world, role).filter((grant) => !isOver(grant, at)).length;
  let count = 0;
  for (const member of world.all('member')) if (member.roles.includes(role.id)) count++;
  for (const group of world.all('group')) if (group.role === role.id) count++;
  return count;
}
