import { refuse } from '@coterie/kernel';
import { mayInvite } from '../../access/invitations.ts';
import { hashToken, tokenKind } from '../../crypto/tokens.ts';
import { findInvitation } from '../../store/organization/invitations.ts';
import type { Parts } from '../parts.ts';

/** The open invitation of that token; refuses one that is unknown, used, replaced, over or dead, all alike. */
export async function lookUpInvitation(
  { db, worlds, now }: Pick<Parts, 'db' | 'worlds' | 'now'>,
  token: string,
) {
  const found =
    tokenKind(token) === 'invitation'
      ? await findInvitation(db, hashToken(token), new Date(now()))
      : undefined;
  const world = found && (await worlds.now(found.org_id));
  if (found?.invited_by && world && mayInvite(world, found.invited_by, now())) return found;
  return refuse({ reason: 'notFound', thing: 'invitation', id: 'this link' });
}

/**
 * What whoever has the link is told of the account. Where it went out by mail, that is who the account is of; where it was
 * shown to the inviter, no more than the organization knows, since it made the account.
 */
export function accountTold(found: Awaited<ReturnType<typeof lookUpInvitation>>) {
  if (!found.emailed && found.made_by !== found.org_id)
    return { firstName: null, lastName: null, hasAccount: null };
  const beginsAnew = found.emailed && found.proven_at === null;
  return {
    firstName: found.first_name,
    lastName: found.last_name,
    hasAccount: found.password_hash !== null && !beginsAnew,
  };
}
