import { deleteToken } from '../../store/accounts/tokens.ts';
import type { Caller, Parts } from '../parts.ts';

/** Ends the session or token that the call is made with, at once. */
export async function signOut({ db }: Pick<Parts, 'db'>, caller: Caller): Promise<void> {
  await deleteToken(db, caller.token.id);
}
