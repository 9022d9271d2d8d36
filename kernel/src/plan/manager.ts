import { added, altered, type Change, removed } from '../change.ts';
import type { Id, Manager } from '../facts.ts';
import { refuse } from '../refusals.ts';
import type { World } from '../world.ts';
import { type Context, need } from './actor.ts';
import { found } from './found.ts';
import { ever, type Stake } from './stakes.ts';
import { managesAs } from './weigh.ts';

/** Appoints a principal or a group as manager of a group, of one kind or the other, or ends that. */
export type ManagerCommand =
  | { do: 'manager.add'; manager: Manager }
  | { do: 'manager.remove'; group: Id; holder: Id };

export function needAppoint(context: Context, command: ManagerCommand): void {
  const { group } = command.do === 'manager.add' ? command.manager : command;
  found(context.world, 'group', group);
  need(context, 'groups', 'grant-privileges', null);
}

/** To appoint is to give the power to manage; another kind takes the former. */
export const powerGiven = (
  { world }: Context,
  { manager }: Extract<ManagerCommand, { do: 'manager.add' }>,
): Stake[] => {
  const known = managerOf(world, manager.group, manager.holder);
  return known?.kind === manager.kind
    ? []
    : [{ manages: manager.group, kind: manager.kind, until: ever }];
};

export const powerTaken = ({ world }: Context, command: ManagerCommand): Stake[] => {
  const wanted = command.do === 'manager.add' ? command.manager : { ...command, kind: null };
  const known = managerOf(world, wanted.group, wanted.holder);
  const { group } = wanted;
  return known && known.kind !== wanted.kind
    ? [{ manages: group, kind: known.kind, until: ever }]
    : [];
};

export function planManager({ world }: Context, command: ManagerCommand): Change[] {
  if (command.do === 'manager.add') return appoint(world, command.manager);
  const known =
    managerOf(world, command.group, command.holder) ??
    refuse({ reason: 'notFound', thing: 'manager', id: command.holder });
  return [removed('manager', known)];
}

function appoint(world: World, manager: Manager): Change[] {
  const { group, holder, holderKind, kind } = manager;
  found(world, holderKind === 'group' ? 'group' : 'member', holder);
  if (holder === group)
    refuse({ reason: 'invalid', field: 'groupId', expected: 'another group than the one managed' });
  const known = managerOf(world, group, holder);
  if (!known) return [added('manager', manager)];
  return known.kind === kind ? [] : [altered('manager', known, { ...known, kind })];
}

const managerOf = (world: World, group: Id, holder: Id): Manager | undefined =>
  [...world.managersOf(group)].find((manager) => manager.holder === holder);

/** Whether the actor manages the group now: itself, or by being in a group that does. */
export const manages = ({ world, actor, at }: Context, group: Id): boolean =>
  actor === 'system' || managesAs(world, actor.principal, group, 'member', at);
