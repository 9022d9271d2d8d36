import { z } from 'zod';
import { endpoint, inOrganization, signedIn } from '../endpoint.ts';
import { id, name, order, page, roleSlug, totalCount, when } from '../shared.ts';
import { params } from './identity-auth.ts';

export * from './sign-ins.ts';
export * from './token-auth.ts';
export * from './universal-auth.ts';

const metadata = z
  .array(z.object({ key: z.string().min(1).max(255), value: z.string().max(1020) }))
  .max(100);
const metadataAnswer = z.array(z.object({ id, key: z.string(), value: z.string() }));
const identity = z
  .object({
    id,
    name: z.string(),
    orgId: id,
    hasDeleteProtection: z.boolean(),
    authMethods: z.array(z.string()),
    metadata: metadataAnswer,
    createdAt: when,
    updatedAt: when,
  })
  .meta({ id: 'Identity' });
const membership = z.object({
  id,
  orgId: id,
  role: z.string(),
  roleId: id.nullable(),
  isActive: z.boolean(),
  customRole: z
    .object({ id, name: z.string(), slug: z.string(), description: z.string().nullable() })
    .nullable(),
  metadata: metadataAnswer,
  identity,
});

export const listIdentities = endpoint({
  method: 'GET',
  path: '/api/v1/identities',
  summary: 'The machine identities of the organization',
  who: inOrganization('identity', 'read'),
  query: z.object({ ...page, ...order('name', 'createdAt') }),
  answer: z.object({ identities: z.array(membership), totalCount }),
  refusals: [403],
});
export const createIdentity = endpoint({
  method: 'POST',
  path: '/api/v1/identities',
  summary: 'Creates a machine identity with an organization role',
  who: inOrganization('identity', 'create'),
  isAct: true,
  body: z.object({
    name,
    organizationId: id.optional(),
    role: roleSlug.default('no-access'),
    hasDeleteProtection: z.boolean().default(false),
    metadata: metadata.optional(),
  }),
  answer: z.object({ identity }),
  refusals: [403, 404],
});
export const getIdentity = endpoint({
  method: 'GET',
  path: '/api/v1/identities/:identityId',
  summary: 'One machine identity',
  who: inOrganization('identity', 'read'),
  params,
  answer: z.object({ identity: membership }),
  refusals: [403, 404],
});
export const editIdentity = endpoint({
  method: 'PATCH',
  path: '/api/v1/identities/:identityId',
  summary:
    'Changes name, organization role, delete protection or metadata; suspends or reactivates',
  who: inOrganization('identity', 'edit'),
  isAct: true,
  params,
  body: z.object({
    name: name.optional(),
    role: roleSlug.optional(),
    hasDeleteProtection: z.boolean().optional(),
    metadata: metadata.optional(),
    isActive: z.boolean().optional(),
  }),
  alsoTakes: ['identityId'],
  answer: z.object({ identity }),
  refusals: [403, 404, 409],
});
export const deleteIdentity = endpoint({
  method: 'DELETE',
  path: '/api/v1/identities/:identityId',
  summary: 'Deletes a machine identity, its credentials, group memberships and grants',
  who: inOrganization('identity', 'delete'),
  isAct: true,
  params,
  answer: z.object({ identity }),
  refusals: [403, 404, 409],
});

export const getIdentityDetails = endpoint({
  method: 'GET',
  path: '/api/v1/identities/details',
  summary: 'The organization of the machine identity that asks',
  who: signedIn,
  answer: z.object({
    identityDetails: z.object({
      organization: z.object({ id, name: z.string(), slug: z.string() }),
    }),
  }),
  refusals: [404],
});

export type IdentityMembership = z.output<typeof getIdentity.answer>['identity'];
export type ListedIdentity = z.output<typeof listIdentities.answer>['identities'][number];
