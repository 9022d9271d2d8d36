import {
  type Edge,
  type Grant,
  type Id,
  type Instant,
  isOver,
  liveMembers,
  refuse,
  type World,
} from '@coterie/kernel';
import type { Caller, Parts } from '../parts.ts';
import { namesOf, sceneOf, type Time } from './as-of.ts';
import type { Seen } from './seen.ts';

type Asked = { groupId?: Id | undefined; roleId?: Id | undefined; principalId?: Id | undefined };
export type Holder = { kind: 'principal' | 'group'; id: Id; project: Id | null };

/** All that a group, a custom role or a principal reaches and is held by. */
export async function whereUsed(
  parts: Pick<Parts, 'db' | 'worlds' | 'now'>,
  caller: Caller,
  asked: Asked & Time,
) {
  const scene = await sceneOf(parts, caller, asked);
  const { view, world, at, seen } = scene;
  seen.needOthers(null);
  const { groupId, roleId, principalId } = asked;
  const given = [groupId, roleId, principalId].filter((one) => one !== undefined);
  if (given.length !== 1)
    refuse({
      reason: 'invalid',
      field: 'groupId',
      expected: 'one of groupId, roleId and principalId',
    });
  const holder = groupId ?? principalId;
  if (groupId !== undefined && !(world.get('group', groupId) && seen.group(groupId)))
    refuse({ reason: 'notFound', thing: 'group', id: groupId });
  if (
    principalId !== undefined &&
    !(world.get('member', principalId) && seen.principal(principalId))
  )
    refuse({ reason: 'notFound', thing: 'member', id: principalId });
  if (roleId !== undefined && !(world.get('role', roleId) && seen.role(roleId)))
    refuse({ reason: 'notFound', thing: 'role', id: roleId });
  const holders =
    roleId === undefined
      ? []
      : holdersOf(world, roleId, at).filter((one) => seesHolder(seen, world, one));
  const isLasting = (edge: Edge) => !isOver(edge, at);
  const managers =
    groupId === undefined
      ? []
      : [...world.managersOf(groupId)].filter(({ holder: id, holderKind: kind }) =>
          seesHolder(seen, world, { kind, id, project: null }),
        );
  const grants =
    holder === undefined
      ? []
      : grantsAbove(world, holder, at).filter(({ project, holderKind: kind, holder: id }) =>
          seesHolder(seen, world, { kind, id, project }),
        );
  const parents =
    holder === undefined
      ? []
      : [...world.edgesUp(holder)].filter(isLasting).map(({ group }) => group);
  const manages =
    holder === undefined ? [] : [...world.managedBy(holder)].map(({ group }) => group);
  const children =
    groupId === undefined
      ? []
      : [...world.edgesDown(groupId)].flatMap((edge: Edge) =>
          edge.memberKind === 'group' && isLasting(edge) ? edge.member : [],
        );
  const people = holders.filter(({ kind }) => kind === 'principal').map(({ id }) => id);
  return {
    world,
    memberCount: groupId === undefined ? 0 : liveMembers(world, groupId, at).size,
    parents,
    children,
    named: seen.named(world, [...parents, ...children, ...manages]),
    grants,
    holders,
    managers,
    manages,
    principals: await namesOf(parts, view.org, [
      ...people,
      ...managers.map((manager) => manager.holder),
    ]),
  };
}

/** Whether a holder may be told of: in a project to who may see there what holders of its kind have. */
function seesHolder(seen: Seen, world: World, { kind, id, project }: Holder): boolean {
  if (project === null) return kind === 'group' ? seen.group(id) : seen.principal(id);
  const type = kind === 'group' ? 'group' : (world.get('member', id)?.kind ?? 'user');
  return seen.holder(project, type, id);
}

/** The grants of a holder and of every group above it, but for what is over. */
function grantsAbove(world: World, holder: Id, at: Instant): Grant[] {
  const holders = new Set([holder]);
  for (const one of holders)
    for (const edge of world.edgesUp(one)) if (!isOver(edge, at)) holders.add(edge.group);
  return [...holders].flatMap((one) =>
    [...world.grantsOf(one)].filter((grant) => !isOver(grant, at)),
  );
}

function holdersOf(world: World, role: Id, at: Instant): Holder[] {
  const { project = null } = world.get('role', role) ?? {};
  if (project !== null)
    return [...world.grantsOn(project)].flatMap((grant) =>
      grant.role === role && !isOver(grant, at)
        ? { kind: grant.holderKind, id: grant.holder, project }
        : [],
    );
  return [
    ...[...world.all('member')].flatMap(({ id, roles }) =>
      roles.includes(role) ? { kind: 'principal' as const, id, project: null } : [],
    ),
    ...[...world.all('group')].flatMap((group) =>
      group.role === role ? { kind: 'group' as const, id: group.id, project: null } : [],
    ),
  ];
}
