import { members } from '@coterie/contract';
import { makeAny, to, useAct } from '../../api.ts';
import { WhatIfDialog } from '../../parts/access/what-if.tsx';
import { useOrganization } from '../../session.tsx';
import { personName } from '../../words.ts';

/** Suspends or removes a member, after showing what that takes away. */
export function MemberEnding({
  what,
  member,
  onClose,
}: {
  what: 'suspend' | 'remove';
  member: members.Member;
  onClose: () => void;
}) {
  const { id: orgId } = useOrganization();
  const name = personName(member.user);
  const params = { orgId, membershipId: member.id };
  const isRemoval = what === 'remove';
  const change = isRemoval
    ? to(members.removeMember, { params })
    : to(members.editMember, { params, body: { isActive: false } });
  const act = useAct(() => makeAny(change), {
    done: isRemoval ? `${name} removed` : `${name} suspended`,
    onDone: onClose,
  });
  return (
    <WhatIfDialog
      title={isRemoval ? `Remove ${name}?` : `Suspend ${name}?`}
      changes={[change]}
      confirm={isRemoval ? 'Remove from organization' : 'Suspend'}
      act={act}
      onClose={onClose}
    >
      {isRemoval
        ? 'Every group membership and every role in a project goes too, and does not come back with a new invitation.'
        : 'Nothing works for a suspended member. Reactivating brings back exactly what is there now.'}
    </WhatIfDialog>
  );
}
