import { type Id, refuse } from '@coterie/kernel';
import { memberByMembership } from '../../store/members.ts';
import { deleteUserTokens } from '../../store/tokens.ts';
import { sameOrg } from '../look.ts';
import { type Caller, changer, type Parts } from '../parts.ts';

/** Removes a user from the organization with all that it had there; its tokens for the organization end. */
export async function removeMember(
  parts: Pick<Parts, 'db' | 'access' | 'now'>,
  caller: Caller,
  { orgId, membershipId }: { orgId: Id; membershipId: Id },
) {
  sameOrg(caller, orgId);
  const row = await memberByMembership(parts.db, orgId, membershipId);
  if (!row) return refuse({ reason: 'notFound', thing: 'membership', id: membershipId });
  await parts.access.change({
    org: orgId,
    by: changer(caller),
    at: parts.now(),
    commands: [{ do: 'member.remove', principal: row.id }],
    after: (tx) => deleteUserTokens(tx, orgId, row.id),
  });
  return { id: membershipId, userId: row.id, orgId };
}
