import { type Endpoint, type Input, memberships } from '@coterie/contract';
import { orgOf } from '../usecases/look.ts';
import {
  getMembership,
  type HolderType,
  listMemberships,
  type SeenMembership,
} from '../usecases/memberships/read.ts';
import type { AskedRole } from '../usecases/memberships/temporary.ts';
import { addMembership, editMembership, removeMembership } from '../usecases/memberships/write.ts';
import type { Caller, Parts } from '../usecases/parts.ts';
import { type Door, door } from './door/door.ts';
import { presentUser } from './present/people.ts';
import { presentGrant } from './present/roles.ts';

function common({ project, row, grants, world }: SeenMembership) {
  const createdAt = row.created_at.toISOString();
  const newest = Math.max(row.created_at.getTime(), ...grants.map((grant) => grant.createdAt));
  return {
    id: grants[0]?.membership ?? row.holder,
    projectId: project,
    createdAt,
    updatedAt: new Date(newest).toISOString(),
    roles: rolesOf({ grants, world }),
  };
}
const rolesOf = ({ grants, world }: Pick<SeenMembership, 'grants' | 'world'>) =>
  grants.map((grant) => presentGrant(world, grant));

/** A holder's place in a project, as each kind of holder is answered with. */
export const presentPlace = {
  group: (orgId: string, seen: SeenMembership) => ({
    ...common(seen),
    groupId: seen.row.holder,
    group: {
      id: seen.row.holder,
      name: seen.row.name,
      slug: seen.row.slug ?? '',
      orgId,
      ...(seen.row.members === null ? {} : { memberCount: seen.row.members }),
      isSuspended: seen.world.get('group', seen.row.holder)?.status === 'suspended',
    },
  }),
  user: (_: string, seen: SeenMembership) => ({
    ...common(seen),
    userId: seen.row.holder,
    user: presentUser({ ...seen.row, id: seen.row.holder, email: seen.row.email ?? '' }),
  }),
  machineIdentity: (orgId: string, seen: SeenMembership) => ({
    ...common(seen),
    identityId: seen.row.holder,
    identity: { id: seen.row.holder, name: seen.row.name, authMethods: [], orgId },
    project: { id: seen.project, name: seen.projectName },
  }),
};

type Params = Record<string, string>;
type Places = Record<'add' | 'one' | 'edit' | 'remove', Endpoint>;
/** Which holder a path names. */
type HolderOf = (parts: Parts, caller: Caller, params: Params) => Promise<string> | string;

/** The doors of the place in a project of holders of one kind, under one path. */
export function placeDoors(of: Places, kind: HolderType, holderOf: HolderOf): Door[] {
  const { key, as } = memberships.holders[kind];
  const placeOf = async (parts: Parts, caller: Caller, params: unknown) => ({
    project: (params as Params).projectId as string,
    holder: await holderOf(parts, caller, params as Params),
  });
  const present = (caller: Caller, seen: SeenMembership) => ({
    [as]: presentPlace[kind](orgOf(caller), seen),
  });
  return [
    door(of.add, async (parts, caller, { params, body }) => {
      const place = await placeOf(parts, caller, params);
      return present(caller, await addMembership(parts, caller, kind, place, body as AskedRole[]));
    }),
    door(of.one, async (parts, caller, { params }) => {
      const { project, holder } = await placeOf(parts, caller, params);
      return present(caller, await getMembership(parts, caller, kind, project, holder));
    }),
    door(of.edit, async (parts, caller, { params, body }) => {
      const place = await placeOf(parts, caller, params);
      const { roles } = body as { roles: AskedRole[] };
      return { roles: rolesOf(await editMembership(parts, caller, kind, place, roles)) };
    }),
    door(of.remove, async (parts, caller, { params }) => {
      const place = await placeOf(parts, caller, params);
      const id = await removeMembership(parts, caller, kind, place);
      return { [as]: { id, [key]: place.holder } };
    }),
  ];
}

type Listing = Input<
  | typeof memberships.listProjectGroups
  | typeof memberships.listProjectUsers
  | typeof memberships.listProjectIdentities
>;

async function listed<T>(
  parts: Parts,
  caller: Caller,
  kind: HolderType,
  { params, query }: Listing,
  present: (orgId: string, seen: SeenMembership) => T,
): Promise<{ places: T[]; totalCount: number }> {
  const { orderBy: order, orderDirection: direction, ...page } = query;
  const asked = { ...page, order, direction };
  const { memberships: all, total } = await listMemberships(
    parts,
    caller,
    kind,
    params.projectId,
    asked,
  );
  return { places: all.map((one) => present(orgOf(caller), one)), totalCount: total };
}

export const membershipDoors: Door[] = [
  door(memberships.listProjectGroups, async (parts, caller, asked) => {
    const { places, ...rest } = await listed(parts, caller, 'group', asked, presentPlace.group);
    return { groupMemberships: places, ...rest };
  }),
  door(memberships.listProjectUsers, async (parts, caller, asked) => {
    const { places, ...rest } = await listed(parts, caller, 'user', asked, presentPlace.user);
    return { memberships: places, ...rest };
  }),
  door(memberships.listProjectIdentities, async (parts, caller, asked) => {
    const { machineIdentity: present } = presentPlace;
    const { places, ...rest } = await listed(parts, caller, 'machineIdentity', asked, present);
    return { identityMemberships: places, ...rest };
  }),
  ...placeDoors(
    {
      add: memberships.addProjectGroup,
      one: memberships.getProjectGroup,
      edit: memberships.editProjectGroup,
      remove: memberships.removeProjectGroup,
    },
    'group',
    (_, __, { groupId }) => groupId as string,
  ),
  ...placeDoors(
    {
      add: memberships.addProjectUser,
      one: memberships.getProjectUser,
      edit: memberships.editProjectUser,
      remove: memberships.removeProjectUser,
    },
    'user',
    (_, __, { userId }) => userId as string,
  ),
  ...placeDoors(
    {
      add: memberships.addProjectIdentity,
      one: memberships.getProjectIdentity,
      edit: memberships.editProjectIdentity,
      remove: memberships.removeProjectIdentity,
    },
    'machineIdentity',
    (_, __, { identityId }) => identityId as string,
  ),
];
