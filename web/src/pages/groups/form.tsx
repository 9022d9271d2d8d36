import { groups } from '@coterie/contract';
import { useState } from 'react';
import { perform, problemOf, to, useAct } from '../../api.ts';
import { useWhatIf } from '../../parts/access/what-if.tsx';
import { WhatIfForm } from '../../parts/access/what-if-form.tsx';
import { AreaField, SelectField } from '../../parts/form/field.tsx';
import { NamedFields, useNamed } from '../../parts/form/named-form.tsx';
import { slugOfRole, useOrganizationRoles } from '../../parts/roles/roles.tsx';
import type { Group } from './answer.ts';

/** Creates a group, or edits the one given; a change of its role is shown with what it does. */
export function GroupForm({ group, onClose }: { group?: Group; onClose: () => void }) {
  const named = useNamed(group);
  const { options } = useOrganizationRoles();
  const before = group && slugOfRole(group);
  const [role, setRole] = useState(before ?? 'no-access');
  const [description, setDescription] = useState(group?.description ?? '');
  const isOtherRole = group !== undefined && role !== before;
  const preview = useWhatIf(
    isOtherRole ? [to(groups.editGroup, { params: { id: group.id }, body: { role } })] : [],
  );
  const act = useAct(
    () => {
      const body = { name: named.name, slug: named.slug, description };
      if (!group) return perform(groups.createGroup, { body: { ...body, role } });
      return perform(groups.editGroup, {
        params: { id: group.id },
        body: isOtherRole ? { ...body, role } : body,
      });
    },
    {
      done: ({ name }) => (group ? `Group ${name} saved` : `Group ${name} created`),
      onDone: onClose,
    },
  );
  return (
    <WhatIfForm
      preview={preview}
      title={group ? `Edit ${group.name}` : 'Create group'}
      onClose={onClose}
      fields={['name', 'slug', 'role', 'description']}
      act={act}
      save={group ? 'Save' : 'Create group'}
    >
      <NamedFields named={named} error={act.error} />
      <SelectField
        label="Role"
        hint="What every member gets in the organization. Roles in projects are given there."
        value={role}
        onChange={setRole}
        options={options}
        error={problemOf(act.error, 'role')}
      />
      <AreaField
        label="Description"
        rows={2}
        value={description}
        onChange={setDescription}
        error={problemOf(act.error, 'description')}
      />
    </WhatIfForm>
  );
}
