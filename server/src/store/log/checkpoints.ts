import type { Id } from '@coterie/kernel';
import type { Checkpoint, LogName } from '../../crypto/log-keys.ts';
import type { Db, Tx } from '../db.ts';

export type StoredCheckpoint = Checkpoint & { org: Id };

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

export type LogLine = { position: number; at: Date; entry: string };

/** Lines of a log after a position, oldest first; those of the trail that have their place. */
export async function linesAfter(
  db: Db,
  org: Id,
  log: LogName,
  { after, limit }: { after: number; limit: number },
): Promise<LogLine[]> {
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
