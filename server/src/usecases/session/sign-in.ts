import { hashToken, mintToken, tokenKind } from '../../crypto/tokens.ts';
import { organizationsOf } from '../../store/organizations.ts';
import { deleteSession } from '../../store/tokens.ts';
import { type UserRow, userByEmail } from '../../store/users.ts';
import { newNetworkMail, post } from '../account/mails.ts';
import type { From, Parts } from '../parts.ts';
import { type Looking, NotAuthenticated, throttled } from '../throttle.ts';
import { issueSession, issueUserToken } from './tokens.ts';

type Needs = Pick<Parts, 'db' | 'now' | 'passwords' | 'mail'>;

/** What a browser sends of itself: what it has kept from a sign-in before, and the session that it ends by signing in. */
export type Browser = { device: string | null; former: string | null };
export const noBrowser: Browser = { device: null, former: null };

/** The name that a browser has kept, else a new one. */
export const deviceOf = (kept: string | undefined): string =>
  kept !== undefined && tokenKind(kept) === 'device' ? kept : mintToken('device').token;

/** The user of that e-mail and password. Throws NotAuthenticated, or Throttled after repeated failures. */
export const verifyPassword = (
  parts: Needs,
  email: string,
  password: string,
  from: From,
  device: string | null = null,
): Promise<UserRow> =>
  throttled(parts, { kind: 'user', account: email, method: 'password', from, device }, (looking) =>
    lookAtPassword(parts, email, password, { looking, from }),
  );

async function lookAtPassword(
  parts: Needs,
  email: string,
  password: string,
  { looking, from }: { looking: Looking; from: From },
): Promise<UserRow> {
  const { db, passwords } = parts;
  const user = await userByEmail(db, email);
  if (user) looking.found = { user_id: user.id };
  const isRight = await passwords.verify(user?.password_hash ?? null, password, looking.isKnown);
  if (!isRight || !user) throw new NotAuthenticated();
  // Told as soon as the password was right, whatever else is still asked for.
  if (looking.isNewNetwork) post(parts, newNetworkMail(user.email, from, new Date(parts.now())));
  return user;
}

/** Signs a user in, in the only or first of its organizations. A browser's former session ends. */
export async function signIn(
  parts: Needs & Pick<Parts, 'mint'>,
  kind: 'session' | 'user',
  { email, password }: { email: string; password: string },
  from: From,
  { device, former }: Browser = noBrowser,
) {
  const user = await verifyPassword(parts, email, password, from, device);
  const organizations = await organizationsOf(parts.db, user.id);
  const org = organizations[0]?.id ?? null;
  if (former !== null) await deleteSession(parts.db, hashToken(former));
  return kind === 'session'
    ? issueSession(parts, user.id, org, from)
    : issueUserToken(parts, user.id, org, from);
}
