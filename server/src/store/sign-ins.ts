import { randomUUID } from 'node:crypto';
import type { Id } from '@coterie/kernel';
import { sql } from 'kysely';
import type { Db } from './db.ts';

/** How a sign-in came out: let in, or why not. */
export type Outcome = 'in' | 'wrong' | 'throttled' | 'notActive' | 'factorWrong' | 'factorNeeded';

export type SignIn = {
  kind: 'user' | 'machineIdentity';
  /** Whom it was for, where there is such an account. */
  user_id: Id | null;
  org_id: Id | null;
  identity_id: Id | null;
  /** The e-mail address or client id as it was given. */
  account: string;
  /** `password`, `universal-auth`, `totp`, `passkey`, `recovery-code`, `reset`. */
  method: string;
  outcome: Outcome;
  ip: string | null;
  user_agent: string | null;
  request_id: string;
};

/** Keeps a sign-in. Refused ones of the same bundle within a minute are one row with a count, so that a flood is a line. */
export const insertSignIn = (db: Db, signIn: SignIn, bundle: string | null) =>
  sql`INSERT INTO sign_ins (id, at, kind, user_id, org_id, identity_id, account, method, outcome, ip, user_agent, request_id, bundle)
    VALUES (${randomUUID()}, clock_timestamp(), ${signIn.kind}, ${signIn.user_id}, ${signIn.org_id}, ${signIn.identity_id},
      ${signIn.account}, ${signIn.method}, ${signIn.outcome}, ${signIn.ip}, ${signIn.user_agent}, ${signIn.request_id},
      ${bundle}::text || to_char(clock_timestamp(), 'YYYYMMDDHH24MI'))
    ON CONFLICT (bundle) DO UPDATE SET times = sign_ins.times + 1, at = clock_timestamp()`.execute(
    db,
  );

/** Sign-ins are kept for a year. */
export const deleteOldSignIns = (db: Db) =>
  sql`DELETE FROM sign_ins WHERE at < now() - interval '1 year'`.execute(db);
