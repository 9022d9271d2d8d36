import type { Id } from '@coterie/kernel';
import { sql } from 'kysely';
import type { Db, Tx } from '../db.ts';
import { Prepared } from '../prepared.ts';
import type { FolderPlace } from './folders.ts';

export type ImportRow = {
  id: Id;
  project_id: Id;
  folder_id: Id;
  /** The folder into which is imported. */
  path: string;
  environment_id: Id;
  environment_name: string;
  environment_slug: string;
  position: number;
  import_environment_id: Id;
  import_environment_name: string;
  import_environment_slug: string;
  import_path: string;
  is_replication: boolean;
  /** Whether the folder that is imported is there no more. */
  is_broken: boolean;
  created_at: Date;
  updated_at: Date;
  access_version: number;
};

const base = (db: Db, org: Id) =>
  db
    .selectFrom('secret_imports')
    .innerJoin('folders', (join) =>
      join
        .onRef('folders.org_id', '=', 'secret_imports.org_id')
        .onRef('folders.id', '=', 'secret_imports.folder_id'),
    )
    .innerJoin('environments', (join) =>
      join
        .onRef('environments.org_id', '=', 'folders.org_id')
        .onRef('environments.id', '=', 'folders.environment_id'),
    )
    .innerJoin('environments as source', (join) =>
      join
        .onRef('source.org_id', '=', 'secret_imports.org_id')
        .onRef('source.id', '=', 'secret_imports.import_environment_id'),
    )
    .innerJoin('access_heads', 'access_heads.org_id', 'secret_imports.org_id')
    .select([
      'secret_imports.id',
      'secret_imports.project_id',
      'secret_imports.folder_id',
      'folders.path',
      'environments.id as environment_id',
      'environments.name as environment_name',
      'environments.slug as environment_slug',
      'secret_imports.position',
      'secret_imports.import_environment_id',
      'source.name as import_environment_name',
      'source.slug as import_environment_slug',
      'secret_imports.import_path',
      'secret_imports.is_replication',
      sql<boolean>`NOT EXISTS (SELECT FROM folders source_folder WHERE source_folder.org_id = secret_imports.org_id
        AND source_folder.environment_id = secret_imports.import_environment_id
        AND source_folder.path = secret_imports.import_path)`.as('is_broken'),
      'secret_imports.created_at',
      'secret_imports.updated_at',
      'access_heads.version as access_version',
    ])
    .where('secret_imports.org_id', '=', org);

export const importById = (db: Db, org: Id, id: Id): Promise<ImportRow | undefined> =>
  base(db, org).where('secret_imports.id', '=', id).executeTakeFirst();

const intoFolder = new Prepared((db, org: Id, project: Id, environment: string, path: string) =>
  base(db, org)
    .where('secret_imports.project_id', '=', project)
    .where(sql<boolean>`lower(environments.slug) = lower(${environment})`)
    .where('folders.path', '=', path)
    .orderBy('secret_imports.position'),
);

/** The imports of a folder, in order: the last one wins. */
export const importsOf = (
  db: Db,
  org: Id,
  { project, environment, path }: FolderPlace,
): Promise<ImportRow[]> => intoFolder.rows(db, org, project, environment, path);

/** The imports from folders of an environment. */
export const importsInto = (db: Db, org: Id, environment: Id): Promise<ImportRow[]> =>
  base(db, org)
    .where('secret_imports.import_environment_id', '=', environment)
    .orderBy('secret_imports.id')
    .execute();

/** Adds an import behind the others. */
export async function insertImport(
  tx: Tx,
  org_id: Id,
  row: Pick<
    ImportRow,
    'id' | 'project_id' | 'folder_id' | 'import_environment_id' | 'import_path' | 'is_replication'
  >,
): Promise<void> {
  const { next } = await tx
    .selectFrom('secret_imports')
    .select(sql<number>`coalesce(max(position), 0) + 1`.as('next'))
    .where('org_id', '=', org_id)
    .where('folder_id', '=', row.folder_id)
    .executeTakeFirstOrThrow();
  await tx
    .insertInto('secret_imports')
    .values({ org_id, ...row, position: next })
    .execute();
}

/** Changes what is imported; with a position, those from there on move one place back. */
export async function updateImport(
  tx: Tx,
  org: Id,
  { id, folder_id }: ImportRow,
  row: { import_environment_id?: Id; import_path?: string; position?: number },
): Promise<void> {
  if (row.position !== undefined)
    await tx
      .updateTable('secret_imports')
      .set({ position: sql<number>`position + 1` })
      .where('org_id', '=', org)
      .where('folder_id', '=', folder_id)
      .where('position', '>=', row.position)
      .where('id', '!=', id)
      .execute();
  await tx
    .updateTable('secret_imports')
    .set({ ...row, updated_at: new Date() })
    .where('org_id', '=', org)
    .where('id', '=', id)
    .execute();
}

export const deleteImport = (tx: Tx, org: Id, id: Id) =>
  tx.deleteFrom('secret_imports').where('org_id', '=', org).where('id', '=', id).execute();

/** Folders that import, at first hand or through others, what stands in one of these; ten deep, circles cut. */
export const importersOf = async (
  db: Db,
  org: Id,
  project: Id,
  sources: readonly { environment: string; path: string; isTree: boolean }[],
): Promise<{ environment: string; path: string }[]> =>
  (
    await sql<{ environment: string; path: string }>`
      WITH RECURSIVE sources AS (
        SELECT e.id AS environment_id, asked.path, asked.is_tree
        FROM unnest(${sources.map(({ environment }) => environment)}::text[], ${sources.map(({ path }) => path)}::text[],
          ${sources.map(({ isTree }) => isTree)}::boolean[]) AS asked (environment, path, is_tree)
        JOIN environments e ON e.org_id = ${org} AND e.project_id = ${project} AND e.slug = asked.environment
      ), importers AS (
        SELECT f.environment_id, f.path, 1 AS depth FROM sources s
        JOIN secret_imports i ON i.org_id = ${org} AND i.import_environment_id = s.environment_id
          AND (i.import_path = s.path OR (s.is_tree AND starts_with(i.import_path, rtrim(s.path, '/') || '/')))
        JOIN folders f ON f.org_id = ${org} AND f.id = i.folder_id
        UNION
        SELECT f.environment_id, f.path, importers.depth + 1 FROM importers
        JOIN secret_imports i ON i.org_id = ${org} AND i.import_environment_id = importers.environment_id
          AND i.import_path = importers.path
        JOIN folders f ON f.org_id = ${org} AND f.id = i.folder_id
        WHERE importers.depth < 10
      )
      SELECT DISTINCT e.slug AS environment, importers.path FROM importers
      JOIN environments e ON e.org_id = ${org} AND e.id = importers.environment_id
      ORDER BY 1, 2`.execute(db)
  ).rows;
