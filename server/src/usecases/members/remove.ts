import { type Id, refuse } from '@coterie/kernel';
import { deleteUserTokens } from '../../store/accounts/tokens.ts';
import { memberByMembership } from '../../store/organization/members.ts';
import { sameOrg } from '../look.ts';
import { type Caller, changer, type Parts } from '../parts.ts';

/** Removes users from the organization, all or none. */
export async function removeMembers(
  parts: Pick<Parts, 'db' | 'access' | 'now'>,
  caller: Caller,
  orgId: Id,
  membershipIds: readonly Id[],
) {
  sameOrg(caller, orgId);
  const rows = await Promise.all(
    [...new Set(membershipIds)].map(
      async (id) =>
        (await memberByMembership(parts.db, orgId, id)) ??
        refuse({ reason: 'notFound', thing: 'membership', id }),
    ),
  );
  await parts.access.change({
    org: orgId,
    by: changer(caller),
    at: parts.now(),
    commands: rows.map(({ id }) => ({ do: 'member.remove', principal: id })),
    after: async (tx) => {
      for (const { id } of rows) await deleteUserTokens(tx, orgId, id);
    },
  });
  return rows.map((row) => ({ id: row.membership_id, userId: row.id, orgId }));
}

/** Removes a user from the organization with all that it had there; its tokens for the organization end. */
export async function removeMember(
  parts: Pick<Parts, 'db' | 'access' | 'now'>,
  caller: Caller,
  { orgId, membershipId }: { orgId: Id; membershipId: Id },
) {
  const [removed] = await removeMembers(parts, caller, orgId, [membershipId]);
  return removed as { id: Id; userId: Id; orgId: Id };
}
