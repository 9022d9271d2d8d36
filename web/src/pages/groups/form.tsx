import { groups } from '@coterie/contract';
import { make, perform, to, useAct } from '../../api.ts';
import { useWhatIf } from '../../parts/access/what-if.tsx';
import { WhatIfForm } from '../../parts/access/what-if-form.tsx';
import { AreaField, SelectField } from '../../parts/form/field.tsx';
import { useTyped } from '../../parts/form/form.tsx';
import { NamedFields, useNamed } from '../../parts/form/named-form.tsx';
import { slugOfRole, useOrganizationRoles } from '../../parts/roles/roles.tsx';
import type { Group } from './answer.ts';

type Given = { group?: Group; onClose: () => void };

/** Creates a group, or edits the one given; a change of its role is shown with what it does. */
export function GroupForm({ group, onClose }: Given) {
  const named = useNamed(group);
  const { options } = useOrganizationRoles();
  const before = group && slugOfRole(group);
  const { typed, at } = useTyped({
    role: before ?? 'no-access',
    description: group?.description ?? '',
  });
  const { role, description } = typed;
  const params = { id: group?.id ?? '' };
  const isOtherRole = group !== undefined && role !== before;
  const preview = useWhatIf(isOtherRole ? [to(groups.editGroup, { params, body: { role } })] : []);
  const act = useAct(
    () => {
      const body = { name: named.name, slug: named.slug, description };
      if (!group) return perform(groups.createGroup, { body: { ...body, role } });
      return make(to(groups.editGroup, { params, body: isOtherRole ? { ...body, role } : body }));
    },
    { done: ({ name }) => `Group ${name} ${group ? 'saved' : 'created'}`, onDone: onClose },
  );
  return (
    <WhatIfForm
      title={group ? `Edit ${group.name}` : 'Create group'}
      fields={['name', 'slug', 'role', 'description']}
      save={group ? 'Save' : 'Create group'}
      {...{ preview, act, onClose }}
    >
      <NamedFields named={named} error={act.error} />
      <SelectField label="Role" hint={roleHint} options={options} {...at('role', act.error)} />
      <AreaField label="Description" rows={2} {...at('description', act.error)} />
    </WhatIfForm>
  );
}

const roleHint = 'What every member gets in the organization. Roles in projects are given there.';
