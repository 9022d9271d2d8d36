import type { Id } from '@coterie/kernel';
import { sql } from 'kysely';
import type { Checkpoint, LogName } from '../../crypto/log-keys.ts';
import type { Db, Tx } from '../db.ts';

export type StoredCheckpoint = Checkpoint & { org: Id };

/** What has come to a log of an organization since its newest checkpoint. */
export type Behind = { org: Id; log: LogName; entries: number; since: Date | null };

/** The logs that are ahead of their newest checkpoint. */
export const logsBehind = async (db: Db): Promise<Behind[]> =>
  (
    await sql<Behind>`SELECT ends.org_id AS org, ends.log, ends.last - coalesce(c.position, 0) AS entries, c.at AS since
      FROM (SELECT org_id, 'access' AS log, version AS last FROM access_heads
        UNION ALL
        SELECT o.id, 'trail', t.last FROM organizations o
        CROSS JOIN LATERAL (SELECT max(position) AS last FROM trail WHERE org_id = o.id AND position IS NOT NULL) t) ends
      LEFT JOIN LATERAL (SELECT position, at FROM checkpoints
        WHERE org_id = ends.org_id AND log = ends.log ORDER BY position DESC LIMIT 1) c ON true
      WHERE ends.last > coalesce(c.position, 0)`.execute(db)
  ).rows;

/** Organizations with entries that have no place in the chain yet. */
export const organizationsUnplaced = async (db: Db): Promise<Id[]> =>
  (
    await db.selectFrom('trail').select('org_id').distinct().where('position', 'is', null).execute()
  ).map(({ org_id }) => org_id);

export const insertCheckpoint = (
  tx: Tx,
  { org, log, position, digest, at, signature }: StoredCheckpoint,
) =>
  tx
    .insertInto('checkpoints')
    .values({ org_id: org, log, position, digest, at, signature })
    .execute();

const found = (row: Checkpoint & { org_id: Id }): StoredCheckpoint => ({ ...row, org: row.org_id });

export const checkpointsOf = async (db: Db, org: Id, log: LogName): Promise<StoredCheckpoint[]> =>
  (
    await db
      .selectFrom('checkpoints')
      .selectAll()
      .where('org_id', '=', org)
      .where('log', '=', log)
      .orderBy('position')
      .execute()
  ).map(found);

/** Those made since a moment, by whichever node. */
export const checkpointsSince = async (db: Db, at: Date): Promise<StoredCheckpoint[]> =>
  (
    await db.selectFrom('checkpoints').selectAll().where('at', '>=', at).orderBy('at').execute()
  ).map(found);

/** Lines of a log after a position, oldest first; those of the trail that have their place. */
export async function linesAfter(
  db: Db,
  org: Id,
  log: LogName,
  { after, limit }: { after: number; limit: number },
): Promise<{ position: number; at: Date; entry: string }[]> {
  if (log === 'access')
    return db
      .selectFrom('access_log')
      .select(['version as position', 'at', 'entry'])
      .where('org_id', '=', org)
      .where('version', '>', after)
      .orderBy('version')
      .limit(limit)
      .execute();
  const rows = await db
    .selectFrom('trail')
    .select(['position', 'at', 'entry'])
    .where('org_id', '=', org)
    .where('position', '>', after)
    .orderBy('position')
    .limit(limit)
    .execute();
  return rows.map((row) => ({ ...row, position: row.position ?? 0 }));
}
