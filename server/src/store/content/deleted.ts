import type { Change, Id } from '@coterie/kernel';
import { type RawBuilder, sql } from 'kysely';
import type { Db, Tx } from '../db.ts';

/** Things of these kinds can be brought back. */
export type DeletedKind = 'secret' | 'folder' | 'environment' | 'project' | 'group';
export type DeletedRow = {
  id: Id;
  kind: DeletedKind;
  name: string;
  project_id: Id | null;
  changes: Change[];
  deleted_at: Date;
  deleted_by: Id;
  deleted_by_kind: string;
  expires_at: Date;
};

/** The tables that content is made of, those that others need first, and which rows of each can still come back. */
const tables: Record<string, RawBuilder<unknown>> = {
  project_keys: sql`true`,
  environments: sql`true`,
  folders: sql`true`,
  tags: sql`true`,
  secrets: sql`(r.owner_id IS NULL OR EXISTS (SELECT FROM members m WHERE m.org_id = r.org_id AND m.id = r.owner_id))`,
  secret_versions: sql`EXISTS (SELECT FROM secrets s WHERE s.org_id = r.org_id AND s.id = r.secret_id)`,
  secret_tags: sql`EXISTS (SELECT FROM secrets s WHERE s.org_id = r.org_id AND s.id = r.secret_id)
    AND EXISTS (SELECT FROM tags t WHERE t.org_id = r.org_id AND t.id = r.tag_id)`,
  secret_references: sql`EXISTS (SELECT FROM secrets s WHERE s.org_id = r.org_id AND s.id = r.secret_id)`,
  secret_imports: sql`EXISTS (SELECT FROM folders f WHERE f.org_id = r.org_id AND f.id = r.folder_id)
    AND EXISTS (SELECT FROM environments e WHERE e.org_id = r.org_id AND e.id = r.import_environment_id)
    AND NOT EXISTS (SELECT FROM secret_imports i WHERE i.org_id = r.org_id AND i.folder_id = r.folder_id
      AND i.import_environment_id = r.import_environment_id AND i.import_path = r.import_path)`,
};

/** Which rows of each table go with a thing. */
type Scope = Partial<Record<string, RawBuilder<unknown>>>;
const ofSecrets = (secrets: RawBuilder<unknown>): Scope => ({
  secret_versions: sql`secret_id IN (${secrets})`,
  secret_tags: sql`secret_id IN (${secrets})`,
  secret_references: sql`secret_id IN (${secrets})`,
});
const ofFolders = (org: Id, folders: RawBuilder<unknown>): Scope => ({
  secrets: sql`folder_id IN (${folders})`,
  secret_imports: sql`folder_id IN (${folders})`,
  ...ofSecrets(sql`SELECT id FROM secrets WHERE org_id = ${org} AND folder_id IN (${folders})`),
});
const scopes = {
  secret: (_: Id, id: Id): Scope => ({
    secrets: sql`id = ${id}`,
    ...ofSecrets(sql`SELECT ${id}::uuid`),
  }),
  folder: (org: Id, id: Id): Scope => {
    const within = sql`(SELECT below.id FROM folders below JOIN folders top ON top.org_id = ${org} AND top.id = ${id}
      WHERE below.org_id = ${org} AND below.environment_id = top.environment_id
        AND (below.path = top.path OR starts_with(below.path, top.path || '/')))`;
    return { folders: sql`id IN ${within}`, ...ofFolders(org, within) };
  },
  environment: (org: Id, id: Id): Scope => {
    const within = sql`SELECT id FROM folders WHERE org_id = ${org} AND environment_id = ${id}`;
    return {
      environments: sql`id = ${id}`,
      folders: sql`environment_id = ${id}`,
      ...ofFolders(org, within),
      secret_imports: sql`(folder_id IN (${within}) OR import_environment_id = ${id})`,
    };
  },
  project: (org: Id, id: Id): Scope => ({
    projects: sql`id = ${id}`,
    project_keys: sql`project_id = ${id}`,
    environments: sql`project_id = ${id}`,
    folders: sql`project_id = ${id}`,
    tags: sql`project_id = ${id}`,
    secrets: sql`project_id = ${id}`,
    secret_imports: sql`project_id = ${id}`,
    ...ofSecrets(sql`SELECT id FROM secrets WHERE org_id = ${org} AND project_id = ${id}`),
  }),
  group: (): Scope => ({}),
};

/** Keeps a thing that is about to be deleted, with every row that goes with it. */
export async function keepDeleted(
  tx: Tx,
  org: Id,
  { changes, ...row }: Omit<DeletedRow, 'changes'> & { changes: readonly Change[] },
): Promise<void> {
  await tx
    .insertInto('deleted_things')
    .values({ org_id: org, ...row, changes: JSON.stringify(changes) })
    .execute();
  for (const [of, which] of Object.entries(scopes[row.kind](org, row.id)))
    if (which)
      await sql`INSERT INTO deleted_rows (org_id, thing_id, of, row)
        SELECT ${org}::uuid, ${row.id}::uuid, ${of}, to_jsonb(t) FROM ${sql.table(of)} t
        WHERE t.org_id = ${org} AND ${which}`.execute(tx);
}

/** What was changed of access by the deletion, which is known only once it is planned. */
export const noteChanges = (tx: Tx, org: Id, id: Id, changes: readonly Change[]) =>
  tx
    .updateTable('deleted_things')
    .set({ changes: JSON.stringify(changes) })
    .where('org_id', '=', org)
    .where('id', '=', id)
    .execute();

const columns = [
  'id',
  'kind',
  'name',
  'project_id',
  'changes',
  'deleted_at',
  'deleted_by',
  'deleted_by_kind',
  'expires_at',
] as const;

/** What can still be brought back, the newest first; at most so many. */
export const listDeleted = (
  db: Db,
  org: Id,
  { at, project, limit }: { at: Date; project?: Id | undefined; limit: number },
): Promise<DeletedRow[]> => {
  const query = db
    .selectFrom('deleted_things')
    .select(columns)
    .where('org_id', '=', org)
    .where('expires_at', '>', at);
  return (project === undefined ? query : query.where('project_id', '=', project))
    .orderBy('deleted_at', 'desc')
    .orderBy('id')
    .limit(limit)
    .execute() as Promise<DeletedRow[]>;
};

const one = (db: Db, org: Id, id: Id, at: Date) =>
  db
    .selectFrom('deleted_things')
    .select(columns)
    .where('org_id', '=', org)
    .where('id', '=', id)
    .where('expires_at', '>', at);

export const deletedById = (...asked: [Db, Id, Id, Date]): Promise<DeletedRow | undefined> =>
  one(...asked).executeTakeFirst() as Promise<DeletedRow | undefined>;

/** One of them, locked. */
export const lockDeleted = (...asked: [Tx, Id, Id, Date]): Promise<DeletedRow | undefined> =>
  one(...asked)
    .forUpdate()
    .executeTakeFirst() as Promise<DeletedRow | undefined>;

/** Forgets a thing, and every row that was kept with it. */
export const dropDeleted = (tx: Tx, org: Id, id: Id) =>
  tx.deleteFrom('deleted_things').where('org_id', '=', org).where('id', '=', id).execute();

/** Forgets what can be brought back no more. */
export const deleteOver = (db: Db, at: Date) =>
  db.deleteFrom('deleted_things').where('expires_at', '<=', at).execute();

/** A secret or a folder that was deleted, as rules look at it where it would come back; by the names that are in force now. */
export type DeletedPlace = {
  kind: 'secrets' | 'secret-folders' | 'secret-imports';
  environment: string;
  path: string;
  key: string | null;
  tags: string[];
};

/** Every secret, folder and import that comes back with a thing; of a folder that is there still, where it stands now. */
export const placesOfDeleted = async (db: Db, org: Id, id: Id): Promise<DeletedPlace[]> =>
  (
    await sql<DeletedPlace>`WITH kept AS (SELECT of, row FROM deleted_rows WHERE org_id = ${org} AND thing_id = ${id}),
      place AS (
        SELECT f.row->>'id' AS id, f.row->>'path' AS path, f.row->>'environment_id' AS environment_id,
          f.row->>'parent_id' AS parent FROM kept f WHERE f.of = 'folders'
        UNION ALL SELECT f.id::text, f.path, f.environment_id::text, f.parent_id::text FROM folders f
          WHERE f.org_id = ${org} AND f.id::text IN (SELECT row->>'folder_id' FROM kept WHERE of IN ('secrets', 'secret_imports'))),
      environment AS (
        SELECT row->>'id' AS id, row->>'slug' AS slug FROM kept WHERE of = 'environments'
        UNION ALL SELECT e.id::text, e.slug FROM environments e WHERE e.org_id = ${org}
          AND e.id::text IN (SELECT environment_id FROM place))
      SELECT 'secrets' AS kind, e.slug AS environment, p.path, s.row->>'key' AS key,
        array(SELECT t.slug FROM kept st JOIN tags t ON t.org_id = ${org} AND t.id::text = st.row->>'tag_id'
          WHERE st.of = 'secret_tags' AND st.row->>'secret_id' = s.row->>'id') AS tags
        FROM kept s JOIN place p ON p.id = s.row->>'folder_id' JOIN environment e ON e.id = p.environment_id
        WHERE s.of = 'secrets'
      UNION ALL SELECT 'secret-folders', e.slug, p.path, NULL, '{}' FROM kept f
        JOIN place p ON p.id = f.row->>'id' JOIN environment e ON e.id = p.environment_id
        WHERE f.of = 'folders' AND p.parent IS NOT NULL
      UNION ALL SELECT 'secret-imports', e.slug, p.path, NULL, '{}' FROM kept i
        JOIN place p ON p.id = i.row->>'folder_id' JOIN environment e ON e.id = p.environment_id
        WHERE i.of = 'secret_imports'`.execute(db)
  ).rows;

/** The row itself of the thing, of its own table. */
export const rowOfDeleted = async (
  db: Db,
  org: Id,
  id: Id,
  of: string,
): Promise<Record<string, unknown> | undefined> =>
  (
    await sql<{ row: Record<string, unknown> }>`SELECT row FROM deleted_rows
      WHERE org_id = ${org} AND thing_id = ${id} AND of = ${of} AND row->>'id' = ${id}`.execute(db)
  ).rows[0]?.row;

/** Moves folders that are kept to where the folder above them stands now. */
export const moveDeleted = (tx: Tx, org: Id, id: Id, from: string, to: string) =>
  sql`UPDATE deleted_rows SET row = jsonb_set(row, '{path}', to_jsonb(${to}::text || substr(row->>'path', ${from.length + 1})))
    WHERE org_id = ${org} AND thing_id = ${id} AND of = 'folders'`.execute(tx);

/** Writes the rows of a thing back, as far as what they need is there; its project's own columns, too. */
export async function writeDeleted(tx: Tx, org: Id, id: Id): Promise<void> {
  await sql`UPDATE projects p SET description = r.description, type = r.type, has_delete_protection = r.has_delete_protection,
      auto_capitalization = r.auto_capitalization, audit_logs_retention_days = r.audit_logs_retention_days, created_at = r.created_at
    FROM deleted_rows d CROSS JOIN LATERAL jsonb_populate_record(NULL::projects, d.row) r
    WHERE d.org_id = ${org} AND d.thing_id = ${id} AND d.of = 'projects' AND p.org_id = r.org_id AND p.id = r.id`.execute(
    tx,
  );
  for (const [of, canBe] of Object.entries(tables)) {
    const { rows } = await sql<{
      column_name: string;
    }>`SELECT c.column_name FROM information_schema.columns c
      WHERE c.table_schema = current_schema() AND c.table_name = ${of} AND c.is_generated = 'NEVER'
        AND c.column_name IN (SELECT jsonb_object_keys(row) FROM (SELECT row FROM deleted_rows
          WHERE org_id = ${org} AND thing_id = ${id} AND of = ${of} LIMIT 1) one)`.execute(tx);
    if (rows.length === 0) continue;
    const named = rows.map(({ column_name }) => column_name);
    await sql`INSERT INTO ${sql.table(of)} (${sql.join(named.map((one) => sql.ref(one)))})
      SELECT ${sql.join(named.map((one) => sql.ref(`r.${one}`)))}
      FROM deleted_rows d CROSS JOIN LATERAL jsonb_populate_record(NULL::${sql.table(of)}, d.row) r
      WHERE d.org_id = ${org} AND d.thing_id = ${id} AND d.of = ${of} AND ${canBe}
      ORDER BY d.n`.execute(tx);
  }
}
