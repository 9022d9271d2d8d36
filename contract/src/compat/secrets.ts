import { z } from 'zod';
import {
  editedContent,
  environmentSlug,
  metadataFilter,
  newContent,
  newSecretName,
  oneSecret,
  secret,
  secretList,
  secretName,
  secretPath,
  secretType,
  tagSlugs,
  versionNumber,
} from '../content/secrets.ts';
import { endpoint, inProject } from '../endpoint.ts';
import { flag, id, slug } from '../shared.ts';

/** Secrets as clients of the third version ask for them (wire contract, §12.1). */
const base = '/api/v3/secrets/raw';
const blank = (value: unknown) => (value === '' || value === null ? undefined : value);
const params = z.object({ secretName });
/** A project by id or slug; clients send both names, one of them empty. */
const project = {
  workspaceId: z.preprocess(blank, id.optional()),
  workspaceSlug: z.preprocess(blank, slug.optional()),
};
const place = { ...project, environment: environmentSlug, secretPath };
/** One client says `includeImports` where the others say `include_imports`. */
const renamed = (value: unknown) => {
  if (typeof value !== 'object' || value === null) return value;
  const given = value as Record<string, unknown>;
  return { ...given, include_imports: given.include_imports ?? given.includeImports };
};
const wishes = {
  viewSecretValue: flag(true),
  expandSecretReferences: flag(false),
  include_imports: flag(false),
};

export const listRawSecrets = endpoint({
  method: 'GET',
  path: base,
  summary: 'The shared secrets of a folder, with its imports when asked for',
  who: inProject('secrets', 'describeSecret'),
  query: z.preprocess(
    renamed,
    z.object({ ...place, ...wishes, recursive: flag(false), tagSlugs, metadataFilter }),
  ),
  answer: secretList,
  hasTag: true,
  refusals: [403, 404],
});
export const getRawSecret = endpoint({
  method: 'GET',
  path: `${base}/:secretName`,
  summary: 'One secret by name',
  who: inProject('secrets', 'describeSecret'),
  params,
  query: z.preprocess(
    renamed,
    z.object({ ...place, ...wishes, type: secretType, version: versionNumber }),
  ),
  answer: oneSecret,
  hasTag: true,
  refusals: [403, 404],
});
export const getRawSecretById = endpoint({
  method: 'GET',
  path: `${base}/id/:secretId`,
  summary: 'One secret by id',
  who: inProject('secrets', 'describeSecret'),
  params: z.object({ secretId: id }),
  query: z.object({ viewSecretValue: flag(true), expandSecretReferences: flag(false) }),
  answer: oneSecret,
  refusals: [403, 404],
});
export const createRawSecret = endpoint({
  method: 'POST',
  path: `${base}/:secretName`,
  summary: 'Creates a secret',
  who: inProject('secrets', 'create'),
  isAct: true,
  params: z.object({ secretName: newSecretName }),
  body: z.object({ ...place, type: secretType, ...newContent }),
  answer: oneSecret,
  refusals: [403, 404, 409],
});
export const editRawSecret = endpoint({
  method: 'PATCH',
  path: `${base}/:secretName`,
  summary: 'Changes a secret',
  who: inProject('secrets', 'edit'),
  isAct: true,
  params,
  body: z.object({ ...place, type: secretType, ...editedContent }),
  answer: oneSecret,
  refusals: [403, 404, 409],
});
export const deleteRawSecret = endpoint({
  method: 'DELETE',
  path: `${base}/:secretName`,
  summary: 'Deletes a secret',
  who: inProject('secrets', 'delete'),
  isAct: true,
  params,
  body: z.object({ ...place, type: secretType }),
  answer: oneSecret,
  refusals: [403, 404],
});
export const createRawSecrets = endpoint({
  method: 'POST',
  path: '/api/v3/secrets/batch/raw',
  summary: 'Creates secrets in one folder, all or none',
  who: inProject('secrets', 'create'),
  isAct: true,
  body: z.object({
    ...place,
    secrets: z
      .array(z.object({ secretKey: newSecretName, ...newContent }))
      .min(1)
      .max(1000),
  }),
  answer: z.object({ secrets: z.array(secret) }),
  refusals: [403, 404, 409],
});
