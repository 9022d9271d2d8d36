import { z } from 'zod';
import { endpoint, inOrganization } from '../endpoint.ts';
import { email, id, order, page, text, totalCount, user, validity, when } from '../shared.ts';
import { filter, identity, named, params } from './shared.ts';

const partOf = { isPartOfGroup: z.boolean(), joinedGroupAt: when.nullable() };
/** Whether a membership counts now, begins later, or is over. */
const state = z.enum(['active', 'scheduled', 'expired']);
const joined = {
  id,
  joinedGroupAt: when.nullable(),
  sources: z.array(z.string()),
  validFrom: when.nullable(),
  validUntil: when.nullable(),
  /** Why, as was said when it was added by hand. */
  reason: z.string().nullable(),
  state,
};
const membershipBody = z.object(validity);

export const listGroupUsers = endpoint({
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
export const listGroupIdentities = endpoint({
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
export const listGroupMembers = endpoint({
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
export const getGroupTree = endpoint({
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

export type GroupMember = z.output<typeof listGroupMembers.answer>['members'][number];
