import { randomUUID } from 'node:crypto';
import type { Id } from '@coterie/kernel';
import { mintToken } from '../../crypto/tokens.ts';
import type { Db } from '../../store/db.ts';
import { insertToken } from '../../store/tokens.ts';

const hour = 3600 * 1000;
/** How long a session lasts unused, and at the longest; how long a user's bearer token lasts. Milliseconds. */
export const sessionIdle = 24 * hour;
const sessionLongest = 30 * 24 * hour;
const userTokenLife = 10 * 24 * hour;

/** A token for a user: of a browser session, or a bearer token. */
export async function issueUserToken(
  db: Db,
  kind: 'session' | 'user',
  user: Id,
  org: Id | null,
  at: number,
): Promise<{ token: string; id: Id; expires: Date }> {
  const { token, hash } = mintToken(kind);
  const longest = at + (kind === 'session' ? sessionLongest : userTokenLife);
  const expires = new Date(kind === 'session' ? at + sessionIdle : longest);
  const id = randomUUID();
  await insertToken(db, {
    id,
    hash,
    kind,
    user_id: user,
    org_id: org,
    identity_id: null,
    client_secret_id: null,
    created_at: new Date(at),
    expires_at: expires,
    longest_until: new Date(longest),
    uses_left: null,
    trusted_ips: null,
  });
  return { token, id, expires };
}
