import type { Id } from '@coterie/kernel';
import { sql } from 'kysely';
import type { LogName } from '../../crypto/log-keys.ts';
import type { Db, Tx } from '../db.ts';

/** What has come to a log of an organization since a reader came so far. */
export type Behind = { org: Id; log: LogName; entries: number; since: Date | null };
/** A reader's place in a log, held by a node until the lease is over or another holder has a higher fence. */
export type Lease = { reader: string; org: Id; log: LogName; fence: number; position: number };

/** The logs in which a reader is behind. */
export const logsBehind = async (db: Db, reader: string): Promise<Behind[]> =>
  (
    await sql<Behind>`
      SELECT ends.org_id AS org, ends.log, ends.last - coalesce(f.position, 0) AS entries, f.moved_at AS since
      FROM (SELECT org_id, 'access' AS log, version AS last FROM access_heads
        UNION ALL
        SELECT o.id, 'trail', t.last FROM organizations o
        CROSS JOIN LATERAL (SELECT max(position) AS last FROM trail WHERE org_id = o.id AND position IS NOT NULL) t) ends
      LEFT JOIN followers f ON f.reader = ${reader} AND f.org_id = ends.org_id AND f.log = ends.log
      WHERE ends.last > coalesce(f.position, 0)`.execute(db)
  ).rows;

/** Holds a reader's place for so many milliseconds of the database's clock; undefined while another node holds it. */
export async function takeLease(
  db: Db,
  { reader, org, log }: Omit<Lease, 'fence' | 'position'>,
  holder: Id,
  milliseconds: number,
): Promise<Lease | undefined> {
  const until = sql<Date>`clock_timestamp() + ${milliseconds} * interval '1 millisecond'`;
  const row = await db
    .insertInto('followers')
    .values({ reader, org_id: org, log, holder, fence: 1, held_until: until })
    .onConflict((conflict) =>
      conflict
        .columns(['reader', 'org_id', 'log'])
        .doUpdateSet({ holder, fence: sql`followers.fence + 1`, held_until: until })
        .where('followers.held_until', '<', sql<Date>`clock_timestamp()`),
    )
    .returning(['fence', 'position'])
    .executeTakeFirst();
  return row && { reader, org, log, ...row };
}

const ofLease = ({ reader, org, log, fence }: Lease) =>
  sql<boolean>`reader = ${reader} AND org_id = ${org} AND log = ${log} AND fence = ${fence}`;

/** Notes how far a reader has come, and holds its place on; false when another has taken it over. */
export async function moveOn(
  tx: Tx,
  lease: Lease,
  { position, at, milliseconds }: { position: number; at: Date; milliseconds: number },
): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('followers')
    .set({
      position,
      moved_at: at,
      held_until: sql<Date>`clock_timestamp() + ${milliseconds} * interval '1 millisecond'`,
    })
    .where(ofLease(lease))
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

/** Gives a reader's place back before its time. */
export const endLease = (db: Db, lease: Lease) =>
  db
    .updateTable('followers')
    .set({ held_until: new Date(0) })
    .where(ofLease(lease))
    .execute();
