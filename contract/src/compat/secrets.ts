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
import { flag, id, slugAsked } from '../shared.ts';

/** Secrets as clients of the third version ask for them (wire contract, §12.1). */
const base = '/api/v3/secrets/raw';
const blank = (value: unknown) => (value === '' || value === null ? undefined : value);
const params = z.object({ secretName });
/** A project by id or slug, a workspace to some; clients send several of the names, all but one of them empty. */
const projectId = z.preprocess(blank, id.optional());
const projectSlug = z.preprocess(blank, slugAsked.optional());
const project = { workspaceId: projectId, workspaceSlug: projectSlug, projectId, projectSlug };
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
/** The secrets of one folder that a batch makes, changes or deletes, all or none. */
const several = <T extends z.ZodType>(one: T) => z.array(one).min(1).max(1000);
const made = several(z.object({ secretKey: newSecretName, ...newContent }));
const changed = several(z.object({ secretKey: secretName, type: secretType, ...editedContent }));
const named = several(z.object({ secretKey: secretName, type: secretType }));
/** What a batch does with a secret that is not there: refuses, leaves it out, or makes it. */
const mode = z.preprocess(blank, z.enum(['failOnNotFound', 'ignore', 'upsert']).optional());
const answer = z.object({ secrets: z.array(secret) });

/** The batches of one version of the API, where a project is named in its way. */
const batchesOf = <P extends z.ZodRawShape>(path: string, place: P) => ({
  create: endpoint({
    method: 'POST',
    path,
    summary: 'Creates secrets in one folder, all or none',
    who: inProject('secrets', 'create'),
    isAct: true,
    body: z.object({ ...place, secrets: made }),
    answer,
    refusals: [403, 404, 409],
  }),
  edit: endpoint({
    method: 'PATCH',
    path,
    summary: 'Changes secrets of one folder, all or none',
    who: inProject('secrets', 'edit'),
    isAct: true,
    body: z.object({ ...place, mode, secrets: changed }),
    answer,
    refusals: [403, 404, 409],
  }),
  remove: endpoint({
    method: 'DELETE',
    path,
    summary: 'Deletes secrets of one folder, all or none',
    who: inProject('secrets', 'delete'),
    isAct: true,
    body: z.object({ ...place, secrets: named }),
    answer,
    refusals: [403, 404],
  }),
});
const raw = batchesOf('/api/v3/secrets/batch/raw', place);
export const createRawSecrets = raw.create;
export const editRawSecrets = raw.edit;
export const deleteRawSecrets = raw.remove;
const native = batchesOf('/api/v4/secrets/batch', {
  projectId: id,
  environment: environmentSlug,
  secretPath,
});
export const createSecrets = native.create;
export const editSecrets = native.edit;
export const deleteSecrets = native.remove;

const tagged = {
  path: '/api/v3/secrets/tags/:secretName',
  who: inProject('secrets', 'edit'),
  isAct: true,
  params,
  body: z.object({ ...place, type: secretType, tagSlugs: z.array(slugAsked).min(1).max(100) }),
  answer: oneSecret,
  refusals: [403, 404],
} as const;
export const addSecretTags = endpoint({
  ...tagged,
  method: 'POST',
  summary: 'Puts tags, named by slug, on a secret beside those that it has',
});
export const removeSecretTags = endpoint({
  ...tagged,
  method: 'DELETE',
  summary: 'Takes tags, named by slug, off a secret',
});
