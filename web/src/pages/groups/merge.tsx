import { groups } from '@coterie/contract';
import { useState } from 'react';
import { make, sentence, to, useAct } from '../../api.ts';
import { Preview, useWhatIf } from '../../parts/access/what-if.tsx';
import { Dialog, DialogActions } from '../../parts/dialog/dialog.tsx';
import { Button } from '../../parts/form/button.tsx';
import type { Choice } from '../../parts/form/picker.tsx';
import { GroupPicker } from '../../parts/form/pickers.tsx';
import { Notice } from '../../parts/frame/notice.tsx';
import type { Group } from './answer.ts';

type Given = { group: Group; onClose: () => void };

/** Moves another group's members and places into this one, after showing who gains and who loses what; the other is deleted. */
export function MergeGroup({ group, onClose }: Given) {
  const [other, setOther] = useState<Choice>();
  return (
    <Dialog
      title={`Merge a group into ${group.name}`}
      hint={`Its members and its places in projects move to ${group.name}; then it is deleted.`}
      onClose={onClose}
    >
      <GroupPicker label="Other group" chosen={other} onChoose={setOther} without={group.id} />
      {other ? (
        <Consequences key={other.id} group={group} other={other} onClose={onClose} />
      ) : (
        <DialogActions onCancel={onClose}>
          <Button look="danger" disabled>
            Merge
          </Button>
        </DialogActions>
      )}
    </Dialog>
  );
}

function Consequences({ group, other, onClose }: Given & { other: Choice }) {
  const change = to(groups.mergeGroup, {
    params: { id: group.id },
    body: { fromGroupId: other.id },
  });
  const preview = useWhatIf([change]);
  const act = useAct(() => make(change), {
    done: `${other.name} is merged into ${group.name}`,
    onDone: onClose,
  });
  return (
    <div className="mt-4 flex flex-col gap-4">
      <Preview answer={preview.answer} error={preview.error} />
      <Notice tone="warn">
        {other.name} is deleted for good; its role in the organization does not move.
      </Notice>
      {act.error && <Notice tone="danger">{sentence(act.error)}</Notice>}
      <DialogActions onCancel={onClose}>
        <Button
          look="danger"
          pending={act.pending}
          disabled={!preview.answer || preview.isFetching}
          onClick={() => act.run(undefined)}
        >
          Merge {other.name} into {group.name}
        </Button>
      </DialogActions>
    </div>
  );
}
