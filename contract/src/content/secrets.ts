import { z } from 'zod';
import { endpoint, inProject } from '../endpoint.ts';
import { flag, force, id, largestInteger, paging, text, totalCount, when } from '../shared.ts';

/** An absolute folder path; a trailing slash is taken off, an empty one is the root. */
export const secretPath = z.preprocess(
  (value) => (value === null || value === '' ? undefined : value),
  z
    .string()
    .max(1024)
    .transform((path) => path.replace(/(?<=.)\/+$/, ''))
    .pipe(
      z
        .string()
        .regex(
          /^\/$|^(?:\/[A-Za-z0-9_-]+)+$/,
          'expected an absolute folder path such as `/` or `/api/keys`',
        ),
    )
    .default('/'),
);
export const environmentSlug = z.string().trim().min(1, 'expected an environment slug').max(64);
export const secretName = z
  .string()
  .min(1)
  .max(255)
  .regex(/^[^\s/\\:?#%${}]+$/, 'expected a name without blanks or any of / \\ : ? # % $ { }');
/** A new name, in composed letters (the same in others would look the same, and be another to every rule), fit for a shell. */
export const newSecretName = secretName
  .refine((name) => name === name.normalize('NFC'), 'expected composed letters (Unicode NFC)')
  .regex(
    /^(?!-)[^=;&|<>()'"`!]+$/,
    'expected a name that a `.env` file can carry: without any of = ; & | < > ( ) \' " ` ! and no `-` first',
  );
export const secretValue = z.string().max(1_048_576, 'expected at most 1 MiB');
const place = { projectId: id, environment: environmentSlug };

const tag = z.object({ id, slug: z.string(), name: z.string(), color: z.string().nullable() });
export const secret = z
  .object({
    id,
    _id: id,
    workspace: id,
    environment: z.string(),
    version: z.number().int(),
    type: z.enum(['shared', 'personal']),
    secretKey: z.string(),
    secretValue: z.string(),
    secretValueHidden: z.boolean(),
    secretComment: z.string(),
    secretPath: z.string(),
    secretReminderNote: z.string().nullable(),
    secretReminderRepeatDays: z.number().int().nullable(),
    skipMultilineEncoding: z.boolean(),
    tags: z.array(tag),
    secretMetadata: z.array(
      z.object({ key: z.string(), value: z.string(), isEncrypted: z.boolean() }),
    ),
    /** References in the value that lead nowhere, or nowhere that the caller may read; they stand there as they are written. */
    unresolved: z.array(z.string()).optional(),
    createdAt: when,
    updatedAt: when,
  })
  .meta({ id: 'Secret' });
export const oneSecret = z.object({ secret });
/** What a folder imports, in order; a key that something later or the folder itself has too is in one block only. */
export const secretList = z.object({
  secrets: z.array(secret),
  imports: z.array(
    z.object({
      secretPath: z.string(),
      environment: z.string(),
      folderId: id.nullable(),
      secrets: z.array(secret),
    }),
  ),
});

const given = (value: unknown) => (value === '' || value === null ? undefined : value);
export const secretType = z.preprocess(given, z.enum(['shared', 'personal']).default('shared'));
/** A list with commas between. */
export const tagSlugs = z.preprocess(
  given,
  z
    .string()
    .max(2000)
    .transform((text) => text.split(',').map((slug) => slug.trim()))
    .optional(),
);
/** `key=K,value=V|key=…`: secrets whose plain metadata has all of these. */
export const metadataFilter = z.preprocess(
  given,
  z
    .string()
    .max(4000)
    .regex(
      /^key=[^,|]*,value=[^|]*(?:\|key=[^,|]*,value=[^|]*)*$/,
      'expected `key=K,value=V|key=…`',
    )
    .transform((text) =>
      text.split('|').map((one) => {
        const [, key = '', value = ''] = /^key=([^,]*),value=(.*)$/.exec(one) ?? [];
        return { key, value };
      }),
    )
    .optional(),
);
export const versionNumber = z.preprocess(
  given,
  z.coerce.number().int().min(1).max(largestInteger).optional(),
);

export const listSecrets = endpoint({
  method: 'GET',
  path: '/api/v4/secrets',
  summary:
    'The secrets of a folder that the caller may see, and what it imports; a value that it may not read is withheld',
  who: inProject('secrets', 'describeSecret'),
  query: z.object({
    ...place,
    secretPath,
    recursive: flag(false),
    viewSecretValue: flag(true),
    expandSecretReferences: flag(true),
    includeImports: flag(true),
    includePersonalOverrides: flag(true),
    tagSlugs,
    metadataFilter,
    search: text,
  }),
  answer: secretList,
  hasTag: true,
  refusals: [403, 404],
});
const params = z.object({ secretName });
export const getSecret = endpoint({
  method: 'GET',
  path: '/api/v4/secrets/:secretName',
  summary: 'One secret by name, at its newest or a given version',
  who: inProject('secrets', 'describeSecret'),
  params,
  query: z.object({
    ...place,
    secretPath,
    type: secretType,
    viewSecretValue: flag(true),
    expandSecretReferences: flag(true),
    includeImports: flag(true),
    version: versionNumber,
  }),
  answer: oneSecret,
  hasTag: true,
  refusals: [403, 404],
});
/** What can be said of a secret beside its value. Clients send 0 and empty texts where there is no reminder. */
export const secretExtras = {
  skipMultilineEncoding: z.boolean().nullish(),
  secretReminderNote: z.string().max(1024).nullish(),
  secretReminderRepeatDays: z.number().int().min(0).max(365).nullish(),
  tagIds: z.array(z.string().toLowerCase().pipe(id)).max(100).nullish(),
  secretMetadata: z
    .array(
      z.object({
        key: z.string().min(1).max(255),
        value: z.string().max(4096),
        isEncrypted: z.boolean().optional(),
      }),
    )
    .max(100)
    .nullish(),
};
export const newContent = {
  secretValue,
  secretComment: z.string().max(4096).nullish(),
  ...secretExtras,
};
export const editedContent = {
  ...newContent,
  secretValue: secretValue.optional(),
  newSecretName: z.preprocess(given, newSecretName.optional()),
  force,
};
export const createSecret = endpoint({
  method: 'POST',
  path: '/api/v4/secrets/:secretName',
  summary: "Creates a secret, shared or the caller's own",
  who: inProject('secrets', 'create'),
  isAct: true,
  params: z.object({ secretName: newSecretName }),
  body: z.object({ ...place, secretPath, type: secretType, ...newContent }),
  alsoTakes: ['secretKey', 'metadata'],
  answer: oneSecret,
  refusals: [403, 404, 409],
});
export const editSecret = endpoint({
  method: 'PATCH',
  path: '/api/v4/secrets/:secretName',
  summary: 'Changes value, name, comment, tags and the rest; each new value is a new version',
  who: inProject('secrets', 'edit'),
  isAct: true,
  params,
  body: z.object({ ...place, secretPath, type: secretType, ...editedContent }),
  alsoTakes: ['secretKey', 'metadata', 'secretReminderRecipients'],
  answer: oneSecret,
  refusals: [403, 404, 409],
});
export const deleteSecret = endpoint({
  method: 'DELETE',
  path: '/api/v4/secrets/:secretName',
  summary: 'Deletes a secret and its history',
  who: inProject('secrets', 'delete'),
  isAct: true,
  params,
  body: z.object({ ...place, secretPath, type: secretType }),
  answer: oneSecret,
  refusals: [403, 404],
});
export const listSecretVersions = endpoint({
  method: 'GET',
  path: '/api/v1/secrets/:secretId/versions',
  summary:
    'The history of a secret, newest first, for who may see the secret and has `secret-rollback:read`; versions and values only to who may see them by the name and tags of then and of now',
  who: inProject('secrets', 'describeSecret'),
  params: z.object({ secretId: id }),
  query: z.object({ ...paging, viewSecretValue: flag(false) }),
  answer: z.object({
    versions: z.array(
      z.object({
        version: z.number().int(),
        secretKey: z.string(),
        secretValue: z.string(),
        secretValueHidden: z.boolean(),
        secretComment: z.string(),
        actor: z.object({ actorId: id, actorType: z.string(), name: z.string() }).nullable(),
        createdAt: when,
      }),
    ),
    totalCount,
  }),
  refusals: [403, 404],
});

const folderName = z
  .string()
  .min(1)
  .max(64)
  .regex(/^[A-Za-z0-9_-]+$/, 'expected letters, digits, `-` and `_`');
export const folder = z
  .object({
    id,
    name: z.string(),
    path: z.string(),
    envId: id,
    projectId: id,
    parentId: id.nullable(),
    description: z.string().nullable(),
    environment: z.object({ envId: id, envName: z.string(), envSlug: z.string() }),
    createdAt: when,
    updatedAt: when,
  })
  .meta({ id: 'Folder' });
const oneFolder = z.object({ folder });
/** The contract says `workspaceId` for what is a project's id elsewhere; both are understood. */
const renamed = (value: unknown) => {
  if (typeof value !== 'object' || value === null) return value;
  const given = value as Record<string, unknown>;
  return {
    ...given,
    projectId: given.projectId ?? given.workspaceId,
    path: given.path ?? given.directory,
  };
};
const folderParams = z.object({ folderId: id });

const folderMade = (path: string) =>
  endpoint({
    method: 'POST',
    path,
    summary: 'Creates a folder in the folder `path`',
    who: inProject('secret-folders', 'create'),
    isAct: true,
    body: z.preprocess(
      renamed,
      z.object({
        ...place,
        name: folderName,
        path: secretPath,
        description: z.string().max(1024).nullish(),
      }),
    ),
    alsoTakes: ['workspaceId', 'directory'],
    answer: oneFolder,
    refusals: [403, 404, 409],
  });
const foldersListed = (path: string) =>
  endpoint({
    method: 'GET',
    path,
    summary: 'The folders in a folder that the caller may see',
    who: inProject('secret-folders', 'read'),
    query: z.preprocess(renamed, z.object({ ...place, path: secretPath, recursive: flag(false) })),
    answer: z.object({ folders: z.array(folder) }),
    refusals: [403, 404],
  });
const folderRead = (path: string) =>
  endpoint({
    method: 'GET',
    path,
    summary: 'One folder',
    who: inProject('secret-folders', 'read'),
    params: folderParams,
    answer: oneFolder,
    refusals: [403, 404],
  });
const folderEdited = (path: string) =>
  endpoint({
    method: 'PATCH',
    path,
    summary: 'Renames or describes a folder',
    who: inProject('secret-folders', 'edit'),
    isAct: true,
    params: folderParams,
    body: z.object({
      name: folderName.optional(),
      description: z.string().max(1024).nullish(),
      force,
    }),
    alsoTakes: ['id', 'projectId', 'workspaceId', 'environment', 'path'],
    answer: oneFolder,
    refusals: [403, 404, 409],
  });
export const createFolder = folderMade('/api/v1/folders');
export const listFolders = foldersListed('/api/v1/folders');
export const getFolder = folderRead('/api/v1/folders/:folderId');
export const editFolder = folderEdited('/api/v1/folders/:folderId');
/** The same under the path of the second version. */
export const createFolder2 = folderMade('/api/v2/folders');
export const listFolders2 = foldersListed('/api/v2/folders');
export const getFolder2 = folderRead('/api/v2/folders/:folderId');
export const editFolder2 = folderEdited('/api/v2/folders/:folderId');
export const deleteFolder = endpoint({
  method: 'DELETE',
  path: '/api/v2/folders/:folderIdOrName',
  summary:
    'Deletes a folder, named by id or by its name in the folder `path`; one that still has content only with `forceDelete`',
  who: inProject('secret-folders', 'delete'),
  isAct: true,
  params: z.object({ folderIdOrName: z.string().min(1).max(64) }),
  body: z
    .object({
      forceDelete: z.boolean().default(false),
      projectId: id.optional(),
      environment: environmentSlug.optional(),
      path: secretPath,
    })
    .default({ forceDelete: false, path: '/' }),
  alsoTakes: ['id', 'workspaceId'],
  answer: oneFolder,
  refusals: [403, 404, 409],
});

export type Secret = z.output<typeof secret>;
export type Folder = z.output<typeof folder>;
export type SecretVersion = z.output<typeof listSecretVersions.answer>['versions'][number];
