import { type Id, refuse } from '@coterie/kernel';
import {
  type DeletedRow,
  deletedById,
  dropDeleted,
  lockDeleted,
  moveDeleted,
  placesOfDeleted,
  rowOfDeleted,
  writeDeleted,
} from '../../../store/content/deleted.ts';
import { folderAt, folderById } from '../../../store/content/folders.ts';
import { secretAt } from '../../../store/content/secrets.ts';
import type { Tx } from '../../../store/db.ts';
import { environmentById, environmentBySlug } from '../../../store/project/projects.ts';
import { look, orgOf } from '../../look.ts';
import { type Caller, changer, type Parts } from '../../parts.ts';
import type { View } from '../../view.ts';
import { needRestoreContent } from './rights.ts';

type Writes = Pick<Parts, 'db' | 'access' | 'content' | 'worlds' | 'now'>;
export type Restored = Pick<DeletedRow, 'id' | 'kind' | 'name'>;

/** Brings a thing back as it was deleted, with all that hung on it and is there still; judged as an act that gives it. */
export async function restore(parts: Writes, caller: Caller, id: Id): Promise<Restored> {
  const view = await look(parts, caller);
  const { kind } = (await deletedById(parts.db, view.org, id, new Date(view.at))) ?? missing(id);
  return kind === 'group' || kind === 'project'
    ? restoreAccess(parts, caller, id)
    : restoreContent(parts, caller, id);
}

/** Forgets a thing for good before its time, by who may bring it back. */
export const forget = (parts: Writes, caller: Caller, id: Id): Promise<Restored> =>
  parts.content.write(caller, async (tx, view) => {
    const row = await found(parts, tx, view.org, id);
    if (row.kind === 'group') view.need('groups', 'delete');
    else if (row.kind === 'project' && row.deleted_by !== view.principal)
      view.need('organization-admin-console', 'access-all-projects');
    else if (row.kind !== 'project') await needContent(tx, view, row);
    await dropDeleted(tx, view.org, id);
    view.did({ do: `${row.kind}.forget`, id, name: row.name });
    return row;
  });

const found = async ({ now }: Pick<Parts, 'now'>, tx: Tx, org: Id, id: Id): Promise<DeletedRow> =>
  (await lockDeleted(tx, org, id, new Date(now()))) ?? missing(id);

const missing = (id: Id): never => refuse({ reason: 'notFound', thing: 'deleted thing', id });

async function restoreAccess(parts: Writes, caller: Caller, id: Id): Promise<Restored> {
  const org = orgOf(caller);
  let row: DeletedRow | undefined;
  await parts.access.change({
    org,
    by: changer(caller),
    at: parts.now(),
    find: async (tx) => {
      row = await found(parts, tx, org, id);
    },
    commands: () => {
      const { kind, changes: deleted, deleted_by: by } = row as DeletedRow;
      return kind === 'group'
        ? [{ do: 'group.restore', group: id, deleted }]
        : [{ do: 'project.restore', project: id, deleted, by }];
    },
    deeds: () => (row ? [{ do: `${row.kind}.restore`, id, name: row.name }] : []),
    after: async (tx) => {
      await writeDeleted(tx, org, id);
      await dropDeleted(tx, org, id);
    },
  });
  return row as DeletedRow;
}

const restoreContent = (parts: Writes, caller: Caller, id: Id): Promise<Restored> =>
  parts.content.write(caller, async (tx, view) => {
    const row = await found(parts, tx, view.org, id);
    const at = await needContent(tx, view, row);
    await mustFit(tx, view.org, row);
    await writeDeleted(tx, view.org, id);
    await dropDeleted(tx, view.org, id);
    view.did({
      do: `${row.kind}.restore`,
      id,
      name: row.name,
      ...(row.project_id ? { project: row.project_id } : {}),
      ...(at ? { at } : {}),
    });
    return row;
  });

/** Refuses who may not bring it back; gives where it stood. */
async function needContent(tx: Tx, view: View, row: DeletedRow): Promise<string | undefined> {
  const project = row.project_id as Id;
  view.project(project);
  await view.hold(tx, project);
  const places = await placesOfDeleted(tx, view.org, row.id);
  // Where the folder that it stood in went as well, there is nothing yet for it to be judged by.
  if (places.length === 0 && row.kind !== 'environment') goneToo(row);
  needRestoreContent(view, row, places);
  const [first] = places;
  if (!first || row.kind === 'environment') return undefined;
  return row.kind === 'secret' ? `${first.environment}:${first.path}` : first.environment;
}

const goneToo = (row: DeletedRow): never =>
  refuse({
    reason: 'invalid',
    field: 'id',
    expected: `the folder or environment that the ${row.kind} stood in to be there: bring that back first`,
  });

/** Refuses where its place is taken, or gone; a folder comes back below where the one above it stands now. */
async function mustFit(tx: Tx, org: Id, { id, kind, name, project_id }: DeletedRow): Promise<void> {
  const project = project_id as Id;
  if (kind === 'environment') {
    const { slug } = (await rowOfDeleted(tx, org, id, 'environments')) ?? {};
    if (await environmentBySlug(tx, org, project, String(slug))) taken(kind, String(slug));
    return;
  }
  const own = await rowOfDeleted(tx, org, id, kind === 'secret' ? 'secrets' : 'folders');
  const above = await folderById(tx, org, String(own?.folder_id ?? own?.parent_id));
  if (!own || !above || !(await environmentById(tx, org, project, above.environment_id)))
    return refuse({ reason: 'notFound', thing: 'folder', id: String(own?.path ?? name) });
  const { environment_slug: environment, path } = above;
  if (kind === 'secret') {
    const owner = own.owner_id === null ? null : String(own.owner_id);
    const key = String(own.key);
    if (await secretAt(tx, org, { project, environment, path, key, owner })) taken(kind, key);
    return;
  }
  const to = `${path === '/' ? '' : path}/${String(own.name)}`;
  if (await folderAt(tx, org, { project, environment, path: to }))
    taken('folder', String(own.name));
  await moveDeleted(tx, org, id, String(own.path), to);
}

const taken = (thing: 'secret' | 'folder' | 'environment', value: string): never =>
  refuse({ reason: 'taken', thing, field: thing === 'environment' ? 'slug' : 'name', value });
