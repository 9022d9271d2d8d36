import { groups } from '@coterie/contract';
import { perform, useAct } from '../../api.ts';
import { WhatIfDialog } from '../../parts/what-if.tsx';
import type { Group } from './group-answer.ts';

type Given = { group: Group; manager: { id: string; name: string }; onClose: () => void };

/** Ends that someone manages the group, after showing that access stays as it is. */
export function RemoveManager({ group, manager, onClose }: Given) {
  const act = useAct(
    () => perform(groups.removeGroupManager, { params: { id: group.id, holderId: manager.id } }),
    { done: `${manager.name} no longer manages ${group.name}`, onDone: onClose },
  );
  return (
    <WhatIfDialog
      title={`Remove ${manager.name} as manager of ${group.name}?`}
      commands={[{ do: 'removeManager', groupId: group.id, holderId: manager.id }]}
      confirm="Remove manager"
      onConfirm={() => act.run(undefined)}
      onClose={onClose}
      pending={act.pending}
      error={act.error}
    >
      Who was added to the group stays in it.
    </WhatIfDialog>
  );
}
