import { type Id, refuse } from '@coterie/kernel';
import { folderAt } from '../../../store/content/folders.ts';
import { type ImportRow, importById, importsOf } from '../../../store/content/imports.ts';
import { look, orgOf } from '../../look.ts';
import type { Caller, Parts } from '../../parts.ts';
import { placeAttributes } from '../attributes.ts';
import { missingFolder } from '../folders/read.ts';
import { seesSource, sourceOf } from './source.ts';

type Reads = Pick<Parts, 'db' | 'worlds' | 'now'>;
export type ImportPlace = { projectId: Id; environment: string; path: string };

/** What a folder imports, in order: the last wins, and the folder's own secrets before all. */
export async function listImports(
  parts: Reads,
  caller: Caller,
  { projectId, environment, path }: ImportPlace,
): Promise<ImportRow[]> {
  const org = orgOf(caller);
  const folder = await folderAt(parts.db, org, { project: projectId, environment, path });
  const rows = await importsOf(parts.db, org, { project: projectId, environment, path });
  const newest = Math.max(0, ...[folder, ...rows].map((row) => row?.access_version ?? 0));
  const view = await look(parts, caller, newest);
  view.project(projectId);
  view.need('secret-imports', 'read', projectId, placeAttributes(folder, { environment, path }));
  if (!folder) missingFolder({ projectId, environment, path });
  return rows.filter((row) => seesSource(view, sourceOf(row)));
}

export async function getImport(parts: Reads, caller: Caller, id: Id): Promise<ImportRow> {
  const row = (await importById(parts.db, orgOf(caller), id)) ?? missingImport(id);
  const view = await look(parts, caller, row.access_version);
  view.need('secret-imports', 'read', row.project_id, attributesOf(row));
  if (!seesSource(view, sourceOf(row))) missingImport(id);
  return row;
}

export const attributesOf = (row: ImportRow) => ({
  environment: row.environment_slug,
  secretPath: row.path,
});

export const missingImport = (id: string): never =>
  refuse({ reason: 'notFound', thing: 'secret import', id });
