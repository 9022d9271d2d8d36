import { deleted } from '@coterie/contract';
import { make, to, useAct } from '../../api.ts';
import { WhatIfDialog } from '../../parts/access/what-if.tsx';
import { Confirm } from '../../parts/dialog/confirm.tsx';
import type { Thing } from './kinds.ts';

type Given = { thing: Thing; onClose: () => void };

/** Brings a thing back, after showing who gains by it. */
export function Restore({ thing: { id, name }, onClose }: Given) {
  const change = to(deleted.restoreDeleted, { params: { id } });
  const act = useAct(() => make(change), { done: `${name} is back`, onDone: onClose });
  return (
    <WhatIfDialog
      title={`Restore ${name}?`}
      changes={[change]}
      confirm="Restore"
      act={act}
      onClose={onClose}
      calm
    >
      It comes back as it was, with all that hung on it and is there still.
    </WhatIfDialog>
  );
}

/** Forgets a thing before its time. */
export function Forget({ thing: { id, kind, name }, onClose }: Given) {
  const change = to(deleted.forgetDeleted, { params: { id } });
  const act = useAct(() => make(change), {
    done: `${name} is deleted for good`,
    onDone: onClose,
  });
  return (
    <Confirm
      title={`Delete ${name} for good?`}
      confirm="Delete for good"
      act={act}
      onClose={onClose}
    >
      {kind === 'project'
        ? 'Everything in it goes, and so do its keys. Nothing but a backup brings it back then.'
        : 'Nothing but a backup brings it back then.'}
    </Confirm>
  );
}
