import { mintToken } from '../../crypto/tokens.ts';
import { anyUser } from '../../store/accounts/users.ts';
import { setSetupHash } from '../../store/instance.ts';
import type { Parts } from '../parts.ts';

/** The one-time set-up link of an empty instance, null once someone has set it up. A new link ends the one before. */
export async function setUpLink({
  db,
  siteUrl,
}: Pick<Parts, 'db' | 'siteUrl'>): Promise<string | null> {
  if (await anyUser(db)) return null;
  const { token, hash } = mintToken('setup');
  await setSetupHash(db, hash);
  // In the fragment, so that it reaches no server log.
  return `${siteUrl}/setup#token=${token}`;
}
