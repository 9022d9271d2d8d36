import type { Id } from '@coterie/kernel';
import type { LogKeys } from '../crypto/log-keys.ts';
import type { Db, Tx } from './db.ts';
import type { Entry } from './log.ts';

/** Leaves an entry beside the access log. It locks nothing: many are left at once, and no change of access waits. */
export async function leaveEntry(
  db: Db,
  keys: LogKeys,
  org: Id,
  at: Date,
  access_version: number,
  entry: Entry,
): Promise<void> {
  const text = JSON.stringify(entry);
  await db
    .insertInto('trail')
    .values({
      org_id: org,
      at,
      access_version,
      entry: text,
      mac: keys.entryMac(org, at, access_version, text),
      position: null,
    })
    .execute();
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
