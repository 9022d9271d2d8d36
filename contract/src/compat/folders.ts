import { z } from 'zod';
import { environmentSlug, folder, secretPath } from '../content/secrets.ts';
import { endpoint, inProject } from '../endpoint.ts';
import { id } from '../shared.ts';

/** Deletion of a folder as clients without its id ask for it (wire contract, §11, F6). */
const renamed = (value: unknown) => {
  if (typeof value !== 'object' || value === null) return value;
  const given = value as Record<string, unknown>;
  return {
    ...given,
    projectId: given.projectId ?? given.workspaceId,
    path: given.path ?? given.directory,
  };
};
export const deleteFolderNamed = endpoint({
  method: 'DELETE',
  path: '/api/v1/folders/:folderIdOrName',
  summary:
    'Deletes a folder, named by id or by its name in the folder `path`, with all that is in it',
  who: inProject('secret-folders', 'delete'),
  isAct: true,
  params: z.object({ folderIdOrName: z.string().min(1).max(64) }),
  body: z.preprocess(
    renamed,
    z.object({ projectId: id, environment: environmentSlug, path: secretPath }),
  ),
  answer: z.object({ folder }),
  refusals: [403, 404],
});
