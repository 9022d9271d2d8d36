import { z } from 'zod';
import { endpoint, inProject } from '../endpoint.ts';
import { id, when } from '../shared.ts';
import { environmentSlug, secretPath } from './secrets.ts';

const environment = z.object({ id, name: z.string(), slug: z.string() });
export const secretImport = z
  .object({
    id,
    projectId: id,
    folderId: id,
    /** The folder into which is imported, and its environment. */
    secretPath: z.string(),
    environment,
    importPath: z.string(),
    importEnv: environment,
    position: z.number().int(),
    isReplication: z.boolean(),
    /** The folder that is imported is there no more: nothing comes from it until another is named, or it is made again. */
    isBroken: z.boolean(),
    createdAt: when,
    updatedAt: when,
  })
  .meta({ id: 'SecretImport' });
const params = z.object({ importId: id });
const answer = z.object({ secretImport, message: z.string() });
/** The contract says `workspaceId` for what is a project's id elsewhere; both are understood. */
const renamed = (value: unknown) => {
  if (typeof value !== 'object' || value === null) return value;
  const given = value as Record<string, unknown>;
  return { ...given, projectId: given.projectId ?? given.workspaceId };
};
const place = { projectId: id, environment: environmentSlug, path: secretPath };
const blank = (value: unknown) =>
  value === '' || value === 0 || value === null ? undefined : value;

const made = (path: string) =>
  endpoint({
    method: 'POST',
    path,
    summary:
      'Imports the secrets of a folder into another; of two with one key the last import wins',
    who: inProject('secret-imports', 'create'),
    isAct: true,
    body: z.preprocess(
      renamed,
      z.object({
        ...place,
        isReplication: z.boolean().nullish(),
        import: z.object({ environment: environmentSlug, path: secretPath }),
      }),
    ),
    alsoTakes: ['workspaceId'],
    answer,
    refusals: [403, 404, 409],
  });
const listed = (path: string) =>
  endpoint({
    method: 'GET',
    path,
    summary: 'What a folder imports, in order',
    who: inProject('secret-imports', 'read'),
    query: z.preprocess(renamed, z.object(place)),
    answer: z.object({ secretImports: z.array(secretImport), message: z.string() }),
    refusals: [403, 404],
  });
const seen = (path: string) =>
  endpoint({
    method: 'GET',
    path,
    summary: 'One import',
    who: inProject('secret-imports', 'read'),
    params,
    answer,
    refusals: [403, 404],
  });
const edited = (path: string) =>
  endpoint({
    method: 'PATCH',
    path,
    summary: 'Imports another folder, or moves the import in the order',
    who: inProject('secret-imports', 'edit'),
    isAct: true,
    params,
    body: z.object({
      import: z
        .object({
          environment: z.preprocess(blank, environmentSlug.optional()),
          path: z.preprocess(blank, z.string().max(1024).optional()),
          position: z.preprocess(blank, z.number().int().min(1).max(10_000).optional()),
        })
        .default({}),
    }),
    alsoTakes: ['id', 'projectId', 'workspaceId', 'environment', 'path'],
    answer,
    refusals: [403, 404, 409],
  });
const deleted = (path: string) =>
  endpoint({
    method: 'DELETE',
    path,
    summary: 'Ends an import',
    who: inProject('secret-imports', 'delete'),
    isAct: true,
    params,
    answer,
    refusals: [403, 404],
  });

const base = '/api/v2/secret-imports';
export const createImport = made(base);
export const listImports = listed(base);
export const getImport = seen(`${base}/:importId`);
export const editImport = edited(`${base}/:importId`);
export const deleteImport = deleted(`${base}/:importId`);

/** The same under the path that clients call. */
const legacy = '/api/v1/secret-imports';
export const createImportV1 = made(legacy);
export const listImportsV1 = listed(legacy);
export const getImportV1 = seen(`${legacy}/:importId`);
export const editImportV1 = edited(`${legacy}/:importId`);
export const deleteImportV1 = deleted(`${legacy}/:importId`);

export type SecretImport = z.output<typeof secretImport>;
