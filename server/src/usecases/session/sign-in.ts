import { hashToken, mintToken, tokenKind } from '../../crypto/tokens.ts';
import { deleteSession } from '../../store/accounts/tokens.ts';
import { type UserRow, userByEmail } from '../../store/accounts/users.ts';
import { organizationsOf } from '../../store/organization/organizations.ts';
import { newNetworkMail, post } from '../account/mails.ts';
import { type FactorWay, factorsOf } from '../factors/person.ts';
import type { From, Parts } from '../parts.ts';
import { type Looking, NotAuthenticated, throttled } from './throttle.ts';
import { freshProof, type Issued, issueSession, issueTicket, issueUserToken } from './tokens.ts';

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

/** The user of that e-mail and password, and the second factors to be shown beside it. */
const lookAtFirst = (
  parts: Needs,
  { email, password }: Credentials,
  from: From,
  device: string | null,
) =>
  throttled(
    parts,
    { kind: 'user', account: email, method: 'password', from, device },
    async (looking) => {
      const user = await lookAtPassword(parts, email, password, { looking, from });
      const factors = await factorsOf(parts.db, user.id);
      if (factors.length > 0) looking.why = 'factorNeeded';
      return { user, factors };
    },
  );

type Credentials = { email: string; password: string };
/** The password was right, and is not enough. */
export type Ticketed = { factors: FactorWay[]; ticket: string };

/** Signs a browser in, in the only or first of the user's organizations; its former session ends. Who has a factor shows it first. */
export async function signIn(
  parts: Needs,
  credentials: Credentials,
  from: From,
  { device, former }: Browser = noBrowser,
): Promise<Issued | Ticketed> {
  const { user, factors } = await lookAtFirst(parts, credentials, from, device);
  if (factors.length > 0) return { factors, ticket: await issueTicket(parts, user.id, from) };
  const [first] = await organizationsOf(parts.db, user.id);
  if (former !== null) await deleteSession(parts.db, hashToken(former));
  return issueSession(parts, user.id, first?.id ?? null, from, freshProof(parts.now(), false));
}

/** A bearer token. Of who has a factor it is for no organization, until the factor is shown. */
export async function logIn(
  parts: Needs & Pick<Parts, 'mint'>,
  credentials: Credentials,
  from: From,
): Promise<Issued> {
  const { user, factors } = await lookAtFirst(parts, credentials, from, null);
  if (factors.length > 0) return issueUserToken(parts, user.id, null, from);
  const [first] = await organizationsOf(parts.db, user.id);
  return issueUserToken(parts, user.id, first?.id ?? null, from, freshProof(parts.now(), false));
}
