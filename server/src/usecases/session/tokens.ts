import { randomUUID } from 'node:crypto';
import type { Id } from '@coterie/kernel';
import { mintToken } from '../../crypto/tokens.ts';
import { insertToken } from '../../store/accounts/tokens.ts';
import type { From, Parts, Proof } from '../parts.ts';

const hour = 3600 * 1000;
/** How long a session lasts unused, and at the longest; how long a user's bearer token lasts. Milliseconds. */
export const sessionIdle = 24 * hour;
const sessionLongest = 30 * 24 * hour;
const userTokenLife = 10 * 24 * hour;

/** For how long it counts as fresh that someone has shown who they are (milliseconds). */
const freshness = 10 * 60 * 1000;
export const freshProof = (at: number, hasFactor: boolean): Proof => ({
  hasFactor,
  until: at + freshness,
});
const noProof: Proof = { hasFactor: false, until: null };

export type Issued = { token: string; id: Id; expires: Date };

/** The cookie's token of a browser session. */
export async function issueSession(
  { db, now }: Pick<Parts, 'db' | 'now'>,
  user: Id,
  org: Id | null,
  from: From,
  proof: Proof = noProof,
): Promise<Issued> {
  const at = now();
  const { token, hash } = mintToken('session');
  const expires = new Date(at + sessionIdle);
  const id = randomUUID();
  const longest = new Date(at + sessionLongest);
  await insert(db, { id, hash, kind: 'session', user, org, at, expires, longest, from, proof });
  return { token, id, expires };
}

/** A bearer token for a user. */
export async function issueUserToken(
  { db, mint, now }: Pick<Parts, 'db' | 'mint' | 'now'>,
  user: Id,
  org: Id | null,
  from: From,
  proof: Proof = noProof,
): Promise<Issued> {
  const at = now();
  const id = randomUUID();
  const expires = new Date(at + userTokenLife);
  const { token, hash } = mint.mint('user', at, expires.getTime(), {
    userId: user,
    organizationId: org,
    tokenVersionId: id,
  });
  await insert(db, {
    id,
    hash,
    kind: 'user',
    user,
    org,
    at,
    expires,
    longest: expires,
    from,
    proof,
  });
  return { token, id, expires };
}

const ticketLife = 5 * 60 * 1000;
const ticketTries = 5;

/** What a right password gives to who has a second factor: good for showing that, within five minutes and five tries. */
export async function issueTicket(
  { db, now }: Pick<Parts, 'db' | 'now'>,
  user: Id,
  from: From,
): Promise<string> {
  const at = now();
  const { token, hash } = mintToken('factor');
  const ends = new Date(at + ticketLife);
  await insertToken(db, {
    id: randomUUID(),
    hash,
    kind: 'factor',
    user_id: user,
    org_id: null,
    identity_id: null,
    client_secret_id: null,
    created_at: new Date(at),
    expires_at: ends,
    longest_until: ends,
    uses_left: null,
    trusted_ips: null,
    tries_left: ticketTries,
    ip: from.ip,
    user_agent: from.userAgent,
  });
  return token;
}

const insert = (
  db: Parts['db'],
  given: {
    id: Id;
    hash: Buffer;
    kind: 'session' | 'user';
    user: Id;
    org: Id | null;
    at: number;
    expires: Date;
    longest: Date;
    from: From;
    proof: Proof;
  },
) =>
  insertToken(db, {
    id: given.id,
    hash: given.hash,
    kind: given.kind,
    user_id: given.user,
    org_id: given.org,
    identity_id: null,
    client_secret_id: null,
    created_at: new Date(given.at),
    expires_at: given.expires,
    longest_until: given.longest,
    uses_left: null,
    trusted_ips: null,
    ip: given.from.ip,
    user_agent: given.from.userAgent,
    has_factor: given.proof.hasFactor,
    proven_until: given.proof.until === null ? null : new Date(given.proof.until),
  });
