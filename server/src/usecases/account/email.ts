import { refuse } from '@coterie/kernel';
import { dropLinks, takeLink } from '../../store/accounts/account-links.ts';
import { movePlaces } from '../../store/accounts/throttles.ts';
import { lockUser, setEmail, userByEmail } from '../../store/accounts/users.ts';
import { inTransaction } from '../../store/db.ts';
import type { Caller, From, Parts } from '../parts.ts';
import { placesOf, rationed } from '../session/throttle.ts';
import { leaveInEach } from './entries.ts';
import { linkOf, makeLink } from './links.ts';
import { emailChangedMail, emailInUseMail, newEmailMail, post } from './mails.ts';
import { mustKnowPassword, ownUser } from './own.ts';
import { AccountRefused, linkOver, noMailServer } from './refusals.ts';

type Needs = Pick<
  Parts,
  'db' | 'passwords' | 'mail' | 'mailConfigured' | 'logKeys' | 'siteUrl' | 'now'
>;

/** Sends a link to the new address. One that has an account gets other words, and whoever asked the same answer. */
export async function changeEmail(
  parts: Needs,
  caller: Caller,
  { email, password }: { email: string; password: string },
  device: string | null,
): Promise<void> {
  const user = await ownUser(parts, caller);
  if (!parts.mailConfigured) throw noMailServer('a new address cannot be confirmed');
  if (email === user.email)
    refuse({ reason: 'invalid', field: 'email', expected: 'another address than you have' });
  await mustKnowPassword(parts, user, { password, field: 'password' }, caller.from, device);
  await rationed(parts, 'mail', email, caller.from);
  const isTaken = (await userByEmail(parts.db, email)) !== undefined;
  const { link } = await makeLink(parts, parts.db, { user: user.id, kind: 'email', email });
  post(parts, isTaken ? emailInUseMail(email) : newEmailMail(email, link));
}

/** The account has the new address from now on; the old one is told. Sessions and access stay as they are. */
export async function confirmEmail(
  parts: Needs,
  token: string,
  from: From,
): Promise<{ email: string }> {
  const link = await linkOf(parts, 'email', token, from);
  const { email } = link;
  if (email === null) throw linkOver();
  const at = new Date(parts.now());
  const old = await inTransaction(parts.db, async (tx) => {
    const user = await lockUser(tx, link.user_id);
    if (!user || !(await takeLink(tx, link.id))) throw linkOver();
    if (await userByEmail(tx, email))
      throw new AccountRefused(409, `there is another account with the address ${email} by now`);
    await setEmail(tx, user.id, email, at);
    // A link for a new password that went to the old address is no longer good.
    await dropLinks(tx, user.id);
    await movePlaces(tx, placesOf('user', user.email), placesOf('user', email));
    const by = { id: user.id, kind: 'user', name: email, request: from };
    const deed = { do: 'email.edit', of: user.id, name: email, more: `, once ${user.email}` };
    await leaveInEach(parts, tx, user, by, deed);
    return user.email;
  });
  post(parts, emailChangedMail(old, email, from, at));
  return { email };
}
