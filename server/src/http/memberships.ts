import { type Input, memberships } from '@coterie/contract';
import { orgOf } from '../usecases/look.ts';
import {
  getMembership,
  type HolderType,
  listMemberships,
  type SeenMembership,
} from '../usecases/memberships/read.ts';
import { addMembership, editMembership, removeMembership } from '../usecases/memberships/write.ts';
import type { Caller, Parts } from '../usecases/parts.ts';
import { type Door, door } from './door.ts';
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
export const rolesOf = ({ grants, world }: Pick<SeenMembership, 'grants' | 'world'>) =>
  grants.map((grant) => presentGrant(world, grant));

export const presentGroupMembership = (orgId: string, seen: SeenMembership) => ({
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
});

export const presentUserMembership = (seen: SeenMembership) => ({
  ...common(seen),
  userId: seen.row.holder,
  user: presentUser({ ...seen.row, id: seen.row.holder, email: seen.row.email ?? '' }),
});

export const presentIdentityMembership = (orgId: string, seen: SeenMembership) => ({
  ...common(seen),
  identityId: seen.row.holder,
  identity: { id: seen.row.holder, name: seen.row.name, authMethods: [], orgId },
  project: { id: seen.project, name: seen.projectName },
});

type Listing = Input<
  | typeof memberships.projectGroups
  | typeof memberships.projectUsers
  | typeof memberships.projectIdentities
>;

const listed = (parts: Parts, caller: Caller, kind: HolderType, { params, query }: Listing) => {
  const { orderBy: order, orderDirection: direction, ...page } = query;
  return listMemberships(parts, caller, kind, params.projectId, { ...page, order, direction });
};

export const membershipDoors: Door[] = [
  door(memberships.projectGroups, async (parts, caller, asked) => {
    const { memberships: found, total } = await listed(parts, caller, 'group', asked);
    return {
      groupMemberships: found.map((one) => presentGroupMembership(orgOf(caller), one)),
      totalCount: total,
    };
  }),
  door(
    memberships.addProjectGroup,
    async (parts, caller, { params: { projectId: project, groupId: holder }, body }) => ({
      groupMembership: presentGroupMembership(
        orgOf(caller),
        await addMembership(parts, caller, 'group', { project, holder }, body),
      ),
    }),
  ),
  door(memberships.projectGroup, async (parts, caller, { params }) => ({
    groupMembership: presentGroupMembership(
      orgOf(caller),
      await getMembership(parts, caller, 'group', params.projectId, params.groupId),
    ),
  })),
  door(
    memberships.editProjectGroup,
    async (parts, caller, { params: { projectId: project, groupId: holder }, body }) => ({
      roles: rolesOf(await editMembership(parts, caller, 'group', { project, holder }, body.roles)),
    }),
  ),
  door(
    memberships.removeProjectGroup,
    async (parts, caller, { params: { projectId: project, groupId: holder } }) => ({
      groupMembership: {
        id: await removeMembership(parts, caller, 'group', { project, holder }),
        groupId: holder,
      },
    }),
  ),

  door(memberships.projectUsers, async (parts, caller, asked) => {
    const { memberships: found, total } = await listed(parts, caller, 'user', asked);
    return { memberships: found.map(presentUserMembership), totalCount: total };
  }),
  door(
    memberships.addProjectUser,
    async (parts, caller, { params: { projectId: project, userId: holder }, body }) => ({
      membership: presentUserMembership(
        await addMembership(parts, caller, 'user', { project, holder }, body),
      ),
    }),
  ),
  door(memberships.projectUser, async (parts, caller, { params }) => ({
    membership: presentUserMembership(
      await getMembership(parts, caller, 'user', params.projectId, params.userId),
    ),
  })),
  door(
    memberships.editProjectUser,
    async (parts, caller, { params: { projectId: project, userId: holder }, body }) => ({
      roles: rolesOf(await editMembership(parts, caller, 'user', { project, holder }, body.roles)),
    }),
  ),
  door(
    memberships.removeProjectUser,
    async (parts, caller, { params: { projectId: project, userId: holder } }) => ({
      membership: {
        id: await removeMembership(parts, caller, 'user', { project, holder }),
        userId: holder,
      },
    }),
  ),

  door(memberships.projectIdentities, async (parts, caller, asked) => {
    const { memberships: found, total } = await listed(parts, caller, 'machineIdentity', asked);
    return {
      identityMemberships: found.map((one) => presentIdentityMembership(orgOf(caller), one)),
      totalCount: total,
    };
  }),
  door(
    memberships.addProjectIdentity,
    async (parts, caller, { params: { projectId: project, identityId: holder }, body }) => ({
      identityMembership: presentIdentityMembership(
        orgOf(caller),
        await addMembership(parts, caller, 'machineIdentity', { project, holder }, body),
      ),
    }),
  ),
  door(memberships.projectIdentity, async (parts, caller, { params }) => ({
    identityMembership: presentIdentityMembership(
      orgOf(caller),
      await getMembership(parts, caller, 'machineIdentity', params.projectId, params.identityId),
    ),
  })),
  door(
    memberships.editProjectIdentity,
    async (parts, caller, { params: { projectId: project, identityId: holder }, body }) => ({
      roles: rolesOf(
        await editMembership(parts, caller, 'machineIdentity', { project, holder }, body.roles),
      ),
    }),
  ),
  door(
    memberships.removeProjectIdentity,
    async (parts, caller, { params: { projectId: project, identityId: holder } }) => ({
      identityMembership: {
        id: await removeMembership(parts, caller, 'machineIdentity', { project, holder }),
        identityId: holder,
      },
    }),
  ),
];
