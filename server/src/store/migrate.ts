import { readdirSync, readFileSync } from 'node:fs';
import { sql } from 'kysely';
import type { Db } from './db.ts';

const folder = new URL('../../migrations/', import.meta.url);

export const migrationFiles = (): string[] =>
  readdirSync(folder)
    .filter((name) => /^\d{4}_.*\.sql$/.test(name))
    .sort();

/** Brings the schema up to date, or up to the file `last`; several nodes may start at once. Gives the files applied. */
export async function migrate(
  db: Db,
  onProgress: (text: string) => void = () => {},
  last?: string,
): Promise<string[]> {
  await sql`CREATE TABLE IF NOT EXISTS migrations (name text PRIMARY KEY, applied_at timestamptz NOT NULL DEFAULT now())`
    .execute(db)
    .catch(ignoreTwin);
  const applied: string[] = [];
  for (const name of migrationFiles()) {
    if (last !== undefined && name > last) break;
    const isNew = await db.transaction().execute(async (tx) => {
      await sql`LOCK TABLE migrations IN EXCLUSIVE MODE`.execute(tx);
      const known = await sql`SELECT 1 FROM migrations WHERE name = ${name}`.execute(tx);
      if (known.rows.length > 0) return false;
      for (const statement of statements(readFileSync(new URL(name, folder), 'utf8')))
        await sql.raw(statement).execute(tx);
      await sql`INSERT INTO migrations (name) VALUES (${name})`.execute(tx);
      return true;
    });
    if (!isNew) continue;
    applied.push(name);
    onProgress(`migrated ${name}`);
  }
  return applied;
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
