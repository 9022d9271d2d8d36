import {
  type Change,
  type Id,
  type Instant,
  liveRules,
  permits,
  supposing,
  type World,
} from '@coterie/kernel';
import type { Tx } from '../store/db.ts';
import type { Deed } from '../store/log/log.ts';
import { dropInvitationsBy, inviters } from '../store/organization/invitations.ts';

export const mayInvite = (world: World, principal: Id, at: Instant): boolean =>
  permits(liveRules(world, principal, null, at), 'member', 'create');

/**
 * An invitation dies with its inviter's right to invite, however that goes (access model, §4), and does not wake when the
 * right comes back: neither with this change, nor with one after the right ran out by time.
 */
export async function endInvitations(
  tx: Tx,
  org: Id,
  world: World,
  changes: readonly Change[],
  at: Instant,
): Promise<Deed[]> {
  if (changes.length === 0) return [];
  const all = await inviters(tx, org, new Date(at));
  if (all.length === 0) return [];
  const lost = new Set(all.filter((one) => !mayInvite(world, one, at)));
  supposing(world, changes, (then) => {
    for (const one of all) if (!mayInvite(then, one, at)) lost.add(one);
  });
  const ended = await dropInvitationsBy(tx, org, [...lost]);
  return ended.map((of) => ({ do: 'invitation.delete', of }));
}
