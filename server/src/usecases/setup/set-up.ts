import type { From, Parts } from '../parts.ts';
import { freshProof, issueSession } from '../session/tokens.ts';
import { type Founder, found } from './found.ts';

/** First run in the browser: makes the first administrator and signs them in. */
export async function setUp(
  parts: Pick<Parts, 'db' | 'access' | 'keyring' | 'passwords' | 'now'>,
  { token, ...founder }: Founder & { token: string },
  from: From,
) {
  const { user, organization } = await found(parts, founder, token, from);
  return issueSession(parts, user.id, organization.id, from, freshProof(parts.now(), false));
}
