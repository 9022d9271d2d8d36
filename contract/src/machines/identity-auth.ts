import { z } from 'zod';
import { endpoint, inOrganization } from '../endpoint.ts';
import { id, when } from '../shared.ts';

/** What the ways of signing in as a machine identity have in common. */
export const params = z.object({ identityId: id });
export const accessToken = z
  .object({
    accessToken: z.string(),
    expiresIn: z.number().int(),
    accessTokenMaxTTL: z.number().int(),
    tokenType: z.literal('Bearer'),
  })
  .meta({ id: 'AccessToken' });
export const seconds = z.number().int().min(0).max(315_360_000);
const ipRequest = z
  .array(z.object({ ipAddress: z.string().min(1).max(64) }))
  .min(1)
  .max(100);
const ipAnswer = z.array(
  z.object({ type: z.string(), ipAddress: z.string(), prefix: z.number().int().optional() }),
);
export const authSettings = z.object({
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
export const universalAuth = z
  .object({
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
  })
  .meta({ id: 'UniversalAuth' });

/** The settings of a way of signing in, under its path: an identity gets it, loses it, and has it changed. */
export const settingsUnder = <S extends z.ZodType, A extends z.ZodType>(
  path: string,
  {
    settings,
    answer,
    words,
    alsoTakes = [],
  }: { settings: S; answer: A; words: Record<Verb, string>; alsoTakes?: readonly string[] },
) => {
  const at = { path, params, answer };
  const refusals = [403, 404] as const;
  return {
    attach: endpoint({
      ...at,
      method: 'POST',
      summary: words.attach,
      who: inOrganization('identity', 'edit'),
      body: settings,
      alsoTakes,
      refusals: [403, 404, 409],
    }),
    get: endpoint({
      ...at,
      method: 'GET',
      summary: words.get,
      who: inOrganization('identity', 'read'),
      refusals,
    }),
    edit: endpoint({
      ...at,
      method: 'PATCH',
      summary: words.edit,
      who: inOrganization('identity', 'edit'),
      body: settings,
      alsoTakes,
      refusals,
    }),
    detach: endpoint({
      ...at,
      method: 'DELETE',
      summary: words.detach,
      who: inOrganization('identity', 'revoke-auth'),
      refusals,
    }),
  };
};
type Verb = 'attach' | 'get' | 'edit' | 'detach';
