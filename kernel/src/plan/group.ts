import { added, altered, type Change, removed } from '../change.ts';
import {
  type Edge,
  type Group,
  type GroupStatus,
  type Id,
  isOver,
  type RoleRef,
  type Source,
  type Validity,
} from '../facts.ts';
import { refuse } from '../refusals.ts';
import { deepest } from '../routes.ts';
import type { World } from '../world.ts';
import { type Context, may, need } from './actor.ts';
import { weighGroupName } from './content.ts';
import { found } from './found.ts';
import { manages } from './manager.ts';
import { roleRules } from './member.ts';
import { endOf, ever, heldByGroup, onlyDenies, type Stake } from './stakes.ts';
import { type Alteration, confer, holds, managesAs, managesThroughout } from './weigh.ts';

/** An edge as it is wanted: what is not said stays as it is, or is without bounds on a new one. */
export type WantedEdge = Omit<Edge, 'from' | 'until' | 'reason' | 'byOwner'> & {
  from?: number | null | undefined;
  until?: number | null | undefined;
  reason?: string | null | undefined;
};

export type GroupCommand =
  | { do: 'group.create'; group: Group }
  | {
      do: 'group.edit';
      group: Id;
      name?: string;
      slug?: string;
      description?: string | null;
      role?: RoleRef;
      status?: GroupStatus;
      longest?: number | null;
    }
  | { do: 'group.delete'; group: Id }
  | { do: 'edge.add'; edge: WantedEdge }
  | { do: 'edge.remove'; group: Id; member: Id; source: Source };

type Edit = Extract<GroupCommand, { do: 'group.edit' }>;
type Add = Extract<GroupCommand, { do: 'edge.add' }>;
type Remove = Extract<GroupCommand, { do: 'edge.remove' }>;

export function needCreate(context: Context, { group }: { group: Group }): void {
  need(context, 'groups', 'create', null);
  needGrant(context, [group.role]);
}

export function needEdit(context: Context, { group: id, role }: Edit): void {
  const group = found(context.world, 'group', id);
  need(context, 'groups', 'edit', null);
  if (role !== undefined && role !== group.role) needGrant(context, [role, group.role]);
}

export function needGrant(context: Context, roles: readonly RoleRef[]): void {
  if (roles.some((role) => roleRules(context, role).rules.length > 0))
    need(context, 'groups', 'grant-privileges', null);
}

export function needDelete(context: Context, { group }: { group: Id }): void {
  found(context.world, 'group', group);
  need(context, 'groups', 'delete', null);
}

export const roleGiven = (context: Context, { group }: { group: Group }): Stake[] => [
  { project: null, rules: roleRules(context, group.role), until: ever },
];

export function otherRole(context: Context, { group: id, role }: Edit): Alteration[] {
  const before = found(context.world, 'group', id).role;
  if (role === undefined || role === before) return [];
  const rules = (one: RoleRef) => [roleRules(context, one)];
  return [{ project: null, before: rules(before), after: rules(role) }];
}

/** All that the group gives, when the edit turns its status to that. */
export const heldIf =
  (status: GroupStatus) =>
  ({ world, at }: Context, edit: Edit): Stake[] =>
    edit.status === status && world.get('group', edit.group)?.status !== status
      ? heldByGroup(world, edit.group, at)
      : [];

/** Programs and rules find groups by name; and how long owners may let others in is what they may give. */
export function weighName(context: Context, edit: Edit): void {
  const { world, at } = context;
  const group = found(world, 'group', edit.group);
  const after = edited(group, edit);
  const isSame =
    after.name === group.name &&
    after.slug === group.slug &&
    (after.longest ?? null) === (group.longest ?? null);
  if (!isSame) confer(context, heldByGroup(world, edit.group, at));
  weighGroupName(context, group.name, after.name);
}

export const held = ({ world, at }: Context, { group }: { group: Id }): Stake[] => [
  ...heldByGroup(world, group, at),
  ...[...world.managersOf(group)].map(({ kind }) => ({ manages: group, kind, until: ever })),
];

const verbs = {
  user: { add: 'add-members', remove: 'remove-members' },
  machineIdentity: { add: 'add-identities', remove: 'remove-identities' },
} as const;

const kindOf = (world: World, id: Id): keyof typeof verbs =>
  world.get('member', id)?.kind ?? 'user';

/** The right to put a principal in or take it out, which whoever manages the group has too; groups are for the right alone. */
function needFor(context: Context, group: Id, member: Id, verb: 'add' | 'remove'): void {
  const { world } = context;
  found(world, 'group', group);
  if (world.get('member', member) && manages(context, group)) return;
  need(context, 'groups', verbs[kindOf(world, member)][verb], null);
}

export const needAdd = (context: Context, { edge }: Add): void =>
  needFor(context, edge.group, edge.member, 'add');

export const needRemove = (context: Context, { group, member }: Remove): void =>
  needFor(context, group, member, 'remove');

/** What the group gives until the edge ends, as far as the edge gives more than before; nothing by an owner's power. */
export function givenByEdge(context: Context, { edge }: Add): Stake[] {
  const stakes = given(context, edge);
  return isByOwner(context, edge) ? onlyDenies(stakes) : stakes;
}

function given({ world, at }: Context, edge: WantedEdge): Stake[] {
  const known = edgeOf(world, edge.group, edge.member, edge.source);
  const { from, until } = windowOf(edge, known);
  const isMore =
    !known ||
    isOver(known, at) ||
    endOf(until) > endOf(known.until) ||
    (from ?? at) < (known.from ?? at);
  return isMore ? heldByGroup(world, edge.group, at, endOf(until)) : [];
}

/** What the group gives, where an edge that is there is made shorter. */
export function takenByEdge({ world, at }: Context, { edge }: Add): Stake[] {
  const known = edgeOf(world, edge.group, edge.member, edge.source);
  if (!known || isOver(known, at)) return [];
  const { from, until } = windowOf(edge, known);
  const isLess = endOf(until) < endOf(known.until) || (from ?? at) > Math.max(known.from ?? at, at);
  return isLess ? heldByGroup(world, edge.group, at) : [];
}

/** All that the group gives; by its manager it may be taken whatever it is, and only what it denies is weighed. */
export function takenByRemoval(context: Context, { group, member }: Remove): Stake[] {
  const stakes = heldByGroup(context.world, group, context.at);
  const asManager = context.world.get('member', member) && manages(context, group);
  return asManager ? onlyDenies(stakes) : stakes;
}

/** Whether what is not held can be given by the power of an owner: to another person, who counts already, and not for too long. */
function isByOwner(context: Context, edge: WantedEdge): boolean {
  const { world, actor, at } = context;
  if (actor === 'system' || !managesAs(world, actor.principal, edge.group, 'owner', at))
    return false;
  const member = world.get('member', edge.member);
  const known = edgeOf(world, edge.group, edge.member, edge.source);
  const { from, until } = windowOf(edge, known);
  const longest = world.get('group', edge.group)?.longest ?? null;
  return (
    member !== undefined &&
    (member.status !== 'invited' || !may(context, 'member', 'create', null)) &&
    (longest === null || endOf(until) - Math.max(from ?? at, at) <= longest) &&
    managesThroughout(context, edge.group, 'owner', endOf(until)) &&
    isInOtherHands(context, member.id, given(context, edge)) &&
    !holds(context, given(context, edge))
  );
}

/** Itself, and whoever may have its account in hand. */
const handsOf = (world: World, id: Id): readonly Id[] => [
  id,
  ...(world.get('member', id)?.shownTo ?? []),
];

/**
 * Whether a member is in the hands of people alone, and of none in whose hands the actor is, unless these hold what is given
 * anyway: an owner lets in neither itself nor one that is itself under another name.
 */
function isInOtherHands(context: Context, member: Id, stakes: readonly Stake[]): boolean {
  const { world, actor, at } = context;
  if (actor === 'system') return true;
  const own = handsOf(world, actor.principal);
  return handsOf(world, member).every((hand) => {
    const inItsPlace: Context = { world, actor: { principal: hand }, at };
    if (world.get('member', hand)?.kind === 'machineIdentity') return false;
    const isSame = own.some((one) => one === hand || controls(inItsPlace, one));
    return !isSame || holds(inItsPlace, stakes);
  });
}

/** Whether one may act as a program: change how it signs in. */
const controls = (context: Context, program: Id): boolean =>
  context.world.get('member', program)?.kind === 'machineIdentity' &&
  ['edit', 'create-token'].some((action) => may(context, 'identity', action, null));

/** An end that is said without a beginning is one from now on. */
const windowOf = (edge: WantedEdge, known: Edge | undefined): Validity => ({
  from:
    edge.from ?? (edge.until === undefined && edge.from === undefined && known ? known.from : null),
  until: edge.until === undefined ? (known?.until ?? null) : edge.until,
});

const edgeOf = (world: World, group: Id, member: Id, source: Source): Edge | undefined =>
  [...world.edgesBetween(group, member)].find((edge) => edge.source === source);

export function planGroup(context: Context, command: GroupCommand): Change[] {
  switch (command.do) {
    case 'group.create':
      freeSlug(context.world, command.group.slug, command.group.id);
      return [added('group', command.group)];
    case 'group.edit':
      return edit(context, command);
    case 'group.delete':
      return remove(context, found(context.world, 'group', command.group));
    case 'edge.add':
      return addMember(context, command.edge);
    case 'edge.remove':
      return removeMember(context, command);
  }
}

const edited = (group: Group, wanted: Edit): Group => ({
  ...group,
  name: wanted.name ?? group.name,
  slug: wanted.slug ?? group.slug,
  description: wanted.description === undefined ? group.description : wanted.description,
  role: wanted.role ?? group.role,
  status: wanted.status ?? group.status,
  ...(wanted.longest === undefined ? {} : { longest: wanted.longest }),
});

function edit({ world }: Context, wanted: Edit): Change[] {
  const group = found(world, 'group', wanted.group);
  const after = edited(group, wanted);
  if (after.slug.toLowerCase() !== group.slug.toLowerCase()) freeSlug(world, after.slug, group.id);
  const same = JSON.stringify(after) === JSON.stringify(group);
  return same ? [] : [altered('group', group, after)];
}

export function freeSlug(world: World, slug: string, own: Id): void {
  const holder = world.groupBySlug(slug);
  if (holder !== undefined && holder !== own)
    refuse({ reason: 'taken', thing: 'group', field: 'slug', value: slug });
}

function remove({ world }: Context, group: Group): Change[] {
  return [
    ...[...world.edgesUp(group.id), ...world.edgesDown(group.id)].map((edge) =>
      removed('edge', edge),
    ),
    ...[...world.grantsOf(group.id)].map((grant) => removed('grant', grant)),
    ...[...world.managersOf(group.id), ...world.managedBy(group.id)].map((manager) =>
      removed('manager', manager),
    ),
    removed('group', group),
  ];
}

function addMember(context: Context, wanted: WantedEdge): Change[] {
  const { world } = context;
  found(world, wanted.memberKind === 'group' ? 'group' : 'member', wanted.member);
  const known = edgeOf(world, wanted.group, wanted.member, wanted.source);
  const { from, until } = windowOf(wanted, known);
  if (from !== null && until !== null && until <= from)
    refuse({ reason: 'invalid', field: 'until', expected: 'a moment after `from`' });
  if (wanted.memberKind === 'group') stayAcyclic(world, wanted.group, wanted.member);
  const mark = isByOwner(context, wanted) ? { byOwner: true as const } : {};
  const reason = wanted.reason === undefined ? (known?.reason ?? null) : wanted.reason;
  if (!known) return [added('edge', { ...wanted, from, until, reason, ...mark })];
  const after = { ...known, from, until, reason, ...mark };
  return JSON.stringify(after) === JSON.stringify(known) ? [] : [altered('edge', known, after)];
}

function removeMember({ world }: Context, { group, member, source }: Remove): Change[] {
  const known =
    edgeOf(world, group, member, source) ??
    refuse({ reason: 'notFound', thing: 'membership', id: member });
  return [removed('edge', known)];
}

/** A group in a group must close no circle and make no chain of more than the deepest. */
export function stayAcyclic(world: World, parent: Id, child: Id): void {
  if (parent === child || longest(child, (group) => below(world, group)).has(parent))
    refuse({ reason: 'cycle' });
  const up = Math.max(
    ...longest(parent, (group) => [...world.edgesUp(group)].map((edge) => edge.group)).values(),
  );
  const down = Math.max(...longest(child, (group) => below(world, group)).values());
  if (up + down > deepest) refuse({ reason: 'tooDeep', most: deepest });
}

const below = (world: World, group: Id): Id[] =>
  [...world.edgesDown(group)]
    .filter(({ memberKind }) => memberKind === 'group')
    .map(({ member }) => member);

/** Every group on a chain from `start` with the number of groups on the longest chain to it, `start` counted. */
function longest(start: Id, next: (group: Id) => Id[]): Map<Id, number> {
  const lengths = new Map<Id, number>([[start, 1]]);
  const queue = [start];
  for (let group = queue.shift(); group !== undefined; group = queue.shift()) {
    const length = (lengths.get(group) as number) + 1;
    if (length > deepest + 1) continue;
    for (const other of next(group)) {
      if ((lengths.get(other) ?? 0) >= length) continue;
      lengths.set(other, length);
      queue.push(other);
    }
  }
  return lengths;
}
