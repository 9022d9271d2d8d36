import { groups } from '@coterie/contract';
import { addIdentity, addUser } from '../usecases/groups/add-member.ts';
import { bulkMembers } from '../usecases/groups/bulk.ts';
import { addGroupToProjects, cloneGroup, mergeGroup } from '../usecases/groups/copy.ts';
import { createGroup } from '../usecases/groups/create.ts';
import { deleteGroup } from '../usecases/groups/delete.ts';
import { editGroup } from '../usecases/groups/edit.ts';
import { getGroup } from '../usecases/groups/get.ts';
import { listOrganizationGroups } from '../usecases/groups/list.ts';
import { addManager, listManagers, removeManager } from '../usecases/groups/managers.ts';
import { listGroupMembers, pickIdentities, pickUsers } from '../usecases/groups/members.ts';
import { nestGroup, unnestGroup } from '../usecases/groups/nest.ts';
import { groupProjects } from '../usecases/groups/projects.ts';
import { removeIdentity, removeUser } from '../usecases/groups/remove-member.ts';
import { groupTree } from '../usecases/groups/tree.ts';
import { orgOf } from '../usecases/look.ts';
import { type Door, door } from './door/door.ts';
import { matcher, tagged } from './door/if-match.ts';
import { presentGroup, presentListedGroup } from './present/groups.ts';
import { presentManager } from './present/managers.ts';
import { presentUser } from './present/people.ts';
import { roleTitle } from './present/roles.ts';
import { iso } from './present/time.ts';
import { refusalInWords } from './present/words.ts';

const part = (filter: string | undefined, is: string): boolean | undefined =>
  filter === undefined ? undefined : filter === is;
const joined = (at: Date | null) => ({
  isPartOfGroup: at !== null,
  joinedGroupAt: at?.toISOString() ?? null,
});
const named = ({ id, name }: { id: string; name: string }) => ({ id, name });
const kinds = { users: 'user', machineIdentities: 'machineIdentity', groups: 'group' } as const;
const slugged = ({ id, name, slug }: { id: string; name: string; slug: string }) => ({
  id,
  name,
  slug,
});

export const groupDoors: Door[] = [
  door(groups.listGroups, async (parts, caller, { query }, { reply }) => {
    const { orderBy: order, orderDirection: direction, ...rest } = query;
    const { rows, total } = await listOrganizationGroups(parts, caller, {
      ...rest,
      order,
      direction,
    });
    reply.header('x-total-count', total);
    return rows.map((row) => presentListedGroup(orgOf(caller), row));
  }),
  door(groups.createGroup, async (parts, caller, { body }, { reply }) =>
    tagged(reply, presentGroup(orgOf(caller), await createGroup(parts, caller, body))),
  ),
  door(groups.getGroup, async (parts, caller, { params }, { reply }) => {
    const { row, isManagedByCaller } = await getGroup(parts, caller, params.id);
    return tagged(reply, { ...presentListedGroup(orgOf(caller), row), isManagedByCaller });
  }),
  door(groups.editGroup, async (parts, caller, { params, body }, { request, reply }) => {
    const row = await editGroup(parts, caller, params.id, body, matcher(request));
    return tagged(reply, presentGroup(orgOf(caller), row));
  }),
  door(groups.deleteGroup, async (parts, caller, { params }, { request }) =>
    presentGroup(orgOf(caller), await deleteGroup(parts, caller, params.id, matcher(request))),
  ),

  door(
    groups.listGroupUsers,
    async (parts, caller, { params, query: { filter, username, search, ...page } }) => {
      const asked = { ...page, search: search ?? username, part: part(filter, 'existingMembers') };
      const { rows, total } = await pickUsers(parts, caller, params.id, asked);
      return {
        users: rows.map((row) => ({ ...presentUser(row), ...joined(row.joined_at) })),
        totalCount: total,
      };
    },
  ),
  door(groups.addGroupUser, async (parts, caller, { params, body }) =>
    presentUser(await addUser(parts, caller, params.id, params.username, body)),
  ),
  door(groups.removeGroupUser, async (parts, caller, { params }) =>
    presentUser(await removeUser(parts, caller, params.id, params.username)),
  ),

  door(
    groups.listGroupIdentities,
    async (parts, caller, { params, query: { filter, ...page } }) => {
      const asked = { ...page, part: part(filter, 'assignedMachineIdentities') };
      const { rows, total } = await pickIdentities(parts, caller, params.id, asked);
      return {
        machineIdentities: rows.map((row) => ({ ...named(row), ...joined(row.joined_at) })),
        totalCount: total,
      };
    },
  ),
  door(groups.addGroupIdentity, async (parts, caller, { params, body }) =>
    named(await addIdentity(parts, caller, params.id, params.identityId, body)),
  ),
  door(groups.removeGroupIdentity, async (parts, caller, { params }) =>
    named(await removeIdentity(parts, caller, params.id, params.identityId)),
  ),

  door(
    groups.listGroupMembers,
    async (
      parts,
      caller,
      {
        params,
        query: { memberTypeFilter, state, orderBy: _, orderDirection: direction, ...page },
      },
    ) => {
      const wanted =
        memberTypeFilter === undefined
          ? (['users', 'machineIdentities', 'groups'] as const)
          : [memberTypeFilter].flat();
      const asked = {
        ...page,
        direction,
        kinds: wanted.map((kind) => kinds[kind]),
        withEnded: state === 'all',
      };
      const { rows, total } = await listGroupMembers(parts, caller, params.id, asked);
      const members = rows.map((row) => {
        const common = {
          id: row.id,
          joinedGroupAt: row.joined_at.toISOString(),
          sources: row.sources,
          validFrom: iso(row.valid_from),
          validUntil: iso(row.valid_until),
          reason: row.reason,
          state: row.state,
        };
        if (row.kind === 'user')
          return {
            ...common,
            type: 'user' as const,
            user: presentUser({ ...row, email: row.email ?? '' }),
          };
        return row.kind === 'group'
          ? { ...common, type: 'group' as const, group: slugged({ ...row, slug: row.slug ?? '' }) }
          : { ...common, type: 'machineIdentity' as const, machineIdentity: named(row) };
      });
      return { members, totalCount: total };
    },
  ),
  door(
    groups.listGroupProjects,
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

  door(groups.nestGroup, async (parts, caller, { params, body }) =>
    slugged(await nestGroup(parts, caller, params.id, params.childId, body)),
  ),
  door(groups.unnestGroup, async (parts, caller, { params }) =>
    slugged(await unnestGroup(parts, caller, params.id, params.childId)),
  ),
  door(groups.getGroupTree, async (parts, caller, { params }) => {
    const { nodes, edges } = await groupTree(parts, caller, params.id);
    return {
      nodes: nodes.map(({ group, memberCount }) => ({
        ...slugged(group),
        isSuspended: group.status === 'suspended',
        memberCount,
      })),
      edges: edges.map(({ edge, isLive }) => ({
        parent: edge.group,
        child: edge.member,
        state: isLive ? ('active' as const) : ('scheduled' as const),
        validUntil: iso(edge.until),
      })),
    };
  }),
  door(groups.bulkMembers, async (parts, caller, { params, body }) => {
    const { version, results } = await bulkMembers(parts, caller, params.id, body);
    const count = (did: string) => results.filter((one) => one.did === did).length;
    return {
      added: count('added'),
      removed: count('removed'),
      accessVersion: version,
      results: results.map(({ item, did, refusal }) => ({
        item,
        did,
        message: refusal && refusalInWords(refusal),
      })),
    };
  }),
  door(groups.addGroupToProjects, async (parts, caller, { params, body }) => {
    const { version, projects } = await addGroupToProjects(parts, caller, params.id, body);
    return { projects, accessVersion: version };
  }),
  door(groups.cloneGroup, async (parts, caller, { params, body }) =>
    presentGroup(orgOf(caller), await cloneGroup(parts, caller, params.id, body)),
  ),
  door(groups.mergeGroup, async (parts, caller, { params, body }) =>
    presentGroup(orgOf(caller), await mergeGroup(parts, caller, params.id, body.fromGroupId)),
  ),

  door(groups.listGroupManagers, async (parts, caller, { params }) => ({
    managers: (await listManagers(parts, caller, params.id)).map(presentManager),
  })),
  door(groups.addGroupManager, async (parts, caller, { params, body }) =>
    presentManager(await addManager(parts, caller, params.id, body)),
  ),
  door(groups.removeGroupManager, async (parts, caller, { params }) => {
    await removeManager(parts, caller, params.id, params.holderId);
    return { id: params.holderId };
  }),
];
