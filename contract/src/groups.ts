import { z } from 'zod';
import { endpoint, inOrganization, signedIn } from './endpoint.ts';
import {
  description,
  email,
  id,
  membershipRoles,
  name,
  order,
  page,
  roleSlug,
  slug,
  text,
  totalCount,
  user,
  validity,
  when,
} from './shared.ts';

const params = z.object({ id });
const longestMembership = z
  .number()
  .int()
  .min(1)
  .max(100 * 366 * 24 * 3600)
  .nullable()
  .optional();
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
  /** For how many seconds at most an owner may let someone in; null for any time. */
  longestMembership: z.number().int().nullable(),
  createdAt: when,
  updatedAt: when,
});
const listed = group.extend({ memberCount: z.number().int(), projectCount: z.number().int() });
const identity = z.object({ id, name: z.string() });
const named = z.object({ id, name: z.string(), slug: z.string() });
const partOf = { isPartOfGroup: z.boolean(), joinedGroupAt: when.nullable() };
/** Whether a membership counts now, begins later, or is over. */
const state = z.enum(['active', 'scheduled', 'expired']);
const joined = {
  id,
  joinedGroupAt: when.nullable(),
  sources: z.array(z.string()),
  validFrom: when.nullable(),
  validUntil: when.nullable(),
  state,
};
const membershipBody = z.object(validity);

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
  isAct: true,
  body: z.object({
    name,
    slug: slug.optional(),
    role: roleSlug.default('no-access'),
    description,
    longestMembership,
  }),
  answer: group,
  refusals: [403, 409],
});
export const group_ = endpoint({
  method: 'GET',
  path: '/api/v1/groups/:id',
  summary: 'One group, for who may see groups or manages this one',
  who: inOrganization('groups', 'read'),
  params,
  answer: listed.extend({ isManagedByCaller: z.boolean() }),
  refusals: [403, 404],
});
export const editGroup = endpoint({
  method: 'PATCH',
  path: '/api/v1/groups/:id',
  summary:
    'Changes name, slug, description or organization role; suspends or reactivates. With `If-Match`, only the group as it was looked at',
  who: inOrganization('groups', 'edit'),
  isAct: true,
  params,
  body: z.object({
    name: name.optional(),
    slug: slug.optional(),
    role: roleSlug.optional(),
    description,
    isSuspended: z.boolean().optional(),
    longestMembership,
  }),
  alsoTakes: ['ID'],
  answer: group,
  refusals: [403, 404, 409, 412],
});
export const deleteGroup = endpoint({
  method: 'DELETE',
  path: '/api/v1/groups/:id',
  summary: 'Deletes a group, its memberships and its place in projects',
  who: inOrganization('groups', 'delete'),
  isAct: true,
  params,
  answer: group,
  refusals: [403, 404, 409, 412],
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
  summary: 'Puts a user in the group, for good or until; the same again changes nothing',
  who: inOrganization('groups', 'add-members'),
  isAct: true,
  params: userParams,
  body: membershipBody.default({}),
  answer: user,
  refusals: [403, 404],
});
export const removeGroupUser = endpoint({
  method: 'DELETE',
  path: '/api/v1/groups/:id/users/:username',
  summary: 'Takes a user out of the group',
  who: inOrganization('groups', 'remove-members'),
  isAct: true,
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
  isAct: true,
  params: identityParams,
  body: membershipBody.default({}),
  answer: identity,
  refusals: [403, 404],
});
export const removeGroupIdentity = endpoint({
  method: 'DELETE',
  path: '/api/v1/groups/:id/machine-identities/:identityId',
  summary: 'Takes a machine identity out of the group',
  who: inOrganization('groups', 'remove-identities'),
  isAct: true,
  params: identityParams,
  answer: identity,
  refusals: [403, 404],
});

const memberType = z.enum(['users', 'machineIdentities', 'groups']);
export const groupMembers = endpoint({
  method: 'GET',
  path: '/api/v1/groups/:id/members',
  summary: 'Who is in the group, or will be; with `state=all` also whose membership is over',
  who: inOrganization('groups', 'read'),
  params,
  query: z.object({
    ...page,
    ...order('name'),
    memberTypeFilter: z.union([memberType, z.array(memberType)]).optional(),
    state: z.preprocess(
      (v) => (v === '' ? undefined : v),
      z.enum(['current', 'all']).default('current'),
    ),
  }),
  answer: z.object({
    members: z.array(
      z.discriminatedUnion('type', [
        z.object({ ...joined, type: z.literal('user'), user }),
        z.object({ ...joined, type: z.literal('machineIdentity'), machineIdentity: identity }),
        z.object({ ...joined, type: z.literal('group'), group: named }),
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

const childParams = params.extend({ childId: id });
export const nestGroup = endpoint({
  method: 'POST',
  path: '/api/v1/groups/:id/groups/:childId',
  summary: 'Puts a group in the group: members of the child get what the parent has',
  who: inOrganization('groups', 'add-members'),
  isAct: true,
  params: childParams,
  body: membershipBody.default({}),
  answer: named,
  refusals: [403, 404, 409],
});
export const unnestGroup = endpoint({
  method: 'DELETE',
  path: '/api/v1/groups/:id/groups/:childId',
  summary: 'Takes a group out of the group',
  who: inOrganization('groups', 'remove-members'),
  isAct: true,
  params: childParams,
  answer: named,
  refusals: [403, 404],
});
export const groupTree = endpoint({
  method: 'GET',
  path: '/api/v1/groups/:id/tree',
  summary: 'The groups above and below the group, as nodes and the edges between them',
  who: inOrganization('groups', 'read'),
  params,
  answer: z.object({
    nodes: z.array(named.extend({ isSuspended: z.boolean(), memberCount: z.number().int() })),
    edges: z.array(z.object({ parent: id, child: id, state, validUntil: when.nullable() })),
  }),
  refusals: [403, 404],
});

const bulkItem = z.strictObject({
  /** One of the three. */
  username: z.string().trim().toLowerCase().max(254).optional(),
  identityId: id.optional(),
  groupId: id.optional(),
});
export const bulkMembers = endpoint({
  method: 'POST',
  path: '/api/v1/groups/:id/members/bulk',
  summary:
    'Adds and removes up to 10,000 members in one transaction, with an answer for each; those that cannot be done are told and left out',
  who: inOrganization('groups', 'add-members'),
  isAct: true,
  params,
  body: z
    .object({
      add: z.array(bulkItem.extend(validity)).max(10_000).default([]),
      remove: z.array(bulkItem).max(10_000).default([]),
    })
    .refine(
      ({ add, remove }) => add.length + remove.length <= 10_000,
      'expected at most 10,000 items',
    ),
  answer: z.object({
    added: z.number().int(),
    removed: z.number().int(),
    accessVersion: z.number().int(),
    results: z.array(
      z.object({
        item: z.string(),
        did: z.enum(['added', 'removed', 'nothing', 'refused']),
        message: z.string().nullable(),
      }),
    ),
  }),
  refusals: [403, 404, 409],
});
export const addGroupToProjects = endpoint({
  method: 'POST',
  path: '/api/v1/groups/:id/projects',
  summary:
    'Adds the group to several projects at once under the same roles, to all or to none; needs `groups:create` in each',
  who: signedIn,
  isAct: true,
  params,
  body: z.object({ projectIds: z.array(id).min(1).max(1000), roles: membershipRoles }),
  answer: z.object({
    projects: z.array(z.object({ id, name: z.string() })),
    accessVersion: z.number().int(),
  }),
  refusals: [403, 404, 409],
});
export const cloneGroup = endpoint({
  method: 'POST',
  path: '/api/v1/groups/:id/clone',
  summary: 'A new group with the same role, projects and, if asked for, members',
  who: inOrganization('groups', 'create'),
  isAct: true,
  params,
  body: z.object({ name, slug: slug.optional(), withMembers: z.boolean().default(false) }),
  answer: group,
  refusals: [403, 404, 409],
});
export const mergeGroup = endpoint({
  method: 'POST',
  path: '/api/v1/groups/:id/merge',
  summary: 'Moves members and projects of another group into this one, and deletes the other',
  who: inOrganization('groups', 'delete'),
  isAct: true,
  params,
  body: z.object({ fromGroupId: id }),
  answer: group,
  refusals: [403, 404, 409],
});

/** A user, a machine identity or a group that manages a group; `id` is its own. */
/** A `member` manager lets in as far as it holds what the group gives itself; an `owner` whatever that is. */
const managerKind = z.enum(['member', 'owner']);
const manager = z.object({
  id,
  kind: managerKind,
  type: z.enum(['user', 'machineIdentity', 'group']),
  name: z.string(),
  email: z.string().nullable(),
  addedAt: when,
});
export const groupManagers = endpoint({
  method: 'GET',
  path: '/api/v1/groups/:id/managers',
  summary: 'Who may add members to the group and remove them, beside those with the right to',
  who: inOrganization('groups', 'read'),
  params,
  answer: z.object({ managers: z.array(manager) }),
  refusals: [403, 404],
});
export const addGroupManager = endpoint({
  method: 'POST',
  path: '/api/v1/groups/:id/managers',
  summary:
    'Appoints a user (by e-mail or id), a machine identity or a group as manager, of kind `member` or `owner`: needs every right that the group gives. An owner may let others in whatever the group gives, never itself; the same again with another kind changes the kind',
  who: inOrganization('groups', 'grant-privileges'),
  isAct: true,
  params,
  body: z.object({
    username: email.optional(),
    principalId: id.optional(),
    groupId: id.optional(),
    kind: managerKind.default('member'),
  }),
  answer: manager,
  refusals: [403, 404],
});
export const removeGroupManager = endpoint({
  method: 'DELETE',
  path: '/api/v1/groups/:id/managers/:holderId',
  summary: 'Ends that a user, a machine identity or a group manages the group',
  who: inOrganization('groups', 'grant-privileges'),
  isAct: true,
  params: params.extend({ holderId: id }),
  answer: z.object({ id }),
  refusals: [403, 404],
});
