import { added, altered, type Change, removed } from '../change.ts';
import type { Edge, Group, GroupStatus, Id, RoleRef, Source } from '../facts.ts';
import { refuse } from '../refusals.ts';
import { deepest } from '../routes.ts';
import type { World } from '../world.ts';
import { type Context, cover, coverTaking, heldByGroup, need } from './actor.ts';
import { found } from './found.ts';
import { manages } from './manager.ts';
import { roleRules } from './member.ts';

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
    }
  | { do: 'group.delete'; group: Id }
  | { do: 'group.add'; edge: Edge }
  | { do: 'group.remove'; group: Id; member: Id; source: Source };

export function planGroup(context: Context, command: GroupCommand): Change[] {
  switch (command.do) {
    case 'group.create':
      return create(context, command.group);
    case 'group.edit':
      return edit(context, command);
    case 'group.delete':
      return remove(context, found(context.world, 'group', command.group));
    case 'group.add':
      return addMember(context, command.edge);
    case 'group.remove':
      return removeMember(context, command.group, command.member, command.source);
  }
}

function create(context: Context, group: Group): Change[] {
  need(context, 'groups', 'create', null);
  conferRole(context, [group.role]);
  freeSlug(context.world, group.slug, group.id);
  return [added('group', group)];
}

function edit(
  context: Context,
  { group: id, ...wanted }: Extract<GroupCommand, { do: 'group.edit' }>,
): Change[] {
  const { world, at } = context;
  const group = found(world, 'group', id);
  need(context, 'groups', 'edit', null);
  const after: Group = {
    ...group,
    name: wanted.name ?? group.name,
    slug: wanted.slug ?? group.slug,
    description: wanted.description === undefined ? group.description : wanted.description,
    role: wanted.role ?? group.role,
    status: wanted.status ?? group.status,
  };
  if (after.role !== group.role) {
    conferRole(context, [after.role, group.role]);
    coverTaking(context, [{ project: null, rules: roleRules(context, group.role) }]);
  }
  if (after.status !== group.status) coverTaking(context, heldByGroup(world, id, at));
  if (after.slug.toLowerCase() !== group.slug.toLowerCase()) freeSlug(world, after.slug, id);
  const same = JSON.stringify(after) === JSON.stringify(group);
  return same ? [] : [altered('group', group, after)];
}

function conferRole(context: Context, roles: readonly RoleRef[]): void {
  const conferrals = roles.map((role) => ({ project: null, rules: roleRules(context, role) }));
  if (conferrals.some(({ rules }) => rules.rules.length > 0))
    need(context, 'groups', 'grant-privileges', null);
  cover(context, conferrals);
}

function freeSlug(world: World, slug: string, own: Id): void {
  const holder = world.groupBySlug(slug);
  if (holder !== undefined && holder !== own)
    refuse({ reason: 'taken', thing: 'group', field: 'slug', value: slug });
}

function remove(context: Context, group: Group): Change[] {
  const { world, at } = context;
  need(context, 'groups', 'delete', null);
  coverTaking(context, heldByGroup(world, group.id, at));
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

const verbs = {
  user: { add: 'add-members', remove: 'remove-members' },
  machineIdentity: { add: 'add-identities', remove: 'remove-identities' },
} as const;

function kindOf(world: World, id: Id): keyof typeof verbs {
  return world.get('member', id)?.kind ?? 'user';
}

/** The right to put a principal in or take it out, which whoever manages the group has too; groups are for the right alone. */
function needFor(context: Context, group: Id, member: Id, verb: 'add' | 'remove'): void {
  const { world } = context;
  if (world.get('member', member) && manages(context, group)) return;
  need(context, 'groups', verbs[kindOf(world, member)][verb], null);
}

function addMember(context: Context, edge: Edge): Change[] {
  const { world, at } = context;
  found(world, 'group', edge.group);
  found(world, edge.memberKind === 'group' ? 'group' : 'member', edge.member);
  needFor(context, edge.group, edge.member, 'add');
  if (edge.from !== null && edge.until !== null && edge.until <= edge.from)
    refuse({ reason: 'invalid', field: 'until', expected: 'a moment after `from`' });
  if (edge.memberKind === 'group') stayAcyclic(world, edge.group, edge.member);
  cover(context, heldByGroup(world, edge.group, at));
  const known = edgesBetween(world, edge.group, edge.member).find(
    ({ source }) => source === edge.source,
  );
  if (!known) return [added('edge', edge)];
  const after = { ...known, from: edge.from, until: edge.until, reason: edge.reason };
  coverTaking(context, heldByGroup(world, edge.group, at));
  return JSON.stringify(after) === JSON.stringify(known) ? [] : [altered('edge', known, after)];
}

function removeMember(context: Context, group: Id, member: Id, source: Source): Change[] {
  const { world, at } = context;
  found(world, 'group', group);
  needFor(context, group, member, 'remove');
  const edges = edgesBetween(world, group, member).filter((edge) => edge.source === source);
  if (edges.length === 0) refuse({ reason: 'notFound', thing: 'membership', id: member });
  coverTaking(context, heldByGroup(world, group, at));
  return edges.map((edge) => removed('edge', edge));
}

export const edgesBetween = (world: World, group: Id, member: Id): Edge[] =>
  [...world.edgesUp(member)].filter((edge) => edge.group === group);

/** A group in a group must close no circle and make no chain of more than the deepest. */
function stayAcyclic(world: World, parent: Id, child: Id): void {
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
