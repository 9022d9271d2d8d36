import { groups } from '@coterie/contract';
import { make, to, useAct } from '../../api.ts';
import { WhatIfDialog } from '../../parts/access/what-if.tsx';
import { ComesBack } from '../../parts/dialog/comes-back.tsx';
import { plural } from '../../words.ts';
import type { Group } from './answer.ts';

type Given = { group: Group; onClose: () => void; onDone: () => void };

export function DeleteGroup({ group, onClose, onDone }: Given) {
  const change = to(groups.deleteGroup, { params: { id: group.id } });
  const act = useAct(() => make(change), {
    done: `Group ${group.name} deleted`,
    onDone,
  });
  return (
    <WhatIfDialog
      title={`Delete ${group.name}?`}
      changes={[change]}
      confirm="Delete group"
      act={act}
      onClose={onClose}
    >
      The group has {plural(group.memberCount, 'member')} and is in{' '}
      {plural(group.projectCount, 'project')}. What people have directly or by other groups stays.{' '}
      <ComesBack />
    </WhatIfDialog>
  );
}

/** Lets a suspended group count again, after showing what its members get back. */
export function ReactivateGroup({ group, onClose, onDone }: Given) {
  const change = to(groups.editGroup, { params: { id: group.id }, body: { isSuspended: false } });
  const act = useAct(() => make(change), {
    done: `Group ${group.name} is active again, with all that was there before`,
    onDone,
  });
  return (
    <WhatIfDialog
      title={`Reactivate ${group.name}?`}
      changes={[change]}
      confirm="Reactivate group"
      act={act}
      onClose={onClose}
      calm
    >
      All that the group had when it was suspended, and has not lost since, counts again.
    </WhatIfDialog>
  );
}

/** Suspends a group, after showing what its members lose meanwhile. */
export function SuspendGroup({ group, onClose, onDone }: Given) {
  const change = to(groups.editGroup, { params: { id: group.id }, body: { isSuspended: true } });
  const act = useAct(() => make(change), { done: `Group ${group.name} suspended`, onDone });
  return (
    <WhatIfDialog
      title={`Suspend ${group.name}?`}
      changes={[change]}
      confirm="Suspend group"
      act={act}
      onClose={onClose}
    >
      A suspended group counts for nothing. Reactivating brings back exactly what is there now.
    </WhatIfDialog>
  );
}
