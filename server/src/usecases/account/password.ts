import { type Id, refuse } from '@coterie/kernel';
import { dropLinks, takeLink } from '../../store/accounts/account-links.ts';
import { insertSignIn } from '../../store/accounts/sign-ins.ts';
import { forgetPlaces } from '../../store/accounts/throttles.ts';
import {
  lockUser,
  setPassword,
  type UserRow,
  userByEmail,
  userById,
} from '../../store/accounts/users.ts';
import { inTransaction, type Tx } from '../../store/db.ts';
import { mustProve } from '../factors/person.ts';
import { noteProven } from '../members/prove.ts';
import type { Caller, From, Parts } from '../parts.ts';
import { placesFrom, placesOf, rationed } from '../session/throttle.ts';
import { leaveInEach } from './entries.ts';
import { linkOf, makeLink } from './links.ts';
import { passwordChangedMail, post, resetMail } from './mails.ts';
import { mustBeGood } from './new-password.ts';
import { mustBeInstanceAdmin, mustKnowPassword, ownerOf, ownUser } from './own.ts';
import { linkOver, noMailServer } from './refusals.ts';

/** What goes with a password: sessions, links that were on their way, and from where it was used. */
async function replacePassword(
  tx: Tx,
  user: UserRow,
  hash: string,
  { names = {}, session = null, places = [] }: Kept,
): Promise<void> {
  await setPassword(tx, user.id, hash, { names, keep: session });
  await dropLinks(tx, user.id);
  await forgetPlaces(tx, placesOf('user', user.email), places);
}
type Kept = { names?: { proven_at?: Date }; session?: Id | null; places?: readonly string[] };

/** Changes one's own password. The session that asks stays, and so does the place that it asks from. */
export async function changePassword(
  parts: Pick<Parts, 'db' | 'passwords' | 'mail' | 'now'>,
  caller: Caller,
  { oldPassword, password }: { oldPassword: string; password: string },
  device: string | null,
): Promise<void> {
  const user = await ownUser(parts, caller);
  if (password === oldPassword)
    refuse({ reason: 'invalid', field: 'password', expected: 'another password than the old one' });
  await mustBeGood(password, await ownerOf(parts, user));
  const old = { password: oldPassword, field: 'oldPassword' };
  await mustKnowPassword(parts, user, old, caller.from, device);
  const hash = await parts.passwords.hash(password);
  await inTransaction(parts.db, async (tx) => {
    const now = await lockUser(tx, user.id);
    if (now?.password_hash !== user.password_hash) refuse({ reason: 'stale', thing: 'password' });
    const places = placesFrom(caller.from, device);
    await replacePassword(tx, user, hash, { session: caller.token.id, places });
  });
  post(parts, passwordChangedMail(user.email, caller.from, new Date(parts.now())));
}

/**
 * Sends a link for a new password, where there is such an account. The answer is the same, and comes at the same time:
 * nothing is looked up before it.
 */
export async function forgotPassword(
  parts: Pick<Parts, 'db' | 'mail' | 'mailConfigured' | 'siteUrl' | 'now'>,
  email: string,
  from: From,
): Promise<void> {
  if (!parts.mailConfigured)
    throw noMailServer('an admin of the instance has to make you a link for a new password');
  await rationed(parts, 'mail', email, from);
  void sendReset(parts, email).catch(() => {});
}

async function sendReset(
  parts: Pick<Parts, 'db' | 'mail' | 'siteUrl' | 'now'>,
  email: string,
): Promise<void> {
  const user = await userByEmail(parts.db, email);
  if (!user) return;
  const { link } = await makeLink(parts, parts.db, { user: user.id, kind: 'reset' });
  post(parts, resetMail(user.email, link));
}

/** Sets a new password by a link, once. It came to the address, or from an admin of the instance: the account is theirs. */
export async function resetPassword(
  parts: Pick<Parts, 'db' | 'access' | 'passwords' | 'logKeys' | 'mail' | 'now'>,
  { token, password }: { token: string; password: string },
  from: From,
): Promise<{ email: string }> {
  const link = await linkOf(parts, 'reset', token, from);
  const user = await userById(parts.db, link.user_id);
  if (!user) throw linkOver();
  await mustBeGood(password, await ownerOf(parts, user));
  const hash = await parts.passwords.hash(password);
  const at = new Date(parts.now());
  await inTransaction(parts.db, async (tx) => {
    const now = await lockUser(tx, user.id);
    if (!now || !(await takeLink(tx, link.id))) throw linkOver();
    await replacePassword(tx, now, hash, { names: { proven_at: at } });
    const by = { id: user.id, kind: 'user', name: user.email, request: from };
    await leaveInEach(parts, tx, user, by, { do: 'password.reset', of: user.id });
    await insertSignIn(tx, resetOf(user, from), null);
  });
  await noteProven(parts, user.id, from);
  post(parts, passwordChangedMail(user.email, from, at));
  return { email: user.email };
}

const resetOf = ({ id, email }: UserRow, from: From) => ({
  kind: 'user' as const,
  user_id: id,
  org_id: null,
  identity_id: null,
  account: email,
  method: 'reset',
  outcome: 'in' as const,
  ip: from.ip,
  user_agent: from.userAgent,
  request_id: from.id,
});

/** A link for a new password that an admin of the instance hands over; every organization of the user hears of it. */
export async function makePasswordLink(
  parts: Pick<Parts, 'db' | 'logKeys' | 'siteUrl' | 'now'>,
  caller: Caller,
  userId: Id,
): Promise<{ link: string; expires: Date }> {
  const admin = await mustBeInstanceAdmin(parts, caller, 'make password links');
  mustProve(parts, caller);
  return inTransaction(parts.db, async (tx) => {
    const user = await lockUser(tx, userId);
    if (!user) return refuse({ reason: 'notFound', thing: 'member', id: userId });
    const by = { id: admin.id, kind: 'user', name: admin.email, request: caller.from };
    await leaveInEach(parts, tx, user, by, { do: 'passwordLink.create', of: user.id });
    return makeLink(parts, tx, { user: user.id, kind: 'reset', madeBy: admin.id });
  });
}
