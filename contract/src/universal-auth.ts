import { z } from 'zod';
import { anyone, endpoint, inOrganization } from './endpoint.ts';
import { accessToken, authSettings, params, seconds, universalAuth } from './identity-auth.ts';
import { id, when } from './shared.ts';

/** Universal auth: a client id and client secrets, exchanged for an access token. */
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
