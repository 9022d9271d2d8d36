import { added, type Change, removed } from '../change.ts';
import type { Id, Manager } from '../facts.ts';
import { compileRules } from '../match.ts';
import { refuse } from '../refusals.ts';
import { liveHolders } from '../routes.ts';
import { type Context, cover, coverTaking, heldByGroup, need } from './actor.ts';
import { found } from './found.ts';

/** Appoints a principal or a group as manager of a group, or ends that. */
export type ManagerCommand =
  | { do: 'manager.add'; manager: Manager }
  | { do: 'manager.remove'; group: Id; holder: Id };

/** What a manager may do, as rights that whoever appoints one must hold. */
const managing = compileRules([
  {
    subject: 'groups',
    action: ['add-members', 'remove-members', 'add-identities', 'remove-identities'],
  },
]);

export function planManager(context: Context, command: ManagerCommand): Change[] {
  if (command.do === 'manager.add') return appoint(context, command.manager);
  const { group, holder } = command;
  needAppoint(context, group);
  const known =
    managerOf(context, group, holder) ??
    refuse({ reason: 'notFound', thing: 'manager', id: holder });
  coverTaking(context, heldByGroup(context.world, group, context.at));
  return [removed('manager', known)];
}

function appoint(context: Context, manager: Manager): Change[] {
  const { group, holder, holderKind } = manager;
  needAppoint(context, group);
  found(context.world, holderKind === 'group' ? 'group' : 'member', holder);
  if (holder === group)
    refuse({ reason: 'invalid', field: 'groupId', expected: 'another group than the one managed' });
  cover(context, [
    { project: null, rules: managing },
    ...heldByGroup(context.world, group, context.at),
  ]);
  return managerOf(context, group, holder) ? [] : [added('manager', manager)];
}

function needAppoint(context: Context, group: Id): void {
  found(context.world, 'group', group);
  need(context, 'groups', 'grant-privileges', null);
}

const managerOf = ({ world }: Context, group: Id, holder: Id): Manager | undefined =>
  [...world.managersOf(group)].find((manager) => manager.holder === holder);

/** Whether the actor manages the group now: itself, or by being in a group that does. */
export function manages({ world, actor, at }: Context, group: Id): boolean {
  if (actor === 'system') return true;
  const holders = [...world.managersOf(group)].map(({ holder }) => holder);
  if (holders.length === 0) return false;
  const own = liveHolders(world, actor.principal, at);
  return holders.some((holder) => own.has(holder));
}
