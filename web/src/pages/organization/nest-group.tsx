import { groups } from '@coterie/contract';
import { perform, sentence, useAct } from '../../api.ts';
import { Button } from '../../parts/button.tsx';
import { Dialog, DialogActions } from '../../parts/dialog.tsx';
import { Notice } from '../../parts/notice.tsx';
import { type Terms, termsRequest } from '../../parts/terms.ts';
import type { Group } from './group-answer.ts';
import { GroupReach, useReach } from './group-reach.tsx';

type Named = { id: string; name: string };
type Given = { group: Group; child: Named; terms: Terms; onClose: () => void };

/** Puts a group in a group, after showing how many members get which places by it. */
export function NestGroup({ group, child, terms, onClose }: Given) {
  const below = useReach(child.id);
  const above = useReach(group.id);
  const act = useAct(
    () =>
      perform(groups.nestGroup, {
        params: { id: group.id, childId: child.id },
        body: termsRequest(terms),
      }),
    { done: `${child.name} is in ${group.name}`, onDone: onClose },
  );
  return (
    <Dialog title={`Add ${child.name} to ${group.name}?`} onClose={onClose}>
      <div className="flex flex-col gap-4">
        <p className="text-sm text-dim">
          The members of {child.name}, now and later, get what {group.name} has. Nothing goes the
          other way.
        </p>
        <GroupReach
          title={(count) => `${count} of ${child.name} would get`}
          members={below}
          places={above}
          role={group}
        />
        {act.error && <Notice tone="danger">{sentence(act.error)}</Notice>}
      </div>
      <DialogActions onCancel={onClose}>
        <Button
          look="primary"
          pending={act.pending}
          disabled={!below.answer || !above.answer}
          onClick={() => act.run(undefined)}
        >
          Add group
        </Button>
      </DialogActions>
    </Dialog>
  );
}
