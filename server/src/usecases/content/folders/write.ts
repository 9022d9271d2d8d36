import { randomUUID } from 'node:crypto';
import { type Id, refuse } from '@coterie/kernel';
import {
  contentOf,
  deleteFolder as dropFolder,
  type FolderRow,
  folderAt,
  insertFolder,
  updateFolder,
} from '../../../store/content/folders.ts';
import { thingsBelow } from '../../../store/content/things.ts';
import type { Tx } from '../../../store/db.ts';
import type { Caller, Parts } from '../../parts.ts';
import type { View } from '../../view.ts';
import { placeAttributes, thingIn } from '../attributes.ts';
import { keep } from '../deleted/keep.ts';
import { findFollowing, follow } from '../references/follow.ts';
import { inProject } from '../write.ts';
import { type FolderPlace, missingFolder, readFolder } from './read.ts';

type Writes = Pick<Parts, 'content' | 'keyring' | 'restoreDays' | 'now'>;

const join = (parent: string, name: string): string =>
  parent === '/' ? `/${name}` : `${parent}/${name}`;
/** As deep as a recursive listing goes. */
const deepestFolder = 20;

export const createFolder = (
  parts: Writes,
  caller: Caller,
  {
    name,
    description,
    ...place
  }: FolderPlace & { name: string; description?: string | null | undefined },
): Promise<FolderRow> =>
  inProject(parts, caller, place.projectId, async (tx, view) => {
    const found = await folderAt(tx, view.org, {
      project: place.projectId,
      environment: place.environment,
      path: place.path,
    });
    const path = join(found?.path ?? place.path, name);
    const at = placeAttributes(found, place);
    view.need('secret-folders', 'create', place.projectId, { ...at, secretPath: path });
    const parent = found ?? missingFolder(place);
    if (path.split('/').length - 1 > deepestFolder)
      refuse({
        reason: 'invalid',
        field: 'path',
        expected: `a path of at most ${deepestFolder} folders`,
      });
    if (
      await folderAt(tx, view.org, {
        project: place.projectId,
        environment: place.environment,
        path,
      })
    )
      refuse({ reason: 'taken', thing: 'folder', field: 'name', value: name });
    const id = randomUUID();
    await insertFolder(tx, view.org, {
      id,
      project_id: place.projectId,
      environment_id: parent.environment_id,
      parent_id: parent.id,
      name,
      path,
      description: description ?? null,
    });
    const made = await readFolder(tx, view.org, id);
    view.did({ do: 'folder.create', ...deedOf(made) });
    return made;
  });

export const editFolder = (
  parts: Writes,
  caller: Caller,
  id: Id,
  wanted: {
    name?: string | undefined;
    description?: string | null | undefined;
    force?: boolean | undefined;
  },
): Promise<FolderRow> =>
  parts.content.write(caller, async (tx, view) => {
    const folder = await ownFolder(tx, view.org, id);
    await view.hold(tx, folder.project_id);
    const name = wanted.name ?? folder.name;
    const path = join(folder.path.slice(0, folder.path.lastIndexOf('/')) || '/', name);
    const { project_id: project, environment_slug: environment } = folder;
    const writing = { ...parts, tx, caller, view };
    const following =
      path === folder.path
        ? undefined
        : await findFollowing(writing, folderNamed(view, folder, path));
    if (path === folder.path)
      view.need('secret-folders', 'edit', project, { environment, secretPath: path });
    else view.act({ do: 'folder.rename', project, environment, path: folder.path, to: path });
    if (
      path !== folder.path &&
      (await folderAt(tx, view.org, {
        project: folder.project_id,
        environment: folder.environment_slug,
        path,
      }))
    )
      refuse({ reason: 'taken', thing: 'folder', field: 'name', value: name });
    const description = wanted.description === undefined ? folder.description : wanted.description;
    await updateFolder(tx, view.org, folder, { name, path, description });
    const edited = await readFolder(tx, view.org, id);
    view.did(
      path === folder.path
        ? { do: 'folder.edit', ...deedOf(folder) }
        : { do: 'folder.rename', ...deedOf(edited), more: folder.path },
    );
    if (following) await follow(writing, following, wanted);
    return edited;
  });

/** Deletes a folder; one that has content only when told to. Gives it as it was. */
export const deleteFolder = (
  parts: Writes,
  caller: Caller,
  id: Id,
  forceDelete: boolean,
): Promise<FolderRow> =>
  parts.content.write(caller, async (tx, view) => {
    const folder = await ownFolder(tx, view.org, id);
    await view.hold(tx, folder.project_id);
    const at = { environment: folder.environment_slug, secretPath: folder.path };
    view.need('secret-folders', 'delete', folder.project_id, at);
    const content = await contentOf(tx, view.org, folder);
    if (content > 0 && !forceDelete) refuse({ reason: 'inUse', thing: 'folder', count: content });
    const { project_id: project, environment_slug: environment, path } = folder;
    if (view.isSupposed)
      await findFollowing({ ...parts, tx, caller, view }, folderNamed(view, folder, null));
    const below = await thingsBelow(tx, view.org, folder.environment_id, path);
    view.act({
      do: 'folder.delete',
      project,
      environment,
      path,
      things: below.map(thingIn(environment)),
    });
    await keep(parts, tx, caller, { org: view.org, id, kind: 'folder', name: path, project });
    await dropFolder(tx, view.org, id);
    view.did({
      do: 'folder.delete',
      ...deedOf(folder),
      ...(content > 0 ? { more: `with ${content} things in it` } : {}),
    });
    return folder;
  });

const folderNamed = (view: View, folder: FolderRow, to: string | null) => ({
  kind: 'folder' as const,
  project: folder.project_id,
  projectSlug: view.projectSlug(folder.project_id),
  environment: folder.environment_slug,
  environmentId: folder.environment_id,
  path: folder.path,
  to,
});

const deedOf = ({ id, path, project_id, environment_slug }: FolderRow) => ({
  id,
  name: path,
  project: project_id,
  at: environment_slug,
});

/** A folder that may be changed: the root of an environment goes with the environment alone. */
async function ownFolder(tx: Tx, org: Id, id: Id): Promise<FolderRow> {
  const folder = await readFolder(tx, org, id);
  return folder.parent_id === null
    ? refuse({
        reason: 'invalid',
        field: 'folderId',
        expected: 'a folder other than the root of an environment',
      })
    : folder;
}
