import { groups } from '@coterie/contract';
import { useState } from 'react';
import { perform, to, useAct } from '../../api.ts';
import { useWhatIf } from '../../parts/access/what-if.tsx';
import { WhatIfForm } from '../../parts/access/what-if-form.tsx';
import { Check } from '../../parts/form/field.tsx';
import { NamedFields, useNamed } from '../../parts/form/named-form.tsx';
import { plural } from '../../words.ts';
import type { Group } from './answer.ts';

type Given = { group: Group; onClose: () => void; onDone: (id: string) => void };

/** Makes a second group with the same role and places, and the same members if asked for. */
export function CloneGroup({ group, onClose, onDone }: Given) {
  const named = useNamed({ name: `${group.name} copy`, slug: '' });
  const [withMembers, setWithMembers] = useState(false);
  // A group without members gives nobody anything; the name is not asked about, so that typing it asks nothing again.
  const params = { id: group.id };
  const preview = useWhatIf(
    withMembers ? [to(groups.cloneGroup, { params, body: { name: group.name, withMembers } })] : [],
  );
  const act = useAct(
    () =>
      perform(groups.cloneGroup, {
        params,
        body: { name: named.name, slug: named.slug, withMembers },
      }),
    { done: ({ name }) => `Group ${name} created`, onDone: ({ id }) => onDone(id) },
  );
  return (
    <WhatIfForm
      preview={preview}
      title={`Clone ${group.name}`}
      hint={`The new group has the same role, ${plural(group.projectCount, 'project')} and groups above it.`}
      onClose={onClose}
      fields={['name', 'slug']}
      act={act}
      save="Clone group"
      disabled={preview.isFetching}
    >
      <NamedFields named={named} error={act.error} />
      <Check
        label="With its members"
        hint={`${plural(group.memberCount, 'member')}, each until when it is here; else the new group is empty.`}
        checked={withMembers}
        onChange={setWithMembers}
      />
    </WhatIfForm>
  );
}
