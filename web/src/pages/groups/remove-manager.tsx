import { groups } from '@coterie/contract';
import { make, to, useAct } from '../../api.ts';
import { WhatIfDialog } from '../../parts/access/what-if.tsx';
import type { Group } from './answer.ts';

type Given = { group: Group; manager: { id: string; name: string }; onClose: () => void };

/** Ends that someone manages the group, after showing that access stays as it is. */
export function RemoveManager({ group, manager, onClose }: Given) {
  const params = { id: group.id, holderId: manager.id };
  const change = to(groups.removeGroupManager, { params });
  const act = useAct(() => make(change), {
    done: `${manager.name} no longer manages ${group.name}`,
    onDone: onClose,
  });
  return (
    <WhatIfDialog
      title={`Remove ${manager.name} as manager of ${group.name}?`}
      changes={[change]}
      confirm="Remove manager"
      act={act}
      onClose={onClose}
    >
      Who was added to the group stays in it.
    </WhatIfDialog>
  );
}
