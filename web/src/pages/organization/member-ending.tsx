import { members } from '@coterie/contract';
import { perform, useAct } from '../../api.ts';
import { WhatIfDialog } from '../../parts/what-if.tsx';
import { useOrganization } from '../../session.tsx';
import { personName } from '../../words.ts';
import type { Member } from './members.tsx';

/** Suspends or removes a member, after showing what that takes away. */
export function MemberEnding({
  what,
  member,
  onClose,
}: {
  what: 'suspend' | 'remove';
  member: Member;
  onClose: () => void;
}) {
  const { id: orgId } = useOrganization();
  const name = personName(member.user);
  const params = { orgId, membershipId: member.id };
  const isRemoval = what === 'remove';
  const act = useAct(
    async () => {
      if (isRemoval) await perform(members.removeMember, { params });
      else await perform(members.editMember, { params, body: { isActive: false } });
    },
    { done: isRemoval ? `${name} removed` : `${name} suspended`, onDone: onClose },
  );
  return (
    <WhatIfDialog
      title={isRemoval ? `Remove ${name}?` : `Suspend ${name}?`}
      commands={[{ do: isRemoval ? 'removeMember' : 'suspendMember', principalId: member.userId }]}
      confirm={isRemoval ? 'Remove from organization' : 'Suspend'}
      onConfirm={() => act.run(undefined)}
      onClose={onClose}
      pending={act.pending}
      error={act.error}
    >
      {isRemoval
        ? 'Every group membership and every role in a project goes too, and does not come back with a new invitation.'
        : 'Nothing works for a suspended member. Reactivating brings back exactly what is there now.'}
    </WhatIfDialog>
  );
}
