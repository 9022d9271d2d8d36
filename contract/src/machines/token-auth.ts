import { z } from 'zod';
import { endpoint, inOrganization } from '../endpoint.ts';
import { id, label, when } from '../shared.ts';
import {
  accessToken,
  authSettings,
  params,
  settingsUnder,
  universalAuth,
} from './identity-auth.ts';

/** Token auth: access tokens made by hand, for programs that cannot sign in. */
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
const namedToken = z
  .object({
    id,
    identityId: id,
    name: z.string(),
    accessTokenNumUsesLeft: z.number().int().nullable(),
    createdAt: when,
    lastUsedAt: when,
    expiresAt: when,
  })
  .meta({ id: 'NamedToken' });
const token = z.object({ token: namedToken });
const named = z.object({ name: label.default('') });
const ofToken = z.object({ tokenId: id });

const own = settingsUnder(tokenPath, {
  settings: tokenSettings,
  answer: withTokenAuth,
  words: {
    attach: 'Lets access tokens be made for an identity by hand',
    get: "An identity's token auth settings",
    edit: 'Changes lifetimes, use limits and trusted addresses of tokens made from now on',
    detach: 'Takes token auth away; the tokens made with it end at once',
  },
});
export const attachTokenAuth = own.attach;
export const getTokenAuth = own.get;
export const editTokenAuth = own.edit;
export const detachTokenAuth = own.detach;

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
export const listTokens = endpoint({
  method: 'GET',
  path: `${tokenPath}/tokens`,
  summary: 'The tokens made for an identity by hand',
  who: inOrganization('identity', 'get-token'),
  params,
  answer: z.object({ tokens: z.array(namedToken) }),
  refusals: [403, 404],
});
export const getToken = endpoint({
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
