import { randomUUID } from 'node:crypto';
import type { Id } from '@coterie/kernel';
import { sql } from 'kysely';
import type { Db, Tx } from '../db.ts';

export type TotpRow = { sealed: Buffer; confirmed_at: Date | null; last_step: number };
export type PasskeyRow = {
  id: Id;
  user_id: Id;
  credential_id: string;
  public_key: Buffer;
  counter: number;
  transports: string[];
  name: string;
  created_at: Date;
  used_at: Date | null;
};

/** How many of each kind of factor a person has; an app counts once it is confirmed. */
export async function countFactors(db: Db, user: Id) {
  const { rows } = await sql<{ totp: boolean; passkeys: number; codes: number }>`
    SELECT EXISTS (SELECT FROM totps WHERE user_id = ${user} AND confirmed_at IS NOT NULL) AS totp,
      (SELECT count(*)::int FROM passkeys WHERE user_id = ${user}) AS passkeys,
      (SELECT count(*)::int FROM recovery_codes WHERE user_id = ${user}) AS codes`.execute(db);
  return rows[0] ?? { totp: false, passkeys: 0, codes: 0 };
}

/** Those of these users who have a second factor. */
export async function withFactor(db: Db, users: readonly Id[]): Promise<Set<Id>> {
  const { rows } = await sql<{ id: Id }>`
    SELECT user_id AS id FROM totps WHERE confirmed_at IS NOT NULL AND user_id = ANY(${sql.val([...users])}::uuid[])
    UNION SELECT user_id FROM passkeys WHERE user_id = ANY(${sql.val([...users])}::uuid[])`.execute(
    db,
  );
  return new Set(rows.map(({ id }) => id));
}

export const totpOf = (db: Db, user: Id): Promise<TotpRow | undefined> =>
  db
    .selectFrom('totps')
    .select(['sealed', 'confirmed_at', 'last_step'])
    .where('user_id', '=', user)
    .executeTakeFirst();

/** A new secret in the place of one that was never confirmed; false where one counts already. */
export const beginTotp = async (db: Db, user_id: Id, sealed: Buffer): Promise<boolean> =>
  (await db
    .insertInto('totps')
    .values({ user_id, sealed })
    .onConflict((c) =>
      c
        .column('user_id')
        .doUpdateSet({ sealed, last_step: 0, created_at: new Date() })
        .where('totps.confirmed_at', 'is', null),
    )
    .returning('user_id')
    .executeTakeFirst()) !== undefined;

export const confirmTotp = async (tx: Tx, user: Id, step: number, at: Date): Promise<boolean> =>
  (await tx
    .updateTable('totps')
    .set({ confirmed_at: at, last_step: step })
    .where('user_id', '=', user)
    .where('confirmed_at', 'is', null)
    .where('last_step', '<', step)
    .returning('user_id')
    .executeTakeFirst()) !== undefined;

/** Takes the code of a step, once: of two at the same moment one finds it taken. */
export const takeStep = async (db: Db, user: Id, step: number): Promise<boolean> =>
  (await db
    .updateTable('totps')
    .set({ last_step: step })
    .where('user_id', '=', user)
    .where('confirmed_at', 'is not', null)
    .where('last_step', '<', step)
    .returning('user_id')
    .executeTakeFirst()) !== undefined;

export const deleteTotp = async (tx: Tx, user: Id): Promise<boolean> =>
  (await tx
    .deleteFrom('totps')
    .where('user_id', '=', user)
    .where('confirmed_at', 'is not', null)
    .returning('user_id')
    .executeTakeFirst()) !== undefined;

export const passkeysOf = (db: Db, user: Id): Promise<PasskeyRow[]> =>
  db
    .selectFrom('passkeys')
    .selectAll()
    .where('user_id', '=', user)
    .orderBy('created_at')
    .orderBy('id')
    .execute();

export const passkeyByCredential = (db: Db, credential: string): Promise<PasskeyRow | undefined> =>
  db.selectFrom('passkeys').selectAll().where('credential_id', '=', credential).executeTakeFirst();

export const insertPasskey = (
  tx: Tx,
  { transports, ...row }: Omit<PasskeyRow, 'created_at' | 'used_at'>,
) =>
  tx
    .insertInto('passkeys')
    .values({ ...row, transports: JSON.stringify(transports) })
    .returningAll()
    .executeTakeFirstOrThrow();

/** Takes the use of a passkey: one whose count does not go up was copied, unless it never counts. */
export const takeCount = async (db: Db, id: Id, counter: number, at: Date): Promise<boolean> =>
  (await db
    .updateTable('passkeys')
    .set({ counter, used_at: at })
    .where('id', '=', id)
    .where((e) =>
      e.or([e('counter', '<', counter), e.and([e('counter', '=', 0), e.lit(counter === 0)])]),
    )
    .returning('id')
    .executeTakeFirst()) !== undefined;

export const deletePasskey = async (tx: Tx, user: Id, id: Id): Promise<boolean> =>
  (await tx
    .deleteFrom('passkeys')
    .where('user_id', '=', user)
    .where('id', '=', id)
    .returning('id')
    .executeTakeFirst()) !== undefined;

/** New recovery codes in the place of all former ones. */
export async function replaceRecoveryCodes(
  tx: Tx,
  user_id: Id,
  hashes: readonly Buffer[],
): Promise<void> {
  await deleteRecoveryCodes(tx, user_id);
  await tx
    .insertInto('recovery_codes')
    .values(hashes.map((hash) => ({ user_id, hash })))
    .execute();
}

export const deleteRecoveryCodes = (tx: Tx, user: Id) =>
  tx.deleteFrom('recovery_codes').where('user_id', '=', user).execute();

/** Takes a recovery code, once, also of two at the same moment. */
export const takeRecoveryCode = async (db: Db, user: Id, hash: Buffer): Promise<boolean> =>
  (await db
    .deleteFrom('recovery_codes')
    .where('user_id', '=', user)
    .where('hash', '=', hash)
    .returning('user_id')
    .executeTakeFirst()) !== undefined;

/** What a passkey has to sign; kept as its hash. */
export const insertChallenge = (
  db: Db,
  challenge: { user_id: Id | null; challenge: string; purpose: string; expires_at: Date },
) =>
  db
    .insertInto('challenges')
    .values({ ...challenge, id: randomUUID() })
    .execute();

/** Takes a challenge, once; false when it is unknown, over, another's or for something else. */
export const takeChallenge = async (
  db: Db,
  challenge: { user_id: Id | null; challenge: string; purpose: string },
  at: Date,
): Promise<boolean> =>
  (await db
    .deleteFrom('challenges')
    .where('challenge', '=', challenge.challenge)
    .where('purpose', '=', challenge.purpose)
    .where('user_id', 'is not distinct from', challenge.user_id)
    .where('expires_at', '>', at)
    .returning('id')
    .executeTakeFirst()) !== undefined;

export const deleteExpiredChallenges = (db: Db, at: Date) =>
  db.deleteFrom('challenges').where('expires_at', '<', at).execute();
