import { groups } from '@coterie/contract';
import { addIdentity, addUser } from '../usecases/groups/add-member.ts';
import { createGroup } from '../usecases/groups/create.ts';
import { deleteGroup } from '../usecases/groups/delete.ts';
import { editGroup } from '../usecases/groups/edit.ts';
import { getGroup } from '../usecases/groups/get.ts';
import { listOrganizationGroups } from '../usecases/groups/list.ts';
import { listGroupMembers, pickIdentities, pickUsers } from '../usecases/groups/members.ts';
import { groupProjects } from '../usecases/groups/projects.ts';
import { removeIdentity, removeUser } from '../usecases/groups/remove-member.ts';
import { orgOf } from '../usecases/look.ts';
import { type Door, door } from './door.ts';
import { presentGroup, presentListedGroup } from './present/groups.ts';
import { presentUser } from './present/people.ts';
import { roleTitle } from './present/roles.ts';

const part = (filter: string | undefined, is: string): boolean | undefined =>
  filter === undefined ? undefined : filter === is;
const joined = (at: Date | null) => ({
  isPartOfGroup: at !== null,
  joinedGroupAt: at?.toISOString() ?? null,
});
const named = ({ id, name }: { id: string; name: string }) => ({ id, name });
const kinds = { users: 'user', machineIdentities: 'machineIdentity' } as const;

export const groupDoors: Door[] = [
  door(groups.groups, async (parts, caller, { query }, { reply }) => {
    const { orderBy: order, orderDirection: direction, ...rest } = query;
    const { rows, total } = await listOrganizationGroups(parts, caller, {
      ...rest,
      order,
      direction,
    });
    reply.header('x-total-count', total);
    return rows.map((row) => presentListedGroup(orgOf(caller), row));
  }),
  door(groups.createGroup, async (parts, caller, { body }) =>
    presentGroup(orgOf(caller), await createGroup(parts, caller, body)),
  ),
  door(groups.group_, async (parts, caller, { params }) =>
    presentListedGroup(orgOf(caller), await getGroup(parts, caller, params.id)),
  ),
  door(groups.editGroup, async (parts, caller, { params, body }) =>
    presentGroup(orgOf(caller), await editGroup(parts, caller, params.id, body)),
  ),
  door(groups.deleteGroup, async (parts, caller, { params }) =>
    presentGroup(orgOf(caller), await deleteGroup(parts, caller, params.id)),
  ),

  door(
    groups.groupUsers,
    async (parts, caller, { params, query: { filter, username, search, ...page } }) => {
      const asked = { ...page, search: search ?? username, part: part(filter, 'existingMembers') };
      const { rows, total } = await pickUsers(parts, caller, params.id, asked);
      return {
        users: rows.map((row) => ({ ...presentUser(row), ...joined(row.joined_at) })),
        totalCount: total,
      };
    },
  ),
  door(groups.addGroupUser, async (parts, caller, { params }) =>
    presentUser(await addUser(parts, caller, params.id, params.username)),
  ),
  door(groups.removeGroupUser, async (parts, caller, { params }) =>
    presentUser(await removeUser(parts, caller, params.id, params.username)),
  ),

  door(groups.groupIdentities, async (parts, caller, { params, query: { filter, ...page } }) => {
    const asked = { ...page, part: part(filter, 'assignedMachineIdentities') };
    const { rows, total } = await pickIdentities(parts, caller, params.id, asked);
    return {
      machineIdentities: rows.map((row) => ({ ...named(row), ...joined(row.joined_at) })),
      totalCount: total,
    };
  }),
  door(groups.addGroupIdentity, async (parts, caller, { params }) =>
    named(await addIdentity(parts, caller, params.id, params.identityId)),
  ),
  door(groups.removeGroupIdentity, async (parts, caller, { params }) =>
    named(await removeIdentity(parts, caller, params.id, params.identityId)),
  ),

  door(
    groups.groupMembers,
    async (
      parts,
      caller,
      { params, query: { memberTypeFilter, orderBy: _, orderDirection: direction, ...page } },
    ) => {
      const wanted =
        memberTypeFilter === undefined
          ? (['users', 'machineIdentities'] as const)
          : [memberTypeFilter].flat();
      const asked = { ...page, direction, kinds: wanted.map((kind) => kinds[kind]) };
      const { rows, total } = await listGroupMembers(parts, caller, params.id, asked);
      const members = rows.map((row) => {
        const common = {
          id: row.id,
          joinedGroupAt: row.joined_at.toISOString(),
          sources: row.sources,
        };
        return row.kind === 'user'
          ? {
              ...common,
              type: 'user' as const,
              user: presentUser({ ...row, email: row.email ?? '' }),
            }
          : {
              ...common,
              type: 'machineIdentity' as const,
              machineIdentity: { id: row.id, name: row.name ?? '' },
            };
      });
      return { members, totalCount: total };
    },
  ),
  door(
    groups.groupProjects,
    async (
      parts,
      caller,
      { params, query: { filter, orderBy: order, orderDirection: direction, ...page } },
    ) => {
      const asked = { ...page, order, direction, assigned: part(filter, 'assignedProjects') };
      const { world, projects, total } = await groupProjects(parts, caller, params.id, asked);
      return {
        totalCount: total,
        projects: projects.map(({ row, grants }) => ({
          id: row.id,
          name: row.name,
          slug: row.slug,
          description: row.description,
          type: row.type,
          joinedGroupAt:
            grants.length === 0
              ? null
              : new Date(Math.min(...grants.map(({ createdAt }) => createdAt))).toISOString(),
          roles: grants.flatMap(({ role }) =>
            role === null ? [] : roleTitle(world, role, 'project').slug,
          ),
        })),
      };
    },
  ),
];
