import { sql } from 'kysely';
import type { Db } from '../../src/store/db.ts';

/** What tells of use, and not of what there is. */
const ofUse = ['tokens', 'throttles', 'known_places', 'sign_ins', 'checkpoints', 'followers'];

/** A digest of the rows of every table but these, to see whether anything was written; where entries stand in the trail is settled later. */
export async function contentsOf(
  db: Db,
  without: readonly string[] = [],
): Promise<Record<string, string>> {
  const { rows: tables } = await sql<{ name: string }>`
    select tablename as name from pg_tables where schemaname = 'public' order by 1`.execute(db);
  const each = tables
    .filter(({ name }) => !ofUse.includes(name) && !without.includes(name))
    .map(
      ({ name }) => sql<{ name: string; digest: string | null }>`
        select ${sql.lit(name)} as name, md5(string_agg(row, '|' order by row)) as digest
        from (select (to_jsonb(t) - 'position')::text as row from ${sql.table(name)} t) rows`,
    );
  const { rows } = await sql<{ name: string; digest: string | null }>`
    ${sql.join(each, sql` union all `)}`.execute(db);
  return Object.fromEntries(rows.map(({ name, digest }) => [name, digest ?? '']));
}
