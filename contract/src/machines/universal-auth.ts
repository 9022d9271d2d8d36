import { z } from 'zod';
import { anyone, endpoint, inOrganization } from '../endpoint.ts';
import { id, when } from '../shared.ts';
import {
  accessToken,
  authSettings,
  params,
  seconds,
  settingsUnder,
  universalAuth,
} from './identity-auth.ts';

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

const own = settingsUnder(settingsPath, {
  settings: authSettings,
  answer: withAuth,
  words: {
    attach: 'Lets an identity sign in with client id and secret',
    get: "An identity's universal auth settings and client id",
    edit: 'Changes lifetimes, use limits and trusted addresses',
    detach: 'Takes universal auth away; its client secrets and tokens end at once',
  },
});
export const attachUniversalAuth = own.attach;
export const getUniversalAuth = own.get;
export const editUniversalAuth = own.edit;
export const detachUniversalAuth = own.detach;

const clientSecretData = z
  .object({
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
  })
  .meta({ id: 'ClientSecret' });
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
export const listClientSecrets = endpoint({
  method: 'GET',
  path: `${settingsPath}/client-secrets`,
  summary: "An identity's client secrets, without the secrets themselves",
  who: inOrganization('identity', 'get-token'),
  params,
  answer: z.object({ clientSecretData: z.array(clientSecretData) }),
  refusals: [403, 404],
});
export const getClientSecret = endpoint({
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

export type ClientSecret = z.output<typeof clientSecretData>;
