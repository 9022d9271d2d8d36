import { groups } from '@coterie/contract';
import { perform, useAct } from '../../api.ts';
import { WhatIfDialog } from '../../parts/what-if.tsx';

type Named = { id: string; name: string };
export type Leaving = Named &
  ({ kind: 'machineIdentity' | 'group' } | { kind: 'user'; username: string });

async function remove(id: string, member: Leaving): Promise<void> {
  if (member.kind === 'user')
    await perform(groups.removeGroupUser, { params: { id, username: member.username } });
  else if (member.kind === 'group')
    await perform(groups.unnestGroup, { params: { id, childId: member.id } });
  else await perform(groups.removeGroupIdentity, { params: { id, identityId: member.id } });
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
  const act = useAct(() => remove(group.id, member), {
    done: `${member.name} removed from ${group.name}`,
    onDone: onClose,
  });
  return (
    <WhatIfDialog
      title={`Remove ${member.name} from ${group.name}?`}
      commands={[{ do: 'removeFromGroup', groupId: group.id, memberId: member.id }]}
      confirm="Remove from group"
      onConfirm={() => act.run(undefined)}
      onClose={onClose}
      pending={act.pending}
      error={act.error}
    >
      What comes directly or by other groups stays.
    </WhatIfDialog>
  );
}
