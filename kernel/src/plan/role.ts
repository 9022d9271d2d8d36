import { added, altered, type Change, removed } from '../change.ts';
import { conferredBy } from '../cover.ts';
import type { Id, Role, Rule } from '../facts.ts';
import { refuse } from '../refusals.ts';
import { builtIn, builtInRoles } from '../vocabulary.ts';
import type { World } from '../world.ts';
import { type Context, cover, need } from './actor.ts';
import { found } from './found.ts';
import { checkRules } from './rules.ts';

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

export function planRole(context: Context, command: RoleCommand): Change[] {
  const { world } = context;
  if (command.do === 'role.create') {
    const { role } = command;
    if (role.project !== null) found(world, 'project', role.project);
    need(context, 'role', 'create', role.project);
    return [added('role', checked(context, role, []))];
  }
  const role = existing(world, command.role);
  if (command.do === 'role.edit') {
    need(context, 'role', 'edit', role.project);
    const { do: _, role: __, ...wanted } = command;
    const after = checked(context, { ...role, ...defined(wanted) }, role.rules);
    return JSON.stringify(after) === JSON.stringify(role) ? [] : [altered('role', role, after)];
  }
  need(context, 'role', 'delete', role.project);
  const users = uses(world, role);
  if (users > 0) refuse({ reason: 'inUse', thing: 'role', count: users });
  return [removed('role', role)];
}

function existing(world: World, id: Id): Role {
  if (builtIn(id, 'organization') || builtIn(id, 'project'))
    refuse({ reason: 'builtInRole', role: id });
  return found(world, 'role', id);
}

function checked(context: Context, role: Role, before: readonly Rule[]): Role {
  const level = role.project === null ? 'organization' : 'project';
  const reserved = [...builtInRoles('organization'), ...builtInRoles('project')].map(
    ({ slug }) => slug,
  );
  if (reserved.includes(role.slug.toLowerCase()) || role.slug.toLowerCase() === 'custom')
    refuse({ reason: 'builtInRole', role: role.slug });
  for (const id of context.world.rolesOf(role.project)) {
    const other = found(context.world, 'role', id);
    if (id !== role.id && other.slug.toLowerCase() === role.slug.toLowerCase())
      refuse({ reason: 'taken', thing: 'role', field: 'slug', value: role.slug });
  }
  checkRules(role.rules, level);
  cover(context, [{ project: role.project, rules: conferredBy(role.rules, before) }]);
  return role;
}

/** How many members, groups and grants name the role. */
function uses(world: World, role: Role): number {
  let count = 0;
  if (role.project !== null) {
    for (const grant of world.grantsOn(role.project)) if (grant.role === role.id) count++;
    return count;
  }
  for (const member of world.all('member')) if (member.roles.includes(role.id)) count++;
  for (const group of world.all('group')) if (group.role === role.id) count++;
  return count;
}

const defined = <T extends object>(value: T): Partial<T> =>
  Object.fromEntries(Object.entries(value).filter(([, one]) => one !== undefined)) as Partial<T>;
