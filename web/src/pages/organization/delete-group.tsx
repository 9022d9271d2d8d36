import { groups } from '@coterie/contract';
import { perform, useAct } from '../../api.ts';
import { WhatIfDialog } from '../../parts/what-if.tsx';
import { plural } from '../../words.ts';
import type { Group } from './group-answer.ts';

type Given = { group: Group; onClose: () => void; onDone: () => void };

export function DeleteGroup({ group, onClose, onDone }: Given) {
  const act = useAct(() => perform(groups.deleteGroup, { params: { id: group.id } }), {
    done: `Group ${group.name} deleted`,
    onDone,
  });
  return (
    <WhatIfDialog
      title={`Delete ${group.name}?`}
      commands={[{ do: 'deleteGroup', groupId: group.id }]}
      confirm="Delete group"
      onConfirm={() => act.run(undefined)}
      onClose={onClose}
      pending={act.pending}
      error={act.error}
    >
      The group has {plural(group.memberCount, 'member')} and is in{' '}
      {plural(group.projectCount, 'project')}. What people have directly or by other groups stays.
    </WhatIfDialog>
  );
}

/** Suspends a group, after showing what its members lose meanwhile. */
export function SuspendGroup({ group, onClose, onDone }: Given) {
  const act = useAct(
    () => perform(groups.editGroup, { params: { id: group.id }, body: { isSuspended: true } }),
    { done: `Group ${group.name} suspended`, onDone },
  );
  return (
    <WhatIfDialog
      title={`Suspend ${group.name}?`}
      commands={[{ do: 'suspendGroup', groupId: group.id }]}
      confirm="Suspend group"
      onConfirm={() => act.run(undefined)}
      onClose={onClose}
      pending={act.pending}
      error={act.error}
    >
      A suspended group counts for nothing. Reactivating brings back exactly what is there now.
    </WhatIfDialog>
  );
}
