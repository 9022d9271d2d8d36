import type { Id } from '@coterie/kernel';
import { sql } from 'kysely';
import type { Db, Tx } from '../db.ts';

const bytes = (marks: readonly Buffer[]) => sql`${sql.val([...marks])}::bytea[]`;

/** Keeps what a secret's value refers to, by marks, in the place of what was kept before. */
export async function setReferences(tx: Tx, org: Id, secret: Id, marks: readonly Buffer[]) {
  await sql`DELETE FROM secret_references WHERE org_id = ${org} AND secret_id = ${secret}`.execute(
    tx,
  );
  if (marks.length > 0)
    await sql`INSERT INTO secret_references (org_id, secret_id, mark)
      SELECT DISTINCT ${org}::uuid, ${secret}::uuid, mark FROM unnest(${bytes(marks)}) mark`.execute(
      tx,
    );
}

/** The secrets whose values have any of these marks, locked, so that none changes before the end of the transaction. */
export const lockReferrers = async (tx: Tx, org: Id, marks: readonly Buffer[]): Promise<Id[]> =>
  (
    await sql<{ id: Id }>`SELECT id FROM secrets WHERE org_id = ${org} AND id IN (
        SELECT secret_id FROM secret_references WHERE org_id = ${org} AND mark = ANY(${bytes(marks)}))
      ORDER BY id FOR UPDATE`.execute(tx)
  ).rows.map(({ id }) => id);

/** The folders that import this one, and those that import these, ten deep. */
export const importersOf = async (
  db: Db,
  org: Id,
  { environment, path }: { environment: Id; path: string },
): Promise<Id[]> =>
  (
    await sql<{ id: Id }>`WITH RECURSIVE importer AS (
        SELECT m.folder_id AS id, 1 AS depth FROM secret_imports m
          WHERE m.org_id = ${org} AND m.import_environment_id = ${environment} AND m.import_path = ${path}
        UNION SELECT m.folder_id, i.depth + 1 FROM importer i
          JOIN folders f ON f.org_id = ${org} AND f.id = i.id
          JOIN secret_imports m ON m.org_id = ${org} AND m.import_environment_id = f.environment_id
            AND m.import_path = f.path
          WHERE i.depth < 10)
      SELECT DISTINCT id FROM importer`.execute(db)
  ).rows.map(({ id }) => id);
