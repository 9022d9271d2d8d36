import { identities } from '@coterie/contract';
import { perform, problemOf, useAct } from '../../api.ts';
import { Dialog, DialogActions } from '../../parts/dialog/dialog.tsx';
import { Button } from '../../parts/form/button.tsx';
import { Check, SelectField, TextField } from '../../parts/form/field.tsx';
import { Form, useTyped } from '../../parts/form/form.tsx';
import { slugOfRole, useOrganizationRoles } from '../../parts/roles/roles.tsx';

export function EditIdentity({
  membership,
  onClose,
}: {
  membership: identities.IdentityMembership;
  onClose: () => void;
}) {
  const { identity } = membership;
  const { options } = useOrganizationRoles();
  const before = slugOfRole(membership);
  const { typed, set } = useTyped({
    name: identity.name,
    role: before,
    hasDeleteProtection: identity.hasDeleteProtection,
  });
  const { run, pending, error } = useAct(
    () => {
      const { role, ...others } = typed;
      return perform(identities.editIdentity, {
        params: { identityId: identity.id },
        body: role === before ? others : typed,
      });
    },
    { done: `${typed.name} saved`, onDone: onClose },
  );
  return (
    <Dialog title={`Edit ${identity.name}`} onClose={onClose}>
      <Form fields={['name', 'role']} error={error} onSubmit={() => run(undefined)}>
        <TextField
          label="Name"
          required
          value={typed.name}
          onChange={set('name')}
          error={problemOf(error, 'name')}
        />
        <SelectField
          label="Role"
          hint="What it may do in the organization."
          value={typed.role}
          onChange={set('role')}
          options={options}
          error={problemOf(error, 'role')}
        />
        <Check
          label="Protect from being deleted"
          checked={typed.hasDeleteProtection}
          onChange={set('hasDeleteProtection')}
        />
        <DialogActions onCancel={onClose}>
          <Button look="primary" submit pending={pending}>
            Save
          </Button>
        </DialogActions>
      </Form>
    </Dialog>
  );
}
