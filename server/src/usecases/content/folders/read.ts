import { type Id, isId, mightPermit, refuse } from '@coterie/kernel';
import { type FolderRow, folderAt, folderById, foldersIn } from '../../../store/content/folders.ts';
import type { Db } from '../../../store/db.ts';
import { look, orgOf } from '../../look.ts';
import type { Caller, Parts } from '../../parts.ts';
import { placeAttributes } from '../attributes.ts';

type Reads = Pick<Parts, 'db' | 'worlds' | 'now'>;
export type FolderPlace = { projectId: Id; environment: string; path: string };

/** The folders in a folder that the caller may see, and those that lead to something which it may read. */
export async function listFolders(
  parts: Reads,
  caller: Caller,
  place: FolderPlace & { recursive: boolean },
): Promise<FolderRow[]> {
  const org = orgOf(caller);
  const parent = await folderAt(parts.db, org, {
    project: place.projectId,
    environment: place.environment,
    path: place.path,
  });
  const rows = parent ? await foldersIn(parts.db, org, parent, place) : [];
  const view = await look(
    parts,
    caller,
    Math.max(0, ...[parent, ...rows].map((row) => row?.access_version ?? 0)),
  );
  view.project(place.projectId);
  const sees = (path: string) =>
    view.may('secret-folders', 'read', place.projectId, {
      ...placeAttributes(parent, place),
      secretPath: path,
    });
  if (parent && rows.every(({ path }) => sees(path)) && sees(parent.path)) return rows;
  const finds = (path: string) =>
    sees(path) ||
    mightPermit(view.live(place.projectId), 'secrets', 'describeSecret', {
      ...placeAttributes(parent, place),
      secretPath: path,
    });
  const below = parent ? await foldersIn(parts.db, org, parent, { recursive: true }) : [];
  const found = below.map(({ path }) => path).filter(finds);
  const leads = (path: string) => found.some((one) => one === path || one.startsWith(`${path}/`));
  const visible = rows.filter(({ path }) => leads(path));
  if (visible.length === 0 && !finds(parent?.path ?? place.path))
    view.need('secret-folders', 'read', place.projectId, placeAttributes(parent, place));
  if (!parent) return missingFolder(place);
  return visible.map((row) => (sees(row.path) ? row : { ...row, description: null }));
}

export async function getFolder(parts: Reads, caller: Caller, id: Id): Promise<FolderRow> {
  const row = await readFolder(parts.db, orgOf(caller), id);
  const view = await look(parts, caller, row.access_version);
  view.need('secret-folders', 'read', row.project_id, {
    environment: row.environment_slug,
    secretPath: row.path,
  });
  return row;
}

/** The id of a folder given by id, or by its name in another, for who may delete it. */
export async function findFolder(
  parts: Reads,
  caller: Caller,
  place: FolderPlace,
  idOrName: string,
): Promise<Id> {
  const view = await look(parts, caller);
  view.project(place.projectId);
  const found = isId(idOrName) ? await folderById(parts.db, view.org, idOrName) : undefined;
  if (found?.project_id === place.projectId) return found.id;
  const path = `${place.path === '/' ? '' : place.path}/${idOrName}`;
  const at = { ...place, path };
  const named = await folderAt(parts.db, view.org, {
    project: place.projectId,
    environment: place.environment,
    path,
  });
  const parent =
    named ??
    (await folderAt(parts.db, view.org, {
      project: place.projectId,
      environment: place.environment,
      path: '/',
    }));
  view.need('secret-folders', 'delete', place.projectId, {
    ...placeAttributes(parent, at),
    secretPath: named?.path ?? path,
  });
  return named?.id ?? missingFolder(at);
}

/** The same where an id says enough: a name means something only in a place. */
export async function folderNamed(
  parts: Reads,
  caller: Caller,
  { projectId, environment, path }: { projectId?: Id; environment?: string; path: string },
  idOrName: string,
): Promise<Id> {
  if (isId(idOrName)) return idOrName;
  if (projectId && environment)
    return findFolder(parts, caller, { projectId, environment, path }, idOrName);
  return refuse({ reason: 'notFound', thing: 'folder', id: idOrName });
}

export const readFolder = async (db: Db, org: Id, id: Id): Promise<FolderRow> =>
  (await folderById(db, org, id)) ?? refuse({ reason: 'notFound', thing: 'folder', id });

export const missingFolder = ({ projectId, environment, path }: FolderPlace): never =>
  refuse({
    reason: 'notFound',
    thing: 'folder',
    id: path,
    at: `in environment \`${environment}\` of project \`${projectId}\``,
  });
