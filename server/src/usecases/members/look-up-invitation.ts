import { refuse } from '@coterie/kernel';
import { hashToken, tokenKind } from '../../crypto/tokens.ts';
import { findInvitation } from '../../store/invitations.ts';
import type { Parts } from '../parts.ts';

/** The open invitation of that token; refuses one that is unknown, used, replaced or over, all alike. */
export async function lookUpInvitation({ db, now }: Pick<Parts, 'db' | 'now'>, token: string) {
  const found =
    tokenKind(token) === 'invitation'
      ? await findInvitation(db, hashToken(token), new Date(now()))
      : undefined;
  return found ?? refuse({ reason: 'notFound', thing: 'invitation', id: 'this link' });
}
