import { type Change, inverse } from '../change.ts';
import type { Id, Instant } from '../facts.ts';
import { type Refusal, Refused, refuse } from '../refusals.ts';
import { liveHolders } from '../routes.ts';
import { supposing } from '../suppose.ts';
import { liveMembers } from '../who-can.ts';
import type { World } from '../world.ts';
import { type Actor, above, type Context } from './actor.ts';
import { type GrantCommand, planGrant } from './grant.ts';
import { type GroupCommand, planGroup } from './group.ts';
import { type ManagerCommand, planManager } from './manager.ts';
import { type MemberCommand, planMember } from './member.ts';
import { type PrivilegeCommand, planPrivilege } from './privilege.ts';
import { type ProjectCommand, planProject } from './project.ts';
import { planRole, type RoleCommand } from './role.ts';

/** All that can be asked to change about access. */
export type Command =
  | MemberCommand
  | GroupCommand
  | ManagerCommand
  | GrantCommand
  | PrivilegeCommand
  | ProjectCommand
  | RoleCommand;

export type Planned = { changes: Change[] } | { refusal: Refusal };

/** What a command would change, or why it is refused. Writes nothing; an empty list means that it is so already. */
export function plan(world: World, command: Command, actor: Actor, at: Instant): Planned {
  try {
    const changes = dispatch({ world, actor, at }, command);
    addOnlyNew(world, changes);
    keepAnAdmin(world, changes, at);
    return { changes };
  } catch (error) {
    if (error instanceof Refused) return { refusal: error.refusal };
    throw error;
  }
}

/** The same for several commands, each upon the world as those before it leave it; the first refusal refuses all. */
export function planAll(
  world: World,
  commands: readonly Command[],
  actor: Actor,
  at: Instant,
): Planned {
  const { version } = world;
  const changes: Change[] = [];
  try {
    for (const command of commands) {
      const planned = plan(world, command, actor, at);
      if ('refusal' in planned) return planned;
      world.apply(planned.changes);
      changes.push(...planned.changes);
    }
    return { changes };
  } finally {
    world.apply(inverse(changes), version);
  }
}

function dispatch(context: Context, command: Command): Change[] {
  switch (command.do) {
    case 'member.add':
    case 'member.setRoles':
    case 'member.suspend':
    case 'member.reactivate':
    case 'member.accept':
    case 'member.remove':
    case 'member.control':
      return planMember(context, command);
    case 'group.create':
    case 'group.edit':
    case 'group.delete':
    case 'group.add':
    case 'group.remove':
      return planGroup(context, command);
    case 'manager.add':
    case 'manager.remove':
      return planManager(context, command);
    case 'privilege.add':
    case 'privilege.edit':
    case 'privilege.remove':
      return planPrivilege(context, command);
    case 'grant.add':
    case 'grant.replace':
    case 'grant.remove':
      return planGrant(context, command);
    case 'project.create':
    case 'project.edit':
    case 'project.delete':
    case 'project.take':
      return planProject(context, command);
    case 'role.create':
    case 'role.edit':
    case 'role.delete':
      return planRole(context, command);
  }
}

/** Nothing takes the place of something else by coming with its id. */
function addOnlyNew(world: World, changes: readonly Change[]): void {
  for (const { kind, before, after } of changes) {
    if (before !== null || after === null || !world.get(kind, after.id)) continue;
    const makesRoom = (one: Change) => one.kind === kind && one.before?.id === after.id;
    if (!changes.some(makesRoom))
      refuse({ reason: 'taken', thing: kind, field: 'id', value: after.id });
  }
}

/** Law 17: no change takes the last active user who is the organization's admin. */
function keepAnAdmin(world: World, changes: readonly Change[], at: Instant): void {
  if (
    takesFromAnAdmin(world, changes) &&
    hasAdmin(world, at) &&
    !supposing(world, changes, (then) => hasAdmin(then, at))
  )
    refuse({ reason: 'lastAdmin' });
}

/** Whether any of the facts that go or alter makes someone an admin: looking for another costs by all the members. */
function takesFromAnAdmin(world: World, changes: readonly Change[]): boolean {
  const known = new Map<Id, boolean>();
  const gives = (group: Id): boolean => {
    const found =
      known.get(group) ??
      [...above(world, group)].some((id) => world.get('group', id)?.role === 'admin');
    known.set(group, found);
    return found;
  };
  return changes.some((change) => {
    if (change.before === null) return false;
    if (change.kind === 'edge') return gives(change.before.group);
    if (change.kind === 'group') return gives(change.before.id);
    if (change.kind !== 'member') return false;
    const { id, roles } = change.before;
    return roles.includes('admin') || [...world.edgesUp(id)].some(({ group }) => gives(group));
  });
}

export function hasAdmin(world: World, at: Instant): boolean {
  for (const member of world.all('member'))
    if (member.kind === 'user' && member.status === 'active' && member.roles.includes('admin'))
      return true;
  for (const group of world.all('group'))
    if (group.role === 'admin')
      for (const member of liveMembers(world, group.id, at))
        if (
          world.get('member', member)?.kind === 'user' &&
          liveHolders(world, member, at).has(group.id)
        )
          return true;
  return false;
}
