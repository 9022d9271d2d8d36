import { z } from 'zod';
import { endpoint, inOrganization } from '../endpoint.ts';
import { email, id, when } from '../shared.ts';
import { params } from './shared.ts';

/** A `member` manager lets in as far as it holds what the group gives itself; an `owner` whatever that is. */
const managerKind = z.enum(['member', 'owner']);
/** A user, a machine identity or a group that manages a group; `id` is its own. */
const manager = z
  .object({
    id,
    kind: managerKind,
    type: z.enum(['user', 'machineIdentity', 'group']),
    name: z.string(),
    email: z.string().nullable(),
    addedAt: when,
  })
  .meta({ id: 'GroupManager' });
export const listGroupManagers = endpoint({
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

export type GroupManager = z.output<typeof manager>;
