import { compatMemberships } from '@coterie/contract';
import { orgOf } from '../../usecases/look.ts';
import { removeMembers } from '../../usecases/members/remove.ts';
import { findGroup, findHolder, findIdentityPlace } from '../../usecases/memberships/find.ts';
import { getMembership, listMemberships } from '../../usecases/memberships/read.ts';
import {
  addUsers,
  findUser,
  type Placed,
  pickGroupUsers,
  removeUsers,
} from '../../usecases/memberships/users.ts';
import {
  addMembership,
  editMembership,
  removeMembership,
} from '../../usecases/memberships/write.ts';
import { type Door, door } from '../door.ts';
import {
  presentGroupMembership,
  presentIdentityMembership,
  presentUserMembership,
  rolesOf,
} from '../memberships.ts';
import { presentUser } from '../present/people.ts';

const all = { limit: 1000, offset: 0, order: 'name', direction: 'asc' } as const;
const presentPlaced = ({ createdAt, ...place }: Placed) => ({
  ...place,
  createdAt: createdAt.toISOString(),
  updatedAt: createdAt.toISOString(),
});
const emailsOf = (body: {
  emails?: string[] | null | undefined;
  usernames?: string[] | null | undefined;
}) => [...(body.emails ?? []), ...(body.usernames ?? [])];

/** Both paths to a project's groups have one shape. */
const groupDoorsOf = (of: {
  add: typeof compatMemberships.addWorkspaceGroup;
  one: typeof compatMemberships.workspaceGroup;
  edit: typeof compatMemberships.editWorkspaceGroup;
  remove: typeof compatMemberships.removeWorkspaceGroup;
  list: typeof compatMemberships.workspaceGroups;
}): Door[] => [
  door(of.add, async (parts, caller, { params, body }) => {
    const holder = await findGroup(parts, caller, params.projectId, params.groupIdOrName);
    const place = { project: params.projectId, holder };
    const seen = await addMembership(parts, caller, 'group', place, body);
    return { groupMembership: presentGroupMembership(orgOf(caller), seen) };
  }),
  door(of.one, async (parts, caller, { params }) => {
    const holder = await findGroup(parts, caller, params.projectId, params.groupIdOrName);
    const seen = await getMembership(parts, caller, 'group', params.projectId, holder);
    return { groupMembership: presentGroupMembership(orgOf(caller), seen) };
  }),
  door(of.edit, async (parts, caller, { params, body }) => {
    const holder = await findGroup(parts, caller, params.projectId, params.groupIdOrName);
    const place = { project: params.projectId, holder };
    return { roles: rolesOf(await editMembership(parts, caller, 'group', place, body.roles)) };
  }),
  door(of.remove, async (parts, caller, { params }) => {
    const holder = await findGroup(parts, caller, params.projectId, params.groupIdOrName);
    const place = { project: params.projectId, holder };
    const id = await removeMembership(parts, caller, 'group', place);
    return { groupMembership: { id, groupId: holder } };
  }),
  door(of.list, async (parts, caller, { params }) => {
    const { memberships } = await listMemberships(parts, caller, 'group', params.projectId, all);
    return {
      groupMemberships: memberships.map((one) => presentGroupMembership(orgOf(caller), one)),
    };
  }),
];

export const compatMembershipDoors: Door[] = [
  ...groupDoorsOf({
    add: compatMemberships.addWorkspaceGroup,
    one: compatMemberships.workspaceGroup,
    edit: compatMemberships.editWorkspaceGroup,
    remove: compatMemberships.removeWorkspaceGroup,
    list: compatMemberships.workspaceGroups,
  }),
  ...groupDoorsOf({
    add: compatMemberships.addWorkspaceGroupV1,
    one: compatMemberships.workspaceGroupV1,
    edit: compatMemberships.editWorkspaceGroupV1,
    remove: compatMemberships.removeWorkspaceGroupV1,
    list: compatMemberships.workspaceGroupsV1,
  }),
  door(
    compatMemberships.workspaceGroupUsers,
    async (parts, caller, { params, query: { filter, username, search, ...page } }) => {
      const { projectId } = params;
      const group = await findGroup(parts, caller, projectId, params.groupIdOrName);
      const part = filter === undefined ? undefined : filter === 'existingMembers';
      const asked = { ...page, search: search ?? username, part };
      const { rows, total } = await pickGroupUsers(parts, caller, projectId, group, asked);
      return {
        users: rows.map((row) => ({
          ...presentUser(row),
          isPartOfGroup: row.joined_at !== null,
          joinedGroupAt: row.joined_at?.toISOString() ?? null,
        })),
        totalCount: total,
      };
    },
  ),

  door(compatMemberships.addWorkspaceUsers, async (parts, caller, { params, body }) => {
    const roles = body.roleSlugs?.length ? body.roleSlugs : ['member'];
    const added = await addUsers(parts, caller, params.projectId, emailsOf(body), roles);
    return { memberships: added.map(presentPlaced) };
  }),
  door(compatMemberships.removeWorkspaceUsers, async (parts, caller, { params, body }) => {
    const removed = await removeUsers(parts, caller, params.projectId, emailsOf(body));
    return { memberships: removed.map(({ id, userId }) => ({ id, userId })) };
  }),
  door(compatMemberships.workspaceUserDetails, async (parts, caller, { params, body }) => {
    const user = await findUser(parts, caller, params.projectId, body.username);
    const seen = await getMembership(parts, caller, 'user', params.projectId, user);
    return { membership: presentUserMembership(seen) };
  }),
  door(compatMemberships.editWorkspaceUser, async (parts, caller, { params, body }) => {
    const { projectId: project, membershipId } = params;
    const holder = await findHolder(parts, caller, 'user', project, membershipId);
    const seen = await editMembership(parts, caller, 'user', { project, holder }, body.roles);
    return { roles: rolesOf(seen) };
  }),
  door(compatMemberships.workspaceUser, async (parts, caller, { params }) => ({
    membership: presentUserMembership(
      await getMembership(parts, caller, 'user', params.projectId, params.userId),
    ),
  })),
  door(compatMemberships.workspaceUsers, async (parts, caller, { params }) => {
    const { memberships } = await listMemberships(parts, caller, 'user', params.projectId, all);
    return { memberships: memberships.map(presentUserMembership) };
  }),

  door(compatMemberships.addWorkspaceIdentity, async (parts, caller, { params, body }) => {
    const place = { project: params.projectId, holder: params.identityId };
    const seen = await addMembership(parts, caller, 'machineIdentity', place, body);
    return { identityMembership: presentIdentityMembership(orgOf(caller), seen) };
  }),
  door(compatMemberships.workspaceIdentity, async (parts, caller, { params }) => {
    const { projectId, identityId } = params;
    const seen = await getMembership(parts, caller, 'machineIdentity', projectId, identityId);
    return { identityMembership: presentIdentityMembership(orgOf(caller), seen) };
  }),
  door(compatMemberships.editWorkspaceIdentity, async (parts, caller, { params, body }) => {
    const place = { project: params.projectId, holder: params.identityId };
    const seen = await editMembership(parts, caller, 'machineIdentity', place, body.roles);
    return { roles: rolesOf(seen) };
  }),
  door(compatMemberships.removeWorkspaceIdentity, async (parts, caller, { params }) => {
    const place = { project: params.projectId, holder: params.identityId };
    const id = await removeMembership(parts, caller, 'machineIdentity', place);
    return { identityMembership: { id, identityId: params.identityId } };
  }),
  door(compatMemberships.workspaceIdentityByMembership, async (parts, caller, { params }) => {
    const { project, holder } = await findIdentityPlace(parts, caller, params.membershipId);
    const seen = await getMembership(parts, caller, 'machineIdentity', project, holder);
    return { identityMembership: presentIdentityMembership(orgOf(caller), seen) };
  }),

  door(compatMemberships.removeOrganizationMembers, async (parts, caller, { params, body }) => ({
    memberships: await removeMembers(parts, caller, params.orgId, body.membershipIds),
  })),
];
