import { groups } from '@coterie/contract';
import { useState } from 'react';
import { perform, to, useAct } from '../../api.ts';
import { Preview, useWhatIf } from '../../parts/access/what-if.tsx';
import { Dialog, DialogActions } from '../../parts/dialog/dialog.tsx';
import { Button } from '../../parts/form/button.tsx';
import { Check } from '../../parts/form/field.tsx';
import { Form } from '../../parts/form/form.tsx';
import { NamedFields, useNamed } from '../../parts/form/named-form.tsx';
import { plural } from '../../words.ts';
import type { Group } from './answer.ts';

type Given = { group: Group; onClose: () => void; onDone: (id: string) => void };

/** Makes a second group with the same role and places, and the same members if asked for. */
export function CloneGroup({ group, onClose, onDone }: Given) {
  const named = useNamed({ name: `${group.name} copy`, slug: '' });
  const [withMembers, setWithMembers] = useState(false);
  // A group without members gives nobody anything; the name is not asked about, so that typing it asks nothing again.
  const preview = useWhatIf(
    withMembers
      ? [
          to(groups.cloneGroup, {
            params: { id: group.id },
            body: { name: group.name, withMembers },
          }),
        ]
      : [],
  );
  const isReady = !withMembers || (preview.answer !== undefined && !preview.isFetching);
  const { run, pending, error } = useAct(
    () =>
      perform(groups.cloneGroup, {
        params: { id: group.id },
        body: { name: named.name, slug: named.slug, withMembers },
      }),
    { done: ({ name }) => `Group ${name} created`, onDone: ({ id }) => onDone(id) },
  );
  return (
    <Dialog
      title={`Clone ${group.name}`}
      hint={`The new group has the same role, ${plural(group.projectCount, 'project')} and groups above it.`}
      onClose={onClose}
    >
      <Form fields={['name', 'slug']} error={error} onSubmit={() => run(undefined)}>
        <NamedFields named={named} error={error} />
        <Check
          label="With its members"
          hint={`${plural(group.memberCount, 'member')}, each until when it is here; else the new group is empty.`}
          checked={withMembers}
          onChange={setWithMembers}
        />
        {withMembers && <Preview answer={preview.answer} error={preview.error} />}
        <DialogActions onCancel={onClose}>
          <Button look="primary" submit pending={pending} disabled={!isReady}>
            Clone group
          </Button>
        </DialogActions>
      </Form>
    </Dialog>
  );
}
