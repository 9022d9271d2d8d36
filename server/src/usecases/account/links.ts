import { randomUUID } from 'node:crypto';
import type { Id } from '@coterie/kernel';
import { hashToken, mintToken, tokenKind } from '../../crypto/tokens.ts';
import { type AccountLink, findLink, replaceLink } from '../../store/accounts/account-links.ts';
import type { Db } from '../../store/db.ts';
import type { From, Parts } from '../parts.ts';
import { rationed } from '../session/throttle.ts';
import { linkOver } from './refusals.ts';

const life = 30 * 60 * 1000;
const pages = { reset: 'reset', email: 'email' } as const;

type Wanted = {
  user: Id;
  kind: AccountLink['kind'];
  email?: string;
  madeBy?: Id;
};

/** A new link, which ends the one before; only its hash is kept, and the token is in the fragment, which reaches no server. */
export async function makeLink(
  { siteUrl, now }: Pick<Parts, 'siteUrl' | 'now'>,
  db: Db,
  { user, kind, email, madeBy }: Wanted,
): Promise<{ link: string; expires: Date }> {
  const { token, hash } = mintToken('link');
  const expires = new Date(now() + life);
  await replaceLink(db, {
    id: randomUUID(),
    user_id: user,
    kind,
    hash,
    email: email ?? null,
    made_by: madeBy ?? null,
    expires_at: expires,
  });
  return { link: `${siteUrl}/${pages[kind]}#token=${token}`, expires };
}

/** The link of that token. Tries with no such link are counted by network; a right one never waits for them. */
export async function linkOf(
  parts: Pick<Parts, 'db' | 'now'>,
  kind: AccountLink['kind'],
  token: string,
  from: From,
): Promise<AccountLink> {
  if (tokenKind(token) !== 'link') throw linkOver();
  const found = await findLink(parts.db, kind, hashToken(token), new Date(parts.now()));
  if (found) return found;
  await rationed(parts, 'link', null, from);
  throw linkOver();
}
