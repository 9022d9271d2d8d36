import { z } from 'zod';
import { environmentSlug, newSecretName, secretName, secretPath } from '../content/secrets.ts';
import { endpoint, inProject, signedIn } from '../endpoint.ts';
import { flag, id, label, when } from '../shared.ts';

/** Service tokens, as older clients have them (wire contract, §2.4): a machine identity with one token and its scopes. */
const base = '/api/v2/service-token';
const scopePath = z
  .string()
  .max(1024)
  .startsWith('/', 'expected an absolute folder path such as `/` or `/api/**`')
  .meta({ description: 'A folder path, or a pattern such as `/api/**`' });
const scope = z.object({ environment: environmentSlug, secretPath: scopePath });
const permissions = z.array(z.enum(['read', 'write']));
/** What a client would send that makes the key itself, which here the server makes. */
const madeHere = z
  .string()
  .optional()
  .refine((sent) => !sent, 'the key is made here: leave it out, the token comes with it');

const data = z
  .object({
    _id: id,
    id,
    name: z.string(),
    projectId: id,
    workspace: id,
    environment: z.string(),
    user: z.null(),
    scopes: z.array(z.object({ environment: z.string(), secretPath: z.string() })),
    permissions,
    lastUsed: when,
    expiresAt: when.nullable(),
    encryptedKey: z.string(),
    iv: z.string(),
    tag: z.string(),
    createdAt: when,
    updatedAt: when,
  })
  .meta({ id: 'ServiceToken' });

export const createServiceToken = endpoint({
  method: 'POST',
  path: base,
  summary: 'Makes a machine identity with one token for folders of a project, shown this once',
  who: signedIn,
  isAct: true,
  body: z.object({
    name: label.min(1),
    workspaceId: id,
    scopes: z.array(scope).min(1).max(100),
    permissions: permissions.min(1).max(2),
    expiresIn: z
      .number()
      .int()
      .min(0)
      .max(315_360_000, 'expected at most ten years of seconds')
      .nullish()
      .meta({ description: 'Seconds; 0 or null for no end' }),
    encryptedKey: madeHere,
    iv: madeHere,
    tag: madeHere,
  }),
  answer: z.object({ serviceToken: z.string(), serviceTokenData: data }),
  refusals: [403, 404],
});
export const getServiceToken = endpoint({
  method: 'GET',
  path: base,
  summary: 'The service token that asks',
  who: signedIn,
  answer: data,
  refusals: [403, 404],
});
export const listServiceTokens = endpoint({
  method: 'GET',
  path: '/api/v1/workspace/:workspaceId/service-token-data',
  summary: 'The service tokens of a project, newest first',
  who: inProject('identity', 'read'),
  params: z.object({ workspaceId: id }),
  answer: z.object({ serviceTokenData: z.array(data) }),
  refusals: [403, 404],
});
export const deleteServiceToken = endpoint({
  method: 'DELETE',
  path: `${base}/:serviceTokenId`,
  summary: 'Deletes a service token with its machine identity',
  who: signedIn,
  isAct: true,
  params: z.object({ serviceTokenId: id }),
  answer: z.object({ serviceTokenData: data }),
  refusals: [403, 404],
});

/**
 * Secrets as service tokens ask for them: texts are AES-256-GCM under the key that the token brings (`encryptedKey`),
 * beside the TLS that protects them anyway.
 */
const secrets = '/api/v3/secrets';
const text = z.string().max(1_400_000);
const sealed = <K extends string>(name: K) =>
  ({
    [`${name}Ciphertext`]: text,
    [`${name}IV`]: text,
    [`${name}Tag`]: text,
  }) as Record<`${K}${'Ciphertext' | 'IV' | 'Tag'}`, typeof text>;
const maybe = <K extends string>(name: K) =>
  ({
    [`${name}Ciphertext`]: text.optional(),
    [`${name}IV`]: text.optional(),
    [`${name}Tag`]: text.optional(),
  }) as Record<`${K}${'Ciphertext' | 'IV' | 'Tag'}`, z.ZodOptional<typeof text>>;
const sealedSecret = z
  .object({
    _id: id,
    id,
    version: z.number().int(),
    workspace: id,
    type: z.enum(['shared', 'personal']),
    environment: z.string(),
    ...sealed('secretKey'),
    ...sealed('secretValue'),
    ...sealed('secretComment'),
    createdAt: when,
    updatedAt: when,
  })
  .meta({ id: 'SealedSecret' });
const one = z.object({ secret: sealedSecret });
const params = z.object({ secretName });
const place = { workspaceId: id, environment: environmentSlug, secretPath };
/** A machine has no secrets of its own, so that whatever type it asks for is the shared one. */
const anyType = { type: z.enum(['shared', 'personal']).optional() };

export const listSealedSecrets = endpoint({
  method: 'GET',
  path: secrets,
  summary: 'The secrets of a folder, for a service token',
  who: signedIn,
  query: z.object({ ...place, include_imports: flag(false) }),
  answer: z.object({
    secrets: z.array(sealedSecret),
    imports: z.array(
      z.object({
        secretPath: z.string(),
        environment: z.string(),
        folderId: id.nullable(),
        secrets: z.array(sealedSecret),
      }),
    ),
  }),
  refusals: [403, 404],
});
export const getSealedSecret = endpoint({
  method: 'GET',
  path: `${secrets}/:secretName`,
  summary: 'One secret by name, for a service token',
  who: signedIn,
  params,
  query: z.object({ ...place, ...anyType, include_imports: flag(false) }),
  answer: one,
  refusals: [403, 404],
});
export const createSealedSecret = endpoint({
  method: 'POST',
  path: `${secrets}/:secretName`,
  summary: 'Creates a secret, by a service token',
  who: signedIn,
  params: z.object({ secretName: newSecretName }),
  body: z.object({
    ...place,
    ...anyType,
    ...maybe('secretKey'),
    ...sealed('secretValue'),
    ...maybe('secretComment'),
  }),
  answer: one,
  refusals: [403, 404, 409],
});
export const editSealedSecret = endpoint({
  method: 'PATCH',
  path: `${secrets}/:secretName`,
  summary: 'Changes a secret, by a service token',
  who: signedIn,
  params,
  body: z.object({ ...place, ...anyType, ...sealed('secretValue'), ...maybe('secretComment') }),
  answer: one,
  refusals: [403, 404, 409],
});
export const deleteSealedSecret = endpoint({
  method: 'DELETE',
  path: `${secrets}/:secretName`,
  summary: 'Deletes a secret, by a service token',
  who: signedIn,
  params,
  body: z.object({ ...place, ...anyType }),
  answer: one,
  refusals: [403, 404],
});
