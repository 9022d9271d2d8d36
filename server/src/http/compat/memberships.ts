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
import { editMembership } from '../../usecases/memberships/write.ts';
import { type Door, door } from '../door/door.ts';
import { placeDoors, presentPlace } from '../memberships.ts';
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

type GroupPlaces = Parameters<typeof placeDoors>[0] & {
  list: typeof compatMemberships.listWorkspaceGroups;
};
/** Both paths to a project's groups have one shape. */
const groupDoors = (of: GroupPlaces): Door[] => [
  ...placeDoors(of, 'group', (parts, caller, { projectId = '', groupIdOrName = '' }) =>
    findGroup(parts, caller, projectId, groupIdOrName),
  ),
  door(of.list, async (parts, caller, { params }) => {
    const { memberships } = await listMemberships(parts, caller, 'group', params.projectId, all);
    return {
      groupMemberships: memberships.map((one) => presentPlace.group(orgOf(caller), one)),
    };
  }),
];

export const compatMembershipDoors: Door[] = [
  ...groupDoors({
    add: compatMemberships.addWorkspaceGroup,
    one: compatMemberships.getWorkspaceGroup,
    edit: compatMemberships.editWorkspaceGroup,
    remove: compatMemberships.removeWorkspaceGroup,
    list: compatMemberships.listWorkspaceGroups,
  }),
  ...groupDoors({
    add: compatMemberships.addWorkspaceGroupV1,
    one: compatMemberships.getWorkspaceGroupV1,
    edit: compatMemberships.editWorkspaceGroupV1,
    remove: compatMemberships.removeWorkspaceGroupV1,
    list: compatMemberships.listWorkspaceGroupsV1,
  }),
  ...placeDoors(
    {
      add: compatMemberships.addWorkspaceIdentity,
      one: compatMemberships.getWorkspaceIdentity,
      edit: compatMemberships.editWorkspaceIdentity,
      remove: compatMemberships.removeWorkspaceIdentity,
    },
    'machineIdentity',
    (_, __, { identityId }) => identityId as string,
  ),
  door(
    compatMemberships.listWorkspaceGroupUsers,
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
  door(compatMemberships.getWorkspaceUserDetails, async (parts, caller, { params, body }) => {
    const user = await findUser(parts, caller, params.projectId, body.username);
    const seen = await getMembership(parts, caller, 'user', params.projectId, user);
    return { membership: presentPlace.user(orgOf(caller), seen) };
  }),
  door(compatMemberships.editWorkspaceUser, async (parts, caller, { params, body }) => {
    const { projectId: project, membershipId } = params;
    const holder = await findHolder(parts, caller, 'user', project, membershipId);
    const seen = await editMembership(parts, caller, 'user', { project, holder }, body.roles);
    return { roles: presentPlace.user(orgOf(caller), seen).roles };
  }),
  door(compatMemberships.getWorkspaceUser, async (parts, caller, { params }) => ({
    membership: presentPlace.user(
      orgOf(caller),
      await getMembership(parts, caller, 'user', params.projectId, params.userId),
    ),
  })),
  door(compatMemberships.listWorkspaceUsers, async (parts, caller, { params }) => {
    const { memberships } = await listMemberships(parts, caller, 'user', params.projectId, all);
    return { memberships: memberships.map((one) => presentPlace.user(orgOf(caller), one)) };
  }),

  door(compatMemberships.getWorkspaceIdentityByMembership, async (parts, caller, { params }) => {
    const { project, holder } = await findIdentityPlace(parts, caller, params.membershipId);
    const seen = await getMembership(parts, caller, 'machineIdentity', project, holder);
    return { identityMembership: presentPlace.machineIdentity(orgOf(caller), seen) };
  }),

  door(compatMemberships.removeOrganizationMembers, async (parts, caller, { params, body }) => ({
    memberships: await removeMembers(parts, caller, params.orgId, body.membershipIds),
  })),
];
