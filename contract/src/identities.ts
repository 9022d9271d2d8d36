import { z } from 'zod';
import { anyone, endpoint, inOrganization, signedIn } from './endpoint.ts';
import { id, name, order, page, roleSlug, totalCount, when } from './shared.ts';

const params = z.object({ identityId: id });
const metadata = z
  .array(z.object({ key: z.string().min(1).max(255), value: z.string().max(1020) }))
  .max(100);
const metadataAnswer = z.array(z.object({ id, key: z.string(), value: z.string() }));
const identity = z.object({
  id,
  name: z.string(),
  orgId: id,
  hasDeleteProtection: z.boolean(),
  authMethods: z.array(z.string()),
  metadata: metadataAnswer,
  createdAt: when,
  updatedAt: when,
});
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

export const identities = endpoint({
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
export const identity_ = endpoint({
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
  params,
  body: z.object({
    name: name.optional(),
    role: roleSlug.optional(),
    hasDeleteProtection: z.boolean().optional(),
    metadata: metadata.optional(),
    isActive: z.boolean().optional(),
  }),
  answer: z.object({ identity }),
  refusals: [403, 404, 409],
});
export const deleteIdentity = endpoint({
  method: 'DELETE',
  path: '/api/v1/identities/:identityId',
  summary: 'Deletes a machine identity, its credentials, group memberships and grants',
  who: inOrganization('identity', 'delete'),
  params,
  answer: z.object({ identity }),
  refusals: [403, 404, 409],
});

// Universal auth: a client id and client secrets, exchanged for an access token.

const accessToken = z.object({
  accessToken: z.string(),
  expiresIn: z.number().int(),
  accessTokenMaxTTL: z.number().int(),
  tokenType: z.literal('Bearer'),
});
export const universalAuthLogin = endpoint({
  method: 'POST',
  path: '/api/v1/auth/universal-auth/login',
  summary: 'A machine identity signs in with client id and client secret',
  who: anyone,
  takesForm: true,
  body: z.object({
    clientId: z.string().min(1).max(200),
    clientSecret: z.string().min(1).max(200),
    organizationSlug: z.string().max(64).optional(),
  }),
  answer: accessToken,
  refusals: [401, 403, 429],
});
export const renewToken = endpoint({
  method: 'POST',
  path: '/api/v1/auth/token/renew',
  summary: "Extends a machine identity's access token by its lifetime, up to the longest allowed",
  who: anyone,
  body: z.object({ accessToken: z.string().min(1).max(4096) }),
  answer: accessToken,
  refusals: [401],
});
export const revokeToken = endpoint({
  method: 'POST',
  path: '/api/v1/auth/token/revoke',
  summary: 'Ends an access token at once',
  who: anyone,
  body: z.object({ accessToken: z.string().min(1).max(4096) }),
  answer: z.object({ message: z.string() }),
  refusals: [401],
});
export const identityDetails = endpoint({
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

const seconds = z.number().int().min(0).max(315_360_000);
const ipRequest = z
  .array(z.object({ ipAddress: z.string().min(1).max(64) }))
  .min(1)
  .max(100);
const ipAnswer = z.array(
  z.object({ type: z.string(), ipAddress: z.string(), prefix: z.number().int().optional() }),
);
const authSettings = z.object({
  clientSecretTrustedIps: ipRequest.optional(),
  accessTokenTrustedIps: ipRequest.optional(),
  accessTokenTTL: seconds.min(1).optional(),
  accessTokenMaxTTL: seconds.min(1).optional(),
  accessTokenNumUsesLimit: z.number().int().min(0).max(1_000_000_000).optional(),
});
const universalAuth = z.object({
  id,
  identityId: id,
  clientId: z.string(),
  accessTokenTTL: z.number().int(),
  accessTokenMaxTTL: z.number().int(),
  accessTokenNumUsesLimit: z.number().int(),
  clientSecretTrustedIps: ipAnswer,
  accessTokenTrustedIps: ipAnswer,
  createdAt: when,
  updatedAt: when,
});
const settingsPath = '/api/v1/auth/universal-auth/identities/:identityId';
const withAuth = z.object({ identityUniversalAuth: universalAuth });

export const attachUniversalAuth = endpoint({
  method: 'POST',
  path: settingsPath,
  summary: 'Lets an identity sign in with client id and secret',
  who: inOrganization('identity', 'edit'),
  params,
  body: authSettings,
  answer: withAuth,
  refusals: [403, 404, 409],
});
export const universalAuth_ = endpoint({
  method: 'GET',
  path: settingsPath,
  summary: "An identity's universal auth settings and client id",
  who: inOrganization('identity', 'read'),
  params,
  answer: withAuth,
  refusals: [403, 404],
});
export const editUniversalAuth = endpoint({
  method: 'PATCH',
  path: settingsPath,
  summary: 'Changes lifetimes, use limits and trusted addresses',
  who: inOrganization('identity', 'edit'),
  params,
  body: authSettings,
  answer: withAuth,
  refusals: [403, 404],
});
export const detachUniversalAuth = endpoint({
  method: 'DELETE',
  path: settingsPath,
  summary: 'Takes universal auth away; its client secrets and tokens end at once',
  who: inOrganization('identity', 'revoke-auth'),
  params,
  answer: withAuth,
  refusals: [403, 404],
});

const clientSecretData = z.object({
  id,
  clientSecretPrefix: z.string(),
  clientSecretNumUses: z.number().int(),
  clientSecretNumUsesLimit: z.number().int(),
  clientSecretTTL: z.number().int(),
  description: z.string(),
  identityUAId: id,
  isClientSecretRevoked: z.boolean(),
  createdAt: when,
  updatedAt: when,
});
const withSecret = z.object({ clientSecretData });
const secretParams = params.extend({ clientSecretId: id });
export const createClientSecret = endpoint({
  method: 'POST',
  path: `${settingsPath}/client-secrets`,
  summary: 'A new client secret, shown this once',
  who: inOrganization('identity', 'create-token'),
  params,
  body: z.object({
    description: z.string().max(1024).default(''),
    numUsesLimit: z.number().int().min(0).max(1_000_000_000).default(0),
    ttl: seconds.default(0),
  }),
  answer: withSecret.extend({ clientSecret: z.string() }),
  refusals: [403, 404],
});
export const clientSecrets = endpoint({
  method: 'GET',
  path: `${settingsPath}/client-secrets`,
  summary: "An identity's client secrets, without the secrets themselves",
  who: inOrganization('identity', 'get-token'),
  params,
  answer: z.object({ clientSecretData: z.array(clientSecretData) }),
  refusals: [403, 404],
});
export const clientSecret = endpoint({
  method: 'GET',
  path: `${settingsPath}/client-secrets/:clientSecretId`,
  summary: 'One client secret, without the secret itself',
  who: inOrganization('identity', 'get-token'),
  params: secretParams,
  answer: withSecret,
  refusals: [403, 404],
});
export const revokeClientSecret = endpoint({
  method: 'POST',
  path: `${settingsPath}/client-secrets/:clientSecretId/revoke`,
  summary: 'Ends a client secret and every token made with it',
  who: inOrganization('identity', 'delete-token'),
  params: secretParams,
  answer: withSecret,
  refusals: [403, 404],
});
