import { organizationsOf } from '../../store/organizations.ts';
import { type UserRow, userByEmail } from '../../store/users.ts';
import type { From, Parts } from '../parts.ts';
import { NotAuthenticated, throttled } from '../throttle.ts';
import { issueSession, issueUserToken } from './tokens.ts';

type Needs = Pick<Parts, 'db' | 'now' | 'passwords'>;

/** The user of that e-mail and password. Throws NotAuthenticated, or Throttled after repeated failures. */
export const verifyPassword = (
  parts: Needs,
  email: string,
  password: string,
  from: From,
): Promise<UserRow> =>
  throttled(parts, email.toLowerCase(), from.ip, async () => {
    const user = await userByEmail(parts.db, email);
    if (!(await parts.passwords.verify(user?.password_hash ?? null, password)) || !user)
      throw new NotAuthenticated();
    return user;
  });

/** Signs a user in, in the only or first of its organizations. */
export async function signIn(
  parts: Needs & Pick<Parts, 'mint'>,
  kind: 'session' | 'user',
  { email, password }: { email: string; password: string },
  from: From,
) {
  const user = await verifyPassword(parts, email, password, from);
  const organizations = await organizationsOf(parts.db, user.id);
  const org = organizations[0]?.id ?? null;
  return kind === 'session'
    ? issueSession(parts, user.id, org)
    : issueUserToken(parts, user.id, org);
}
