import { randomUUID } from 'node:crypto';
import type { Id } from '@coterie/kernel';
import { mintToken } from '../../crypto/tokens.ts';
import { insertToken } from '../../store/tokens.ts';
import type { From, Parts } from '../parts.ts';

const hour = 3600 * 1000;
/** How long a session lasts unused, and at the longest; how long a user's bearer token lasts. Milliseconds. */
export const sessionIdle = 24 * hour;
const sessionLongest = 30 * 24 * hour;
const userTokenLife = 10 * 24 * hour;

type Issued = { token: string; id: Id; expires: Date };

/** The cookie's token of a browser session. */
export async function issueSession(
  { db, now }: Pick<Parts, 'db' | 'now'>,
  user: Id,
  org: Id | null,
  from: From,
): Promise<Issued> {
  const at = now();
  const { token, hash } = mintToken('session');
  const expires = new Date(at + sessionIdle);
  const id = randomUUID();
  const longest = new Date(at + sessionLongest);
  await insert(db, { id, hash, kind: 'session', user, org, at, expires, longest, from });
  return { token, id, expires };
}

/** A bearer token for a user. */
export async function issueUserToken(
  { db, mint, now }: Pick<Parts, 'db' | 'mint' | 'now'>,
  user: Id,
  org: Id | null,
  from: From,
): Promise<Issued> {
  const at = now();
  const id = randomUUID();
  const expires = new Date(at + userTokenLife);
  const { token, hash } = mint.mint('user', at, expires.getTime(), {
    userId: user,
    organizationId: org,
    tokenVersionId: id,
  });
  await insert(db, { id, hash, kind: 'user', user, org, at, expires, longest: expires, from });
  return { token, id, expires };
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
  });
