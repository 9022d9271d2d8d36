import { z } from 'zod';
import { anyone, endpoint, inOrganization } from './endpoint.ts';
import {
  email,
  id,
  name,
  order,
  organization,
  page,
  password,
  roleSlug,
  text,
  totalCount,
  user,
  when,
} from './shared.ts';

const params = z.object({ orgId: id });
const one = params.extend({ membershipId: id });
export const memberStatus = z.enum(['active', 'suspended', 'invited']);
const member = z
  .object({
    id,
    orgId: id,
    userId: id,
    role: z.string(),
    roleId: id.nullable(),
    customRoleSlug: z.string().nullable(),
    status: memberStatus,
    isActive: z.boolean(),
    inviteEmail: z.string().nullable(),
    createdAt: when,
    user,
    groups: z.array(z.object({ id, name: z.string(), slug: z.string() })),
  })
  .meta({ id: 'Member' });
const invitation = z.object({ id, email: z.string(), expiresAt: when }).meta({ id: 'Invitation' });

export const listMembers = endpoint({
  method: 'GET',
  path: '/api/v2/organizations/:orgId/memberships',
  summary: 'The users of the organization, invited ones too, with the groups that each is in',
  who: inOrganization('member', 'read'),
  params,
  query: z.object({
    ...page,
    ...order('email', 'name', 'createdAt', 'status'),
    status: z.preprocess((v) => (v === '' ? undefined : v), memberStatus.optional()),
    username: text,
  }),
  answer: z.object({ users: z.array(member), totalCount }),
  refusals: [403, 404],
});
export const editMember = endpoint({
  method: 'PATCH',
  path: '/api/v2/organizations/:orgId/memberships/:membershipId',
  summary: 'Gives a user another organization role, suspends or reactivates',
  who: inOrganization('member', 'edit'),
  isAct: true,
  params: one,
  body: z.object({ role: roleSlug.optional(), isActive: z.boolean().optional() }),
  answer: z.object({ membership: member }),
  refusals: [403, 404, 409],
});
export const removeMember = endpoint({
  method: 'DELETE',
  path: '/api/v2/organizations/:orgId/memberships/:membershipId',
  summary: 'Removes a user from the organization, with every group membership and grant',
  who: inOrganization('member', 'delete'),
  isAct: true,
  params: one,
  answer: z.object({ membership: z.object({ id, userId: id, orgId: id }) }),
  refusals: [403, 404, 409],
});

export const invite = endpoint({
  method: 'POST',
  path: '/api/v1/organizations/:orgId/invitations',
  summary:
    'Invites a user; a second call for the same address makes a new link and ends the former',
  who: inOrganization('member', 'create'),
  isAct: true,
  params,
  body: z.object({
    email,
    role: roleSlug.default('member'),
    firstName: name.optional(),
    lastName: name.optional(),
  }),
  /** Link and token are shown only where no mail could be sent: by mail they go to the address alone. */
  answer: z.object({
    invitation,
    link: z.string().nullable(),
    token: z.string().nullable(),
    emailed: z.boolean(),
  }),
  refusals: [403, 404, 409],
});
export const lookUpInvitation = endpoint({
  method: 'POST',
  path: '/api/v1/invitations/lookup',
  summary: 'Whom an invitation is for',
  who: anyone,
  asks: true,
  body: z.object({ token: z.string().min(1).max(200) }),
  answer: z.object({
    email: z.string(),
    firstName: z.string().nullable(),
    lastName: z.string().nullable(),
    organization,
    /** Whether the person has an account here already, and signs in with its password; null where that is not told. */
    hasAccount: z.boolean().nullable(),
  }),
  refusals: [404],
});
export const acceptInvitation = endpoint({
  method: 'POST',
  path: '/api/v1/invitations/accept',
  summary: 'Accepts an invitation: sets the password, or proves the one that the account has',
  who: anyone,
  body: z.object({
    token: z.string().min(1).max(200),
    password,
    firstName: name.optional(),
    lastName: name.optional(),
  }),
  answer: z.object({ user, organization }),
  refusals: [401, 404, 409, 429],
});

export type Member = z.output<typeof member>;
