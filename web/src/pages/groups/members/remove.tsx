import { groups } from '@coterie/contract';
import { makeAny, to, useAct } from '../../../api.ts';
import { WhatIfDialog } from '../../../parts/access/what-if.tsx';

type Named = { id: string; name: string };
export type Leaving = Named &
  ({ kind: 'machineIdentity' | 'group' } | { kind: 'user'; username: string });

function removing(id: string, member: Leaving) {
  if (member.kind === 'user')
    return to(groups.removeGroupUser, { params: { id, username: member.username } });
  if (member.kind === 'group')
    return to(groups.unnestGroup, { params: { id, childId: member.id } });
  return to(groups.removeGroupIdentity, { params: { id, identityId: member.id } });
}

/** Takes someone, or a nested group, out of a group, after showing what that takes away. */
export function RemoveMember({
  group,
  member,
  onClose,
}: {
  group: Named;
  member: Leaving;
  onClose: () => void;
}) {
  const change = removing(group.id, member);
  const act = useAct(() => makeAny(change), {
    done: `${member.name} removed from ${group.name}`,
    onDone: onClose,
  });
  return (
    <WhatIfDialog
      title={`Remove ${member.name} from ${group.name}?`}
      changes={[change]}
      confirm="Remove from group"
      act={act}
      onClose={onClose}
    >
      What comes directly or by other groups stays.
    </WhatIfDialog>
  );
}
