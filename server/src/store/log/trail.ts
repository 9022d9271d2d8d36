import type { Id } from '@coterie/kernel';
import { sql } from 'kysely';
import type { LogKeys } from '../../crypto/log-keys.ts';
import type { Db, Tx } from '../db.ts';
import type { Entry } from './log.ts';

/** Leaves an entry beside the access log. It locks nothing: many are left at once, and no change of access waits. */
export async function leaveEntry(
  db: Db,
  keys: LogKeys,
  { org, at, version }: { org: Id; at: Date; version: number },
  entry: Entry,
): Promise<void> {
  const text = JSON.stringify(entry);
  await db
    .insertInto('trail')
    .values({
      org_id: org,
      at,
      access_version: version,
      entry: text,
      mac: keys.entryMac(org, at, version, text),
      position: null,
    })
    .execute();
}

/** What was left after `floor` in the logs of some organizations, but for entries that were seen; oldest first. */
export const entriesSince = async (
  db: Db,
  asked: readonly { org: Id; floor: number }[],
  seen: readonly number[],
  limit: number,
): Promise<{ org_id: Id; n: number; at: Date; entry: string }[]> =>
  (
    await sql<{ org_id: Id; n: number; at: Date; entry: string }>`
      SELECT t.org_id, t.n, t.at, t.entry
      FROM unnest(${asked.map(({ org }) => org)}::uuid[], ${asked.map(({ floor }) => floor)}::bigint[]) AS asked (org, floor)
      JOIN trail t ON t.org_id = asked.org AND t.n > asked.floor
      WHERE t.n <> ALL(${seen}::bigint[])
      ORDER BY t.n LIMIT ${limit}`.execute(db)
  ).rows;

/** Where reading begins: the newest entry from before a moment, and those since, which were left already. */
export async function entriesNow(
  db: Db,
  org: Id,
  since: Date,
): Promise<{ floor: number; seen: number[] }> {
  const { rows } = await sql<{ n: number; is_old: boolean }>`
    (SELECT n, true AS is_old FROM trail WHERE org_id = ${org} AND at < ${since} ORDER BY n DESC LIMIT 1)
    UNION ALL SELECT n, false FROM trail WHERE org_id = ${org} AND at >= ${since}`.execute(db);
  const old = rows.filter(({ is_old }) => is_old).map(({ n }) => n);
  return { floor: old[0] ?? 0, seen: rows.filter(({ is_old }) => !is_old).map(({ n }) => n) };
}

/** Entries that have no place in the chain yet, oldest first. */
export const newEntries = (tx: Tx, org: Id, limit: number) =>
  tx
    .selectFrom('trail')
    .selectAll()
    .where('org_id', '=', org)
    .where('position', 'is', null)
    .orderBy('n')
    .limit(limit)
    .execute();

export const setPosition = (tx: Tx, org: Id, n: number, position: number) =>
  tx.updateTable('trail').set({ position }).where('org_id', '=', org).where('n', '=', n).execute();

export const lastPosition = async (db: Db, org: Id): Promise<number> =>
  (
    await db
      .selectFrom('trail')
      .select((e) => e.fn.max('position').as('last'))
      .where('org_id', '=', org)
      .executeTakeFirst()
  )?.last ?? 0;

/** The first entry that is not what was written, or is missing among those that have their places; and the number of all. */
export async function verifyTrail(
  db: Db,
  org: Id,
  keys: LogKeys,
): Promise<{ entries: number; brokenAt: number | null }> {
  let entries = 0;
  let position = 0;
  let brokenAt: number | null = null;
  for (let after: { position: number; n: number } = { position: 0, n: 0 }; brokenAt === null; ) {
    const rows = await trailPage(db, org, after);
    for (const row of rows) {
      entries++;
      const expected = keys.entryMac(org, row.at, row.access_version, row.entry);
      if (row.position !== null && row.position !== ++position) brokenAt ??= position;
      if (!row.mac.equals(expected)) brokenAt ??= row.position ?? position + 1;
      after = { position: row.position ?? Number.MAX_SAFE_INTEGER, n: row.n };
    }
    if (rows.length < page) break;
  }
  return { entries, brokenAt };
}

const page = 1000;

/** By position, those without one last. */
const trailPage = async (db: Db, org: Id, after: { position: number; n: number }) =>
  (
    await sql<TrailRow>`SELECT * FROM trail WHERE org_id = ${org}
      AND (coalesce(position, ${Number.MAX_SAFE_INTEGER}::bigint), n) > (${after.position}::bigint, ${after.n}::bigint)
      ORDER BY coalesce(position, ${Number.MAX_SAFE_INTEGER}::bigint), n LIMIT ${page}`.execute(db)
  ).rows;
type TrailRow = {
  n: number;
  position: number | null;
  at: Date;
  access_version: number;
  entry: string;
  mac: Buffer;
};
