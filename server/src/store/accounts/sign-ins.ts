import { randomUUID } from 'node:crypto';
import type { Id } from '@coterie/kernel';
import { sql } from 'kysely';
import type { Db } from '../db.ts';
import { like, sought } from '../listing.ts';

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
  /** `password`, `universal-auth`, `oidc-auth` and its like, `totp`, `passkey`, `recovery-code`, `reset`. */
  method: string;
  outcome: Outcome;
  ip: string | null;
  user_agent: string | null;
  request_id: string;
  /** What exactly was wrong, for administrators: never a word of what was shown. */
  detail?: string | null;
};

/** Keeps a sign-in. Refused ones of the same bundle within a minute are one row with a count, so that a flood is a line. */
export const insertSignIn = (db: Db, signIn: SignIn, bundle: string | null) =>
  sql`INSERT INTO sign_ins (id, at, kind, user_id, org_id, identity_id, account, method, outcome, ip, user_agent, request_id, detail, bundle)
    VALUES (${randomUUID()}, clock_timestamp(), ${signIn.kind}, ${signIn.user_id}, ${signIn.org_id}, ${signIn.identity_id},
      ${signIn.account}, ${signIn.method}, ${signIn.outcome}, ${signIn.ip}, ${signIn.user_agent}, ${signIn.request_id}, ${signIn.detail ?? null},
      ${bundle}::text || to_char(clock_timestamp(), 'YYYYMMDDHH24MI'))
    ON CONFLICT (bundle) DO UPDATE SET times = sign_ins.times + 1, at = clock_timestamp()`.execute(
    db,
  );

/** Sign-ins are kept for a year. */
export const deleteOldSignIns = (db: Db) =>
  sql`DELETE FROM sign_ins WHERE at < now() - interval '1 year'`.execute(db);

/** Whose: an organization's people and machine identities, one person's, or everyone's who is no machine. */
export type SignInFilter = {
  of: { organization: Id } | { person: Id } | 'people';
  limit: number;
  offset: number;
  search?: string | undefined;
  outcome?: string | undefined;
  principalId?: Id | undefined;
};
export type SignInRow = SignIn & { id: Id; at: Date; times: number; name: string };

/** Who is only invited has agreed to nothing: from where they sign in is not this organization's to know. */
const members = (org: Id) =>
  sql`SELECT user_id FROM members WHERE org_id = ${org} AND user_id IS NOT NULL AND status <> 'invited'`;

const isOf = (of: SignInFilter['of']) => {
  if (of === 'people') return sql`s.kind = 'user'`;
  if ('person' in of) return sql`whose.id = ${of.person}`;
  return sql`(whose.id IN (${members(of.organization)}) OR s.org_id = ${of.organization})`;
};

/** Sign-ins newest first, with the number of all that match. One that was not looked at is told by its address. */
export async function listSignIns(
  db: Db,
  { of, limit, offset, search, outcome, principalId }: SignInFilter,
): Promise<{ rows: SignInRow[]; total: number }> {
  const name = sql`coalesce(nullif(concat_ws(' ', whose.first_name, whose.last_name), ''), identities.name, s.account)`;
  const pattern = like(search ?? '');
  const found = sql`FROM sign_ins s
    LEFT JOIN users whose ON whose.id = s.user_id
      OR (s.user_id IS NULL AND s.kind = 'user' AND whose.email = lower(s.account))
    LEFT JOIN identities ON identities.org_id = s.org_id AND identities.id = s.identity_id
    WHERE ${isOf(of)}
      AND ${search ? sql`(s.account ILIKE ${pattern} OR s.ip ILIKE ${pattern} OR ${sought(search, 'whose', 'identities')})` : sql`true`}
      AND ${outcome ? sql`s.outcome = ${outcome}` : sql`true`}
      AND ${principalId ? sql`coalesce(whose.id, s.identity_id) = ${principalId}` : sql`true`}`;
  const [{ rows }, counted] = await Promise.all([
    sql<SignInRow>`SELECT s.id, s.at, s.kind, whose.id AS user_id, s.org_id, s.identity_id, s.account, s.method,
        s.outcome, s.ip, s.user_agent, s.request_id, s.detail, s.times, ${name} AS name
      ${found} ORDER BY s.at DESC, s.id LIMIT ${limit} OFFSET ${offset}`.execute(db),
    sql<{ total: number }>`SELECT count(*) AS total ${found}`.execute(db),
  ]);
  return { rows, total: counted.rows[0]?.total ?? 0 };
}
