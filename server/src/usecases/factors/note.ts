import type { UserRow } from '../../store/accounts/users.ts';
import type { Tx } from '../../store/db.ts';
import { leaveInEach } from '../account/entries.ts';
import { factorChangedMail, post } from '../account/mails.ts';
import type { Caller, Parts } from '../parts.ts';

/** What changed of a person's factors, for the log and for the mail to them. */
const changes = {
  'totp.create': 'An authenticator app was set up',
  'totp.delete': 'The authenticator app was taken off',
  'passkey.create': 'A passkey was added',
  'passkey.delete': 'A passkey was taken off',
  'recoveryCodes.create': 'New recovery codes were made, and the former ended',
} as const;
type Change = keyof typeof changes;

/** Leaves an entry in every organization that the person is in; gives what sends their mail once it is committed. */
export async function noteFactor(
  parts: Pick<Parts, 'logKeys' | 'mail' | 'now'>,
  tx: Tx,
  user: UserRow,
  caller: Caller,
  what: Change,
): Promise<() => void> {
  const by = { id: user.id, kind: 'user', name: user.email, request: caller.from };
  await leaveInEach(parts, tx, user, by, { do: what, of: user.id });
  const at = new Date(parts.now());
  return () => post(parts, factorChangedMail(user.email, changes[what], caller.from, at));
}
