import { hashToken } from '../../crypto/tokens.ts';
import { deleteSession } from '../../store/accounts/tokens.ts';
import { userById } from '../../store/accounts/users.ts';
import { organizationsOf } from '../../store/organization/organizations.ts';
import type { From, Parts } from '../parts.ts';
import type { Browser } from '../session/sign-in.ts';
import { NotAuthenticated, throttled } from '../session/throttle.ts';
import { freshProof, type Issued, issueSession, issueUserToken } from '../session/tokens.ts';
import { passkeyOf, type Response, takePasskey } from './passkeys.ts';
import { type Shown, showFactor } from './show.ts';

type Needs = Pick<Parts, 'db' | 'rootKey' | 'siteUrl' | 'mint' | 'now'>;

/** The second step of a sign-in in a browser. */
export async function signInByFactor(
  parts: Needs,
  { ticket, ...shown }: Shown & { ticket: string },
  from: From,
  browser: Browser,
): Promise<Issued> {
  const { id } = await showFactor(parts, ticket, shown, from, { device: browser.device });
  return beginSession(parts, id, from, browser);
}

/** The second step of a command line, which then chooses its organization with the token. */
export async function verifyMfa(
  parts: Needs,
  ticket: string,
  { email, mfaToken }: { email: string; mfaToken: string },
  from: From,
): Promise<Issued> {
  const typed = mfaToken.replace(/\s/g, '');
  const shown = /^\d{6}$/.test(typed) ? { code: typed } : { recoveryCode: mfaToken };
  const { id } = await showFactor(parts, ticket, shown, from, { email });
  return issueUserToken(parts, id, null, from, freshProof(parts.now(), true));
}

/** Signs in by a passkey alone, which knows its owner and has verified them: it counts as both factors. */
export async function signInByPasskey(
  parts: Needs,
  response: Response,
  from: From,
  browser: Browser,
): Promise<Issued> {
  const row = await passkeyOf(parts, response);
  const user = row && (await userById(parts.db, row.user_id));
  const attempt = {
    kind: 'user',
    account: user?.email ?? '',
    method: 'passkey',
    step: 'factor',
    from,
    device: browser.device,
  } as const;
  await throttled(parts, attempt, async (looking) => {
    if (user) looking.found = { user_id: user.id };
    if (!user || !(await takePasskey(parts, user.id, response, 'sign-in')))
      throw new NotAuthenticated('this passkey does not sign in here; sign in with the password');
  });
  if (!user) throw new NotAuthenticated();
  return beginSession(parts, user.id, from, browser);
}

async function beginSession(
  parts: Needs,
  user: string,
  from: From,
  { former }: Browser,
): Promise<Issued> {
  const [first] = await organizationsOf(parts.db, user);
  if (former !== null) await deleteSession(parts.db, hashToken(former));
  return issueSession(parts, user, first?.id ?? null, from, freshProof(parts.now(), true));
}
