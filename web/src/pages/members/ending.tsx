import { members } from '@coterie/contract';
import { makeAny, to, useAct } from '../../api.ts';
import { WhatIfDialog } from '../../parts/access/what-if.tsx';
import { useOrganization } from '../../session.tsx';
import { personName } from '../../words.ts';

const endings = {
  remove: {
    title: 'Remove',
    confirm: 'Remove from organization',
    done: 'removed',
    hint: 'Every group membership and every role in a project goes too, and does not come back with a new invitation.',
  },
  suspend: {
    title: 'Suspend',
    confirm: 'Suspend',
    done: 'suspended',
    hint: 'Nothing works for a suspended member. Reactivating brings back exactly what is there now.',
  },
  reactivate: {
    title: 'Reactivate',
    confirm: 'Reactivate',
    done: 'is active again, with all that was there before',
    hint: 'All that was there when the member was suspended, and has not been taken away since, counts again.',
  },
} as const;

/** Suspends, reactivates or removes a member, after showing what that does. */
export function MemberEnding({
  what,
  member,
  onClose,
}: {
  what: keyof typeof endings;
  member: members.Member;
  onClose: () => void;
}) {
  const { id: orgId } = useOrganization();
  const name = personName(member.user);
  const params = { orgId, membershipId: member.id };
  const { title, confirm, done, hint } = endings[what];
  const change =
    what === 'remove'
      ? to(members.removeMember, { params })
      : to(members.editMember, { params, body: { isActive: what === 'reactivate' } });
  const act = useAct(() => makeAny(change), { done: `${name} ${done}`, onDone: onClose });
  return (
    <WhatIfDialog
      title={`${title} ${name}?`}
      changes={[change]}
      calm={what === 'reactivate'}
      {...{ confirm, act, onClose }}
    >
      {hint}
    </WhatIfDialog>
  );
}
