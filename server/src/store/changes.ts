import type { Id } from '@coterie/kernel';
import { sql } from 'kysely';
import type { Db } from './db.ts';
import { Prepared } from './prepared.ts';

/** What a committed transaction changed of what nodes hold. */
export type Told =
  /** An organization's access version moved. */
  | { kind: 'access'; org: Id; version: number }
  /** A token is gone, or another than it was. */
  | { kind: 'token'; id: Id }
  /** What is read with every token moved. */
  | { kind: 'tokens' }
  /** A secret was written or is gone, which stands or stood in that folder. */
  | { kind: 'secret'; folder: Id; secret: Id }
  /** Anything of a folder's secrets. */
  | { kind: 'folder'; folder: Id }
  /** Environments, folders or imports of a project. */
  | { kind: 'places'; project: Id }
  | { kind: 'all' };

/** What was told since a snapshot, and the snapshot of the telling (PostgreSQL: pg_current_snapshot). */
export type Telling = {
  snapshot: string;
  /** Names the run of changes: another one after a crash, a failover or a restore. */
  run: string;
  /** Whether changes may have been swept away that the asker was not told of. */
  isLate: boolean;
  told: Told[];
};

type Row = {
  kind: string | null;
  org_id: string | null;
  id: string | null;
  secret_id: string | null;
  version: number | null;
  snapshot: string | null;
  run: string | null;
  late: boolean | null;
};

/** Whatever was committed since: also by transactions that began before it. */
const since = new Prepared((db, snapshot: string) => {
  const statement = sql<Row>`WITH asked AS MATERIALIZED (SELECT ${snapshot}::pg_snapshot AS s)
    SELECT NULL AS kind, NULL::uuid AS org_id, NULL::uuid AS id, NULL::uuid AS secret_id, NULL::bigint AS version,
      pg_current_snapshot()::text AS snapshot,
      (SELECT run FROM changes_mark)::text || pg_postmaster_start_time()::text AS run,
      (SELECT swept FROM changes_mark) >= pg_snapshot_xmin(s) AS late
    FROM asked
    UNION ALL
    SELECT changes.kind, changes.org_id, changes.id, changes.secret_id, changes.version, NULL, NULL, NULL
    FROM changes
    WHERE changes.x >= (SELECT pg_snapshot_xmin(s) FROM asked)
      AND NOT pg_visible_in_snapshot(changes.x, (SELECT s FROM asked))`;
  return { compile: () => statement.compile(db) };
});

/** A snapshot before which nothing was held. */
export const noSnapshot = '1:1:';

/** What was committed between a snapshot and now; null where the run of changes has no mark yet. */
export async function changesSince(db: Db, snapshot: string): Promise<Telling | null> {
  const rows = await since.rows(db, snapshot);
  const head = rows.find((row) => row.snapshot !== null);
  if (!head?.snapshot || !head.run) return null;
  return {
    snapshot: head.snapshot,
    run: head.run,
    isLate: head.late !== false,
    told: rows.filter((row) => row !== head).map(toldBy),
  };
}

function toldBy({ kind, org_id, id, secret_id, version }: Row): Told {
  if (kind === 'access' && org_id && version !== null) return { kind, org: org_id, version };
  if (kind === 'token' && id) return { kind, id };
  if (kind === 'tokens') return { kind };
  if (kind === 'secret' && id && secret_id) return { kind, folder: id, secret: secret_id };
  if (kind === 'folder' && id) return { kind, folder: id };
  if (kind === 'places' && id) return { kind, project: id };
  return { kind: 'all' };
}

/** Begins a run of changes where there is none. */
export const markChanges = (db: Db) =>
  sql`INSERT INTO changes_mark DEFAULT VALUES ON CONFLICT DO NOTHING`.execute(db);

/** Takes away what transactions to come would be taken for: a dump from another server brought it. */
export const deleteForeignChanges = (db: Db) =>
  sql`DELETE FROM changes WHERE x >= pg_snapshot_xmax(pg_current_snapshot())`.execute(db);

/** Takes away changes of ten minutes ago and before, and notes up to which transaction. */
export const sweepChanges = (db: Db) =>
  sql`WITH gone AS (DELETE FROM changes WHERE at < now() - interval '10 minutes' RETURNING x)
    UPDATE changes_mark SET swept = greatest(swept, newest.x)
    FROM (SELECT x FROM gone ORDER BY x DESC LIMIT 1) newest`.execute(db);

/** Whether the engine has snapshots that can be told apart, and stands where changes are made. */
export async function hasSnapshots(db: Db): Promise<boolean> {
  try {
    const { rows } = await sql<{ can: boolean }>`
      SELECT pg_visible_in_snapshot('1'::xid8, pg_current_snapshot()) AND NOT pg_is_in_recovery() AS can`.execute(
      db,
    );
    return rows[0]?.can === true;
  } catch {
    return false;
  }
}
