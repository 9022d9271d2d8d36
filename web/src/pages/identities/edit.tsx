import { identities } from '@coterie/contract';
import { make, to, useAct } from '../../api.ts';
import { useWhatIf } from '../../parts/access/what-if.tsx';
import { WhatIfForm } from '../../parts/access/what-if-form.tsx';
import { Check, SelectField, TextField } from '../../parts/form/field.tsx';
import { useTyped } from '../../parts/form/form.tsx';
import { slugOfRole, useOrganizationRoles } from '../../parts/roles/roles.tsx';

type Given = { membership: identities.IdentityMembership; onClose: () => void };

export function EditIdentity({ membership, onClose }: Given) {
  const { identity } = membership;
  const { options } = useOrganizationRoles();
  const before = slugOfRole(membership);
  const { typed, at, set } = useTyped({
    name: identity.name,
    role: before,
    hasDeleteProtection: identity.hasDeleteProtection,
  });
  const { role, ...others } = typed;
  const params = { identityId: identity.id };
  const isOtherRole = role !== before;
  const change = to(identities.editIdentity, { params, body: isOtherRole ? typed : others });
  const preview = useWhatIf(
    isOtherRole ? [to(identities.editIdentity, { params, body: { role } })] : [],
  );
  const act = useAct(() => make(change), {
    done: `${typed.name} saved`,
    onDone: onClose,
  });
  return (
    <WhatIfForm
      title={`Edit ${identity.name}`}
      fields={['name', 'role']}
      save="Save"
      {...{ preview, act, onClose }}
    >
      <TextField label="Name" required {...at('name', act.error)} />
      <SelectField
        label="Role"
        hint="What it may do in the organization."
        options={options}
        {...at('role', act.error)}
      />
      <Check
        label="Protect from being deleted"
        checked={typed.hasDeleteProtection}
        onChange={set('hasDeleteProtection')}
      />
    </WhatIfForm>
  );
}
