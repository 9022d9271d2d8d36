import { z } from 'zod';
import { endpoint, inOrganization } from './endpoint.ts';
import {
  description,
  email,
  id,
  name,
  order,
  page,
  roleSlug,
  slug,
  text,
  totalCount,
  user,
  when,
} from './shared.ts';

const params = z.object({ id });
const group = z.object({
  id,
  orgId: id,
  name: z.string(),
  slug: z.string(),
  description: z.string().nullable(),
  role: z.string(),
  roleId: id.nullable(),
  customRoleSlug: z.string().nullable(),
  isSuspended: z.boolean(),
  createdAt: when,
  updatedAt: when,
});
const listed = group.extend({ memberCount: z.number().int(), projectCount: z.number().int() });
const identity = z.object({ id, name: z.string() });
const partOf = { isPartOfGroup: z.boolean(), joinedGroupAt: when.nullable() };
const joined = { id, joinedGroupAt: when.nullable(), sources: z.array(z.string()) };

export const groups = endpoint({
  method: 'GET',
  path: '/api/v1/groups',
  summary:
    'The groups of the organization; all of them unless `limit` is given. The header `x-total-count` has the number that match',
  who: inOrganization('groups', 'read'),
  query: z.object({
    ...page,
    limit: z.preprocess(
      (v) => (v === '' ? undefined : v),
      z.coerce.number().int().min(1).max(1000).optional(),
    ),
    ...order('name', 'slug', 'role', 'createdAt', 'memberCount', 'projectCount'),
  }),
  answer: z.array(listed),
  refusals: [403],
});
export const createGroup = endpoint({
  method: 'POST',
  path: '/api/v1/groups',
  summary: 'Creates a group; without a slug one is made from the name',
  who: inOrganization('groups', 'create'),
  body: z.object({ name, slug: slug.optional(), role: roleSlug.default('no-access'), description }),
  answer: group,
  refusals: [403, 409],
});
export const group_ = endpoint({
  method: 'GET',
  path: '/api/v1/groups/:id',
  summary: 'One group',
  who: inOrganization('groups', 'read'),
  params,
  answer: listed,
  refusals: [403, 404],
});
export const editGroup = endpoint({
  method: 'PATCH',
  path: '/api/v1/groups/:id',
  summary: 'Changes name, slug, description or organization role; suspends or reactivates',
  who: inOrganization('groups', 'edit'),
  params,
  body: z.object({
    name: name.optional(),
    slug: slug.optional(),
    role: roleSlug.optional(),
    description,
    isSuspended: z.boolean().optional(),
  }),
  answer: group,
  refusals: [403, 404, 409],
});
export const deleteGroup = endpoint({
  method: 'DELETE',
  path: '/api/v1/groups/:id',
  summary: 'Deletes a group, its memberships and its place in projects',
  who: inOrganization('groups', 'delete'),
  params,
  answer: group,
  refusals: [403, 404, 409],
});

const filter = (first: string, second: string) =>
  z.preprocess((v) => (v === '' ? undefined : v), z.enum([first, second]).optional());

export const groupUsers = endpoint({
  method: 'GET',
  path: '/api/v1/groups/:id/users',
  summary: 'Users of the organization with whether each is in the group, members first',
  who: inOrganization('groups', 'read'),
  params,
  query: z.object({ ...page, username: text, filter: filter('existingMembers', 'nonMembers') }),
  answer: z.object({ users: z.array(user.extend(partOf)), totalCount }),
  refusals: [403, 404],
});
const userParams = params.extend({ username: email });
export const addGroupUser = endpoint({
  method: 'POST',
  path: '/api/v1/groups/:id/users/:username',
  summary: 'Puts a user in the group; the same again changes nothing',
  who: inOrganization('groups', 'add-members'),
  params: userParams,
  answer: user,
  refusals: [403, 404],
});
export const removeGroupUser = endpoint({
  method: 'DELETE',
  path: '/api/v1/groups/:id/users/:username',
  summary: 'Takes a user out of the group',
  who: inOrganization('groups', 'remove-members'),
  params: userParams,
  answer: user,
  refusals: [403, 404, 409],
});

const identityParams = params.extend({ identityId: id });
export const groupIdentities = endpoint({
  method: 'GET',
  path: '/api/v1/groups/:id/machine-identities',
  summary:
    'Machine identities of the organization with whether each is in the group, members first',
  who: inOrganization('groups', 'read'),
  params,
  query: z.object({
    ...page,
    limit: z.preprocess(
      (v) => (v === '' ? undefined : v),
      z.coerce.number().int().min(1).max(1000).default(1000),
    ),
    filter: filter('assignedMachineIdentities', 'nonAssignedMachineIdentities'),
  }),
  answer: z.object({ machineIdentities: z.array(identity.extend(partOf)), totalCount }),
  refusals: [403, 404],
});
export const addGroupIdentity = endpoint({
  method: 'POST',
  path: '/api/v1/groups/:id/machine-identities/:identityId',
  summary: 'Puts a machine identity in the group',
  who: inOrganization('groups', 'add-identities'),
  params: identityParams,
  answer: identity,
  refusals: [403, 404],
});
export const removeGroupIdentity = endpoint({
  method: 'DELETE',
  path: '/api/v1/groups/:id/machine-identities/:identityId',
  summary: 'Takes a machine identity out of the group',
  who: inOrganization('groups', 'remove-identities'),
  params: identityParams,
  answer: identity,
  refusals: [403, 404],
});

const memberType = z.enum(['users', 'machineIdentities']);
export const groupMembers = endpoint({
  method: 'GET',
  path: '/api/v1/groups/:id/members',
  summary: 'Who is in the group',
  who: inOrganization('groups', 'read'),
  params,
  query: z.object({
    ...page,
    ...order('name'),
    memberTypeFilter: z.union([memberType, z.array(memberType)]).optional(),
  }),
  answer: z.object({
    members: z.array(
      z.discriminatedUnion('type', [
        z.object({ ...joined, type: z.literal('user'), user }),
        z.object({ ...joined, type: z.literal('machineIdentity'), machineIdentity: identity }),
      ]),
    ),
    totalCount,
  }),
  refusals: [403, 404],
});
export const groupProjects = endpoint({
  method: 'GET',
  path: '/api/v1/groups/:id/projects',
  summary: 'The projects that the group is in, and those it could be added to',
  who: inOrganization('groups', 'read'),
  params,
  query: z.object({
    ...page,
    ...order('name'),
    filter: filter('assignedProjects', 'unassignedProjects'),
  }),
  answer: z.object({
    projects: z.array(
      z.object({
        id,
        name: z.string(),
        slug: z.string(),
        description: z.string().nullable(),
        type: z.string(),
        joinedGroupAt: when.nullable(),
        roles: z.array(z.string()),
      }),
    ),
    totalCount,
  }),
  refusals: [403, 404],
});
