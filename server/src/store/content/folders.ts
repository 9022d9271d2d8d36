import type { Id } from '@coterie/kernel';
import { sql } from 'kysely';
import type { Db, Tx } from '../db.ts';
import { like } from '../listing.ts';
import { Prepared } from '../prepared.ts';

export type FolderRow = {
  id: Id;
  project_id: Id;
  environment_id: Id;
  environment_name: string;
  environment_slug: string;
  parent_id: Id | null;
  name: string;
  path: string;
  description: string | null;
  created_at: Date;
  updated_at: Date;
  access_version: number;
};

/** With each folder comes the access version of the same snapshot: see the access model, §6. */
const base = (db: Db, org: Id) =>
  db
    .selectFrom('folders')
    .innerJoin('environments', (join) =>
      join
        .onRef('environments.org_id', '=', 'folders.org_id')
        .onRef('environments.id', '=', 'folders.environment_id'),
    )
    .innerJoin('access_heads', 'access_heads.org_id', 'folders.org_id')
    .select([
      'folders.id',
      'folders.project_id',
      'folders.environment_id',
      'environments.name as environment_name',
      'environments.slug as environment_slug',
      'folders.parent_id',
      'folders.name',
      'folders.path',
      'folders.description',
      'folders.created_at',
      'folders.updated_at',
      'access_heads.version as access_version',
    ])
    .where('folders.org_id', '=', org);

export const folderById = (db: Db, org: Id, id: Id): Promise<FolderRow | undefined> =>
  base(db, org).where('folders.id', '=', id).executeTakeFirst();

const atPath = new Prepared((db, org: Id, project: Id, environment: string, path: string) =>
  base(db, org)
    .where('folders.project_id', '=', project)
    .where(sql<boolean>`lower(environments.slug) = lower(${environment})`)
    .where('folders.path', '=', path),
);

export type FolderPlace = { project: Id; environment: string; path: string };

export const folderAt = async (
  db: Db,
  org: Id,
  { project, environment, path }: FolderPlace,
): Promise<FolderRow | undefined> => (await atPath.rows(db, org, project, environment, path))[0];

/** The folders directly in a folder, or all below it. */
export const foldersIn = (
  db: Db,
  org: Id,
  parent: FolderRow,
  { recursive }: { recursive: boolean },
): Promise<FolderRow[]> => {
  const query = base(db, org).where('folders.environment_id', '=', parent.environment_id);
  return (
    recursive
      ? query.where('folders.path', 'like', below(parent.path))
      : query.where('folders.parent_id', '=', parent.id)
  )
    .where('folders.parent_id', 'is not', null)
    .orderBy('folders.path')
    .execute();
};

const below = (path: string): string => `${like(path === '/' ? '' : path).slice(1, -1)}/%`;

export const insertFolder = (
  tx: Tx,
  org_id: Id,
  row: {
    id: Id;
    project_id: Id;
    environment_id: Id;
    parent_id: Id;
    name: string;
    path: string;
    description: string | null;
  },
) =>
  tx
    .insertInto('folders')
    .values({ org_id, ...row })
    .execute();

/** Renames a folder; the paths of all below it follow. */
export async function updateFolder(
  tx: Tx,
  org: Id,
  folder: FolderRow,
  { name, path, description }: { name: string; path: string; description: string | null },
): Promise<void> {
  await tx
    .updateTable('folders')
    .set({ name, path, description, updated_at: new Date() })
    .where('org_id', '=', org)
    .where('id', '=', folder.id)
    .execute();
  if (path === folder.path) return;
  await tx
    .updateTable('folders')
    .set({
      path: sql<string>`${path} || substr(path, ${folder.path.length + 1})`,
      updated_at: new Date(),
    })
    .where('org_id', '=', org)
    .where('environment_id', '=', folder.environment_id)
    .where('path', 'like', below(folder.path))
    .execute();
}

export const deleteFolder = (tx: Tx, org: Id, id: Id) =>
  tx.deleteFrom('folders').where('org_id', '=', org).where('id', '=', id).execute();

/** The number of folders and secrets below a folder. */
export async function contentOf(db: Db, org: Id, folder: FolderRow): Promise<number> {
  const { count } = await db
    .selectNoFrom((e) => [
      sql<number>`${e
        .selectFrom('folders')
        .select((f) => f.fn.countAll().as('n'))
        .where('org_id', '=', org)
        .where('parent_id', '=', folder.id)}
        + ${e
          .selectFrom('secrets')
          .select((f) => f.fn.countAll().as('n'))
          .where('org_id', '=', org)
          .where('folder_id', '=', folder.id)}`.as('count'),
    ])
    .executeTakeFirstOrThrow();
  return count;
}
