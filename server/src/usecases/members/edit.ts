import { type Command, type Id, refuse } from '@coterie/kernel';
import { memberByMembership } from '../../store/members.ts';
import { deleteUserTokens } from '../../store/tokens.ts';
import { look, sameOrg } from '../look.ts';
import { type Caller, changer, type Parts } from '../parts.ts';
import { roleRef } from '../roles/refs.ts';
import { withGroups } from './list.ts';

/** Gives a user another organization role, suspends or reactivates. Suspending ends its tokens for this organization. */
export async function editMember(
  parts: Pick<Parts, 'db' | 'worlds' | 'access' | 'now'>,
  caller: Caller,
  { orgId, membershipId }: { orgId: Id; membershipId: Id },
  wanted: { role?: string | undefined; isActive?: boolean | undefined },
) {
  sameOrg(caller, orgId);
  const row = (await memberByMembership(parts.db, orgId, membershipId)) ?? notFound(membershipId);
  await parts.access.change({
    org: orgId,
    by: changer(caller),
    at: parts.now(),
    commands: (world): Command[] => [
      ...(wanted.role === undefined
        ? []
        : [
            {
              do: 'member.setRoles' as const,
              principal: row.id,
              roles: [roleRef(world, null, wanted.role)],
            },
          ]),
      ...(wanted.isActive === undefined
        ? []
        : [
            {
              do: wanted.isActive ? ('member.reactivate' as const) : ('member.suspend' as const),
              principal: row.id,
            },
          ]),
    ],
    after: async (tx) => wanted.isActive === false && deleteUserTokens(tx, orgId, row.id),
  });
  const view = await look(parts, {
    ...caller,
    accessVersion: (await parts.worlds.now(orgId))?.version ?? 0,
  });
  const [member] = await withGroups(parts, view, [
    (await memberByMembership(parts.db, orgId, membershipId)) ?? notFound(membershipId),
  ]);
  return { view, member: member ?? notFound(membershipId) };
}

const notFound = (id: Id): never => refuse({ reason: 'notFound', thing: 'membership', id });
