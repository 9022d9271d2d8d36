import { sql } from 'kysely';
import type { Db } from './db.ts';

/** Until when sign-ins under any of these keys wait; null when none does. */
export const blockedUntil = async (
  db: Db,
  keys: readonly string[],
  at: Date,
): Promise<Date | null> =>
  (
    await db
      .selectFrom('throttles')
      .select((e) => e.fn.max('blocked_until').as('until'))
      .where('key', 'in', keys)
      .where('blocked_until', '>', at)
      .executeTakeFirst()
  )?.until ?? null;

/**
 * One more failure: after `free` of them each doubles the wait, from one second up to `longest` seconds.
 * Failures older than an hour no longer count.
 */
export const countFailure = (db: Db, key: string, at: Date, free: number, longest: number) =>
  sql`INSERT INTO throttles (key, failures, blocked_until, updated_at) VALUES (${key}, 1, ${at}, ${at})
    ON CONFLICT (key) DO UPDATE SET
      failures = CASE WHEN throttles.updated_at < ${at}::timestamptz - interval '1 hour' THEN 1 ELSE throttles.failures + 1 END,
      blocked_until = CASE
        WHEN throttles.updated_at < ${at}::timestamptz - interval '1 hour' OR throttles.failures < ${free} THEN ${at}
        ELSE ${at}::timestamptz + least(${longest}, 2 ^ least(throttles.failures - ${free}, 20)) * interval '1 second' END,
      updated_at = ${at}`.execute(db);

/** After `threshold` failures, none longer than `reset` seconds after the one before, a wait of `duration` seconds. */
export type Lockout = { threshold: number; duration: number; reset: number };

export const lockOut = (db: Db, key: string, at: Date, { threshold, duration, reset }: Lockout) =>
  sql`INSERT INTO throttles (key, failures, blocked_until, updated_at)
    VALUES (${key}, 1, ${at}::timestamptz + CASE WHEN ${threshold} <= 1 THEN ${duration} ELSE 0 END * interval '1 second', ${at})
    ON CONFLICT (key) DO UPDATE SET
      failures = CASE WHEN throttles.updated_at < ${at}::timestamptz - ${reset} * interval '1 second' THEN 1 ELSE throttles.failures + 1 END,
      blocked_until = ${at}::timestamptz + CASE
        WHEN (CASE WHEN throttles.updated_at < ${at}::timestamptz - ${reset} * interval '1 second' THEN 1 ELSE throttles.failures + 1 END) >= ${threshold}
        THEN ${duration} ELSE 0 END * interval '1 second',
      updated_at = ${at}`.execute(db);

export const clearFailures = (db: Db, key: string) =>
  db.deleteFrom('throttles').where('key', '=', key).execute();

/** Counts whose failures no longer count. */
export const deleteOldThrottles = (db: Db, at: Date) =>
  db
    .deleteFrom('throttles')
    .where('updated_at', '<', new Date(at.getTime() - 2 * 3600 * 1000))
    .execute();
