import { randomUUID } from 'node:crypto';
import { type Id, refuse } from '@coterie/kernel';
import { folderAt } from '../../../store/content/folders.ts';
import {
  deleteImport as drop,
  type ImportRow,
  importById,
  importsOf,
  insertImport,
  updateImport,
} from '../../../store/content/imports.ts';
import type { Tx } from '../../../store/db.ts';
import { environmentBySlug } from '../../../store/project/projects.ts';
import type { Caller, Parts } from '../../parts.ts';
import type { View } from '../../view.ts';
import { placeAttributes } from '../attributes.ts';
import { missingFolder } from '../folders/read.ts';
import { inProject } from '../write.ts';
import { attributesOf, type ImportPlace, missingImport } from './read.ts';

type Writes = Pick<Parts, 'content'>;
type Source = { environment: string; path: string };

/**
 * Imports a folder into another of the same project. Who makes an import must see the secrets of its source: readers see
 * of it only what they may see there.
 */
export const createImport = (
  parts: Writes,
  caller: Caller,
  {
    isReplication = false,
    source,
    ...place
  }: ImportPlace & {
    isReplication?: boolean | undefined;
    source: Source;
  },
): Promise<ImportRow> =>
  inProject(parts, caller, place.projectId, async (tx, view) => {
    const { projectId, environment, path } = place;
    const found = await folderAt(tx, view.org, { project: projectId, environment, path });
    view.need('secret-imports', 'create', projectId, placeAttributes(found, place));
    const folder = found ?? missingFolder(place);
    const from = await sourceFolder(tx, view, projectId, source);
    await mustBeNew(tx, view.org, place, from);
    const id = randomUUID();
    await insertImport(tx, view.org, {
      id,
      project_id: projectId,
      folder_id: folder.id,
      import_environment_id: from.id,
      import_path: from.path,
      is_replication: isReplication,
    });
    const made = (await importById(tx, view.org, id)) ?? missingImport(id);
    view.did({ do: 'import.create', ...deedOf(made) });
    return made;
  });

/** Changes what is imported, or its place in the order; empty texts, which clients send, mean no change. */
export const editImport = (
  parts: Writes,
  caller: Caller,
  id: Id,
  wanted: {
    environment?: string | undefined;
    path?: string | undefined;
    position?: number | undefined;
  },
): Promise<ImportRow> =>
  parts.content.write(caller, async (tx, view) => {
    const row = (await importById(tx, view.org, id)) ?? missingImport(id);
    await view.hold(tx, row.project_id);
    view.need('secret-imports', 'edit', row.project_id, attributesOf(row));
    const environment = wanted.environment || row.import_environment_slug;
    const path = wanted.path || row.import_path;
    const isElsewhere = environment !== row.import_environment_slug || path !== row.import_path;
    if (isElsewhere) {
      const from = await sourceFolder(tx, view, row.project_id, { environment, path });
      const place = {
        projectId: row.project_id,
        environment: row.environment_slug,
        path: row.path,
      };
      await mustBeNew(tx, view.org, place, from);
      await updateImport(tx, view.org, row, {
        import_environment_id: from.id,
        import_path: from.path,
      });
    }
    if (wanted.position && wanted.position !== row.position)
      await updateImport(tx, view.org, row, { position: wanted.position });
    const edited = (await importById(tx, view.org, id)) ?? missingImport(id);
    view.did({ do: 'import.edit', ...deedOf(edited) });
    return edited;
  });

export const deleteImport = (parts: Writes, caller: Caller, id: Id): Promise<ImportRow> =>
  parts.content.write(caller, async (tx, view) => {
    const row = (await importById(tx, view.org, id)) ?? missingImport(id);
    await view.hold(tx, row.project_id);
    view.need('secret-imports', 'delete', row.project_id, attributesOf(row));
    await drop(tx, view.org, id);
    view.did({ do: 'import.delete', ...deedOf(row) });
    return row;
  });

const deedOf = (row: ImportRow) => ({
  id: row.id,
  name: `${row.import_environment_slug}:${row.import_path}`,
  project: row.project_id,
  at: `${row.environment_slug}:${row.path}`,
});

/** The environment and path of a source whose secrets the caller may see. */
async function sourceFolder(
  tx: Tx,
  view: View,
  project: Id,
  { environment, path }: Source,
): Promise<{ id: Id; path: string }> {
  const known = await environmentBySlug(tx, view.org, project, environment);
  view.need('secrets', 'describeSecret', project, {
    environment: known?.slug ?? environment,
    secretPath: path,
  });
  const found = known ?? refuse({ reason: 'notFound', thing: 'environment', id: environment });
  const place = { project, environment, path };
  if (!(await folderAt(tx, view.org, place))) missingFolder({ projectId: project, ...place });
  return { id: found.id, path };
}

async function mustBeNew(
  tx: Tx,
  org: Id,
  { projectId, environment, path }: ImportPlace,
  from: { id: Id; path: string },
): Promise<void> {
  const known = await importsOf(tx, org, { project: projectId, environment, path });
  const own = await environmentBySlug(tx, org, projectId, environment);
  if (own?.id === from.id && path === from.path)
    refuse({
      reason: 'invalid',
      field: 'import',
      expected: 'another folder than the importing one',
    });
  if (known.some((one) => one.import_environment_id === from.id && one.import_path === from.path))
    refuse({ reason: 'taken', thing: 'secret import', field: 'path', value: from.path });
}
