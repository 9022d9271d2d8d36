import { type Id, refuse } from '@coterie/kernel';
import { deleteOwnToken, deleteOwnTokens, listOwnTokens } from '../../store/accounts/tokens.ts';
import type { Caller, Parts } from '../parts.ts';
import { ownUser } from './own.ts';

/** One's own sessions and tokens in force, newest use first. */
export async function ownSessions(parts: Pick<Parts, 'db' | 'now'>, caller: Caller) {
  const { id } = await ownUser(parts, caller);
  return listOwnTokens(parts.db, id, new Date(parts.now()));
}

/** Ends one of them: it is looked up at each request, so that every node refuses the next. */
export async function endSession(
  parts: Pick<Parts, 'db'>,
  caller: Caller,
  session: Id,
): Promise<void> {
  const { id } = await ownUser(parts, caller);
  if (!(await deleteOwnToken(parts.db, id, session)))
    refuse({ reason: 'notFound', thing: 'token', id: session });
}

/** Ends all but the one that asks; gives how many. */
export async function endOtherSessions(parts: Pick<Parts, 'db'>, caller: Caller): Promise<number> {
  const { id } = await ownUser(parts, caller);
  return deleteOwnTokens(parts.db, id, caller.token.id);
}
