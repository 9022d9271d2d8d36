import { sql } from 'kysely';
import type { Db, Tx } from '../db.ts';

/**
 * A count of failed attempts under one key: so many are `free`, then each doubles the wait, from one second up to
 * `longest` seconds; with `fixed` every wait is the longest. Failures older than `reset` seconds no longer count.
 * An attempt that was right is forgiven: it sets the count back, where `forgives` says so.
 */
export type Bucket = {
  key: string;
  free: number;
  longest: number;
  fixed: boolean;
  reset: number;
  forgives: boolean;
};

/** An attempt under way for longer than this (seconds) is taken for lost with its node. */
const lost = 60;

const wanted = (buckets: readonly Bucket[]) =>
  sql`(SELECT * FROM json_to_recordset(${JSON.stringify(buckets)}::json)
    AS one (key text, free int, longest int, fixed bool, reset int, forgives bool))`;

const isOld = sql`(throttles.updated_at < clock_timestamp() - excluded_reset.reset * interval '1 second')`;
const failuresNow = sql`(CASE WHEN ${isOld} THEN 0 ELSE throttles.failures END)`;
const pendingNow = sql`(CASE WHEN throttles.pending_since < clock_timestamp() - ${sql.lit(lost)} * interval '1 second' THEN 0 ELSE throttles.pending END)`;

/**
 * Counts an attempt under each key before anything is looked at, in one statement and by the database's clock. Gives
 * the keys under which it was counted: where it is not all of them, the attempt has to wait and must be given back.
 */
export async function takeAttempt(db: Db, buckets: readonly Bucket[]): Promise<string[]> {
  const { rows } = await sql<{ key: string }>`
    WITH wanted AS MATERIALIZED ${wanted(buckets)}
    INSERT INTO throttles (key, failures, pending, pending_since, updated_at)
    SELECT key, 0, 1, clock_timestamp(), clock_timestamp() FROM wanted ORDER BY key
    ON CONFLICT (key) DO UPDATE SET
      failures = (SELECT ${failuresNow} FROM wanted excluded_reset WHERE excluded_reset.key = throttles.key),
      pending = ${pendingNow} + 1,
      pending_since = clock_timestamp()
    WHERE (throttles.blocked_until IS NULL OR throttles.blocked_until <= clock_timestamp())
      AND (SELECT ${pendingNow} = 0 OR ${failuresNow} + ${pendingNow} < excluded_reset.free
        FROM wanted excluded_reset WHERE excluded_reset.key = throttles.key)
    RETURNING throttles.key`.execute(db);
  return rows.map(({ key }) => key);
}

/** For how long (milliseconds) attempts under each of these keys have to wait; none where they only wait for others under way. */
export async function blockedFor(db: Db, buckets: readonly Bucket[]): Promise<Map<string, number>> {
  const { rows } = await sql<{ key: string; milliseconds: number }>`
    SELECT key, ceil(extract(epoch FROM blocked_until - clock_timestamp()) * 1000)::int AS milliseconds FROM throttles
    WHERE key IN (SELECT key FROM ${wanted(buckets)} AS wanted)
      AND blocked_until > clock_timestamp()`.execute(db);
  return new Map(rows.map(({ key, milliseconds }) => [key, milliseconds]));
}

/** An attempt is over: it failed, it was right, or it came to nothing and is given back. */
export const endAttempt = (
  db: Db,
  buckets: readonly Bucket[],
  how: 'failed' | 'right' | 'nothing',
) =>
  sql`WITH wanted AS MATERIALIZED ${wanted(buckets)},
    held AS MATERIALIZED (SELECT key FROM throttles WHERE key IN (SELECT key FROM wanted) ORDER BY key FOR UPDATE)
    UPDATE throttles SET
      pending = greatest(throttles.pending - 1, 0),
      failures = ${how === 'failed' ? sql`throttles.failures + 1` : how === 'right' ? sql`CASE WHEN wanted.forgives THEN 0 ELSE throttles.failures END` : sql`throttles.failures`},
      updated_at = ${how === 'failed' ? sql`clock_timestamp()` : sql`throttles.updated_at`},
      blocked_until = ${
        how === 'failed'
          ? sql`CASE WHEN throttles.failures + 1 < wanted.free THEN NULL ELSE clock_timestamp()
              + CASE WHEN wanted.fixed THEN wanted.longest
                ELSE least(wanted.longest, 2 ^ least(throttles.failures + 1 - wanted.free, 20)) END * interval '1 second' END`
          : how === 'right'
            ? sql`CASE WHEN wanted.forgives THEN NULL ELSE throttles.blocked_until END`
            : sql`throttles.blocked_until`
      }
    FROM wanted, held WHERE throttles.key = wanted.key AND held.key = wanted.key`.execute(db);

/** Counts that no longer count. */
export const deleteOldThrottles = (db: Db) =>
  sql`DELETE FROM throttles WHERE updated_at < clock_timestamp() - interval '1 day'
    AND (blocked_until IS NULL OR blocked_until < clock_timestamp())`.execute(db);

/** Whether someone has signed in from any of these places before. */
export const isKnownPlace = async (db: Db, account: string, places: readonly string[]) =>
  (
    await db
      .selectFrom('known_places')
      .select('place')
      .where('account', '=', account)
      .where('place', 'in', places)
      .execute()
  ).map(({ place }) => place);

/** Remembers from where someone signed in; written at most once a day for each place. */
export const rememberPlaces = (db: Db, account: string, places: readonly string[]) =>
  sql`INSERT INTO known_places (account, place)
    SELECT ${account}, place FROM unnest(${sql.val([...places].sort())}::text[]) AS one (place)
    ON CONFLICT (account, place) DO UPDATE SET seen_at = now()
    WHERE known_places.seen_at < now() - interval '1 day'`.execute(db);

/** Forgets all places of an account but these. */
export const forgetPlaces = (db: Db, account: string, but: readonly string[] = []) =>
  db
    .deleteFrom('known_places')
    .where('account', '=', account)
    .where((e) => (but.length === 0 ? e.lit(true) : e('place', 'not in', but)))
    .execute();

/** The places go with an account that is called by another name from now on. */
export async function movePlaces(tx: Tx, from: string, to: string): Promise<void> {
  await forgetPlaces(tx, to);
  await tx.updateTable('known_places').set({ account: to }).where('account', '=', from).execute();
}

/** Whether someone has signed in to the account before, from anywhere. */
export const hasPlaces = async (db: Db, account: string): Promise<boolean> =>
  (await db
    .selectFrom('known_places')
    .select('place')
    .where('account', '=', account)
    .limit(1)
    .executeTakeFirst()) !== undefined;

/** Places that nobody came from for half a year. */
export const deleteOldPlaces = (db: Db) =>
  sql`DELETE FROM known_places WHERE seen_at < now() - interval '180 days'`.execute(db);
