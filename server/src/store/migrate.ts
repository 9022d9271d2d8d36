import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { sql } from 'kysely';
import type { Db } from './db.ts';

const folder = new URL('../../migrations/', import.meta.url);

export const migrationFiles = (): string[] =>
  readdirSync(folder)
    .filter((name) => /^\d{4}_.*\.sql$/.test(name))
    .sort();

/** The database is not one that this server may bring up to date. */
export class CannotMigrate extends Error {}

/**
 * Brings the schema up to date, or up to the file `last`; several nodes may start at once. Gives the files applied.
 * Refuses a database that a newer server has migrated, or that was migrated by other texts than these.
 */
export async function migrate(
  db: Db,
  onProgress: (text: string) => void = () => {},
  last?: string,
): Promise<string[]> {
  await sql`CREATE TABLE IF NOT EXISTS migrations (name text PRIMARY KEY, applied_at timestamptz NOT NULL DEFAULT now())`
    .execute(db)
    .catch(ignoreTwin);
  await mustBeKnown(db);
  const applied: string[] = [];
  for (const name of migrationFiles()) {
    if (last !== undefined && name > last) break;
    const isNew = await db.transaction().execute(async (tx) => {
      await sql`LOCK TABLE migrations IN EXCLUSIVE MODE`.execute(tx);
      const known = await sql`SELECT 1 FROM migrations WHERE name = ${name}`.execute(tx);
      if (known.rows.length > 0) return false;
      for (const statement of statements(textOf(name))) await sql.raw(statement).execute(tx);
      await sql`INSERT INTO migrations (name) VALUES (${name})`.execute(tx);
      return true;
    });
    if (!isNew) continue;
    applied.push(name);
    onProgress(`migrated ${name}`);
  }
  if (last === undefined) await noteDigests(db);
  return applied;
}

const textOf = (name: string): string => readFileSync(new URL(name, folder), 'utf8');
const digestOf = (name: string): string => createHash('sha256').update(textOf(name)).digest('hex');

async function mustBeKnown(db: Db): Promise<void> {
  const { rows } = await sql<{ row: { name: string; digest?: string | null } }>`
    SELECT to_json(migrations) AS row FROM migrations`.execute(db);
  const files = new Set(migrationFiles());
  const unknown = rows.map(({ row }) => row.name).filter((name) => !files.has(name));
  if (unknown.length > 0)
    throw new CannotMigrate(
      `a newer version of Coterie has worked on this database (${unknown.sort().join(', ')}).\nStart that version or a newer one. Nothing was changed.`,
    );
  const edited = rows.filter(({ row }) => row.digest && row.digest !== digestOf(row.name));
  if (edited.length > 0)
    throw new CannotMigrate(
      `migrations have other texts than when they were applied to this database (${edited.map(({ row }) => row.name).join(', ')}).\nStart an unchanged copy of Coterie. Nothing was changed.`,
    );
}

/** What was applied before texts were kept is taken to be what stands here. */
async function noteDigests(db: Db): Promise<void> {
  for (const name of migrationFiles())
    await sql`UPDATE migrations SET digest = ${digestOf(name)} WHERE name = ${name} AND digest IS NULL`.execute(
      db,
    );
}

/** Statements end with a semicolon at the end of a line; a function's body stands on one line. */
const statements = (text: string): string[] =>
  text
    .split(/;\s*$/m)
    .map((statement) => statement.trim())
    .filter((statement) => statement.replace(/^--.*$/gm, '').trim() !== '');

/** `IF NOT EXISTS` still collides when two nodes create at the same moment; the other one has made it. */
function ignoreTwin(error: unknown): void {
  if (!['23505', '42P07', '42710'].includes((error as { code?: string }).code ?? '')) throw error;
}
