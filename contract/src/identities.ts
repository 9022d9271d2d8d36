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
  refusals: [401, 403, 404, 429],
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
  /** After so many failures in a row, none longer than the reset after the one before, sign-in waits for the duration. */
  lockoutEnabled: z.boolean().optional(),
  lockoutThreshold: z.number().int().min(1).max(30).optional(),
  lockoutDurationSeconds: z.number().int().min(1).max(86_400).optional(),
  lockoutCounterResetSeconds: z.number().int().min(1).max(3600).optional(),
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
  lockoutEnabled: z.boolean(),
  lockoutThreshold: z.number().int(),
  lockoutDurationSeconds: z.number().int(),
  lockoutCounterResetSeconds: z.number().int(),
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

// Token auth: access tokens made by hand, for programs that cannot sign in.

const tokenPath = '/api/v1/auth/token-auth/identities/:identityId';
const tokenSettings = authSettings.pick({
  accessTokenTrustedIps: true,
  accessTokenTTL: true,
  accessTokenMaxTTL: true,
  accessTokenNumUsesLimit: true,
});
const withTokenAuth = z.object({
  identityTokenAuth: universalAuth.pick({
    id: true,
    identityId: true,
    accessTokenTTL: true,
    accessTokenMaxTTL: true,
    accessTokenNumUsesLimit: true,
    accessTokenTrustedIps: true,
    createdAt: true,
    updatedAt: true,
  }),
});
const namedToken = z.object({
  id,
  identityId: id,
  name: z.string(),
  accessTokenNumUsesLeft: z.number().int().nullable(),
  createdAt: when,
  lastUsedAt: when,
  expiresAt: when,
});
const token = z.object({ token: namedToken });
const named = z.object({ name: z.string().trim().max(255).default('') });
const ofToken = z.object({ tokenId: id });

export const attachTokenAuth = endpoint({
  method: 'POST',
  path: tokenPath,
  summary: 'Lets access tokens be made for an identity by hand',
  who: inOrganization('identity', 'edit'),
  params,
  body: tokenSettings,
  answer: withTokenAuth,
  refusals: [403, 404, 409],
});
export const tokenAuth = endpoint({
  method: 'GET',
  path: tokenPath,
  summary: "An identity's token auth settings",
  who: inOrganization('identity', 'read'),
  params,
  answer: withTokenAuth,
  refusals: [403, 404],
});
export const editTokenAuth = endpoint({
  method: 'PATCH',
  path: tokenPath,
  summary: 'Changes lifetimes, use limits and trusted addresses of tokens made from now on',
  who: inOrganization('identity', 'edit'),
  params,
  body: tokenSettings,
  answer: withTokenAuth,
  refusals: [403, 404],
});
export const detachTokenAuth = endpoint({
  method: 'DELETE',
  path: tokenPath,
  summary: 'Takes token auth away; the tokens made with it end at once',
  who: inOrganization('identity', 'revoke-auth'),
  params,
  answer: withTokenAuth,
  refusals: [403, 404],
});
export const createToken = endpoint({
  method: 'POST',
  path: `${tokenPath}/tokens`,
  summary: 'An access token under a name, shown this once',
  who: inOrganization('identity', 'create-token'),
  params,
  body: named,
  answer: accessToken.extend({ tokenData: namedToken }),
  refusals: [403, 404],
});
export const tokens = endpoint({
  method: 'GET',
  path: `${tokenPath}/tokens`,
  summary: 'The tokens made for an identity by hand',
  who: inOrganization('identity', 'get-token'),
  params,
  answer: z.object({ tokens: z.array(namedToken) }),
  refusals: [403, 404],
});
export const token_ = endpoint({
  method: 'GET',
  path: '/api/v1/auth/token-auth/tokens/:tokenId',
  summary: 'One token made by hand, without the token itself',
  who: inOrganization('identity', 'get-token'),
  params: ofToken,
  answer: token,
  refusals: [403, 404],
});
export const editToken = endpoint({
  method: 'PATCH',
  path: '/api/v1/auth/token-auth/tokens/:tokenId',
  summary: 'Renames a token',
  who: inOrganization('identity', 'create-token'),
  params: ofToken,
  body: named,
  answer: token,
  refusals: [403, 404],
});
export const revokeNamedToken = endpoint({
  method: 'POST',
  path: '/api/v1/auth/token-auth/tokens/:tokenId/revoke',
  summary: 'Ends a token at once',
  who: inOrganization('identity', 'delete-token'),
  params: ofToken,
  answer: z.object({ message: z.string() }),
  refusals: [403, 404],
});
