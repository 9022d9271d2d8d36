import { type Command, type Id, refuse } from '@coterie/kernel';
import { deleteUserTokens } from '../../store/accounts/tokens.ts';
import type { Tx } from '../../store/db.ts';
import { memberByMembership } from '../../store/organization/members.ts';
import { sameOrg } from '../look.ts';
import { type Caller, changer, type Parts } from '../parts.ts';
import { roleRef } from '../roles/refs.ts';
import { View } from '../view.ts';
import { type SeenMember, seeMembers } from './list.ts';

/** Gives a user another organization role, suspends or reactivates. Suspending ends its tokens for this organization. */
export async function editMember(
  parts: Pick<Parts, 'db' | 'access' | 'now'>,
  caller: Caller,
  { orgId, membershipId }: { orgId: Id; membershipId: Id },
  wanted: { role?: string | undefined; isActive?: boolean | undefined },
) {
  sameOrg(caller, orgId);
  const row = (await memberByMembership(parts.db, orgId, membershipId)) ?? notFound(membershipId);
  const at = parts.now();
  const { answer } = await parts.access.change({
    org: orgId,
    by: changer(caller),
    at,
    commands: (world): Command[] => {
      // Changing nothing would show the member all the same.
      if (wanted.role === undefined && wanted.isActive === undefined)
        new View(world, orgId, caller.principal, at).need('member', 'edit');
      return [
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
      ];
    },
    after: async (tx, { world, see }) => {
      if (wanted.isActive === false) await deleteUserTokens(tx, orgId, row.id);
      const view = new View(world, orgId, caller.principal, at);
      const roles = see((then) => then.get('member', row.id)?.roles ?? []);
      return { view, member: { ...(await readMember(tx, view, membershipId)), roles } };
    },
  });
  return answer;
}

async function readMember(tx: Tx, view: View, membershipId: Id): Promise<SeenMember> {
  const row = (await memberByMembership(tx, view.org, membershipId)) ?? notFound(membershipId);
  const [member] = await seeMembers({ db: tx }, view, [row]);
  return member ?? notFound(membershipId);
}

const notFound = (id: Id): never => refuse({ reason: 'notFound', thing: 'membership', id });
