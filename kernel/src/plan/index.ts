import { type Change, inverse } from '../change.ts';
import type { Instant } from '../facts.ts';
import { type Refusal, Refused, refuse } from '../refusals.ts';
import type { World } from '../world.ts';
import type { Actor, Context } from './actor.ts';
import { judgeAct } from './acts.ts';
import type { Command } from './commands.ts';
import { planGrant } from './grant.ts';
import { planGroup } from './group.ts';
import { keepTheKey } from './key.ts';
import { planManager } from './manager.ts';
import { planMember } from './member.ts';
import { planPrivilege } from './privilege.ts';
import { planProject } from './project.ts';
import { planRestore } from './restore.ts';
import { planRole } from './role.ts';

export type { Command } from './commands.ts';

export type Planned = { changes: Change[] } | { refusal: Refusal };

/** What a command would change, or why it is refused. Writes nothing; an empty list means that it is so already. */
export function plan(world: World, command: Command, actor: Actor, at: Instant): Planned {
  try {
    const context = { world, actor, at, kept: { spans: new Map() } };
    judgeAct(context, command);
    const changes = dispatch(context, command);
    addOnlyNew(world, changes);
    keepTheKey(world, changes, at);
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
    case 'member.prove':
    case 'member.remove':
    case 'member.control':
      return planMember(context, command);
    case 'group.create':
    case 'group.edit':
    case 'group.delete':
    case 'edge.add':
    case 'edge.remove':
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
    case 'group.restore':
    case 'project.restore':
      return planRestore(context, command);
    case 'role.create':
    case 'role.edit':
    case 'role.delete':
      return planRole(context, command);
    case 'environment.rename':
    case 'folder.rename':
    case 'secret.change':
    case 'tag.rename':
    case 'tag.delete':
    case 'environment.delete':
    case 'folder.delete':
      // Content is no fact of access: what it changes is written where it stands.
      return [];
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
