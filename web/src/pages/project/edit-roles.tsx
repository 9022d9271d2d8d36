import { type MembershipRole, memberships } from '@coterie/contract';
import { useState } from 'react';
import { perform, useAct } from '../../api.ts';
import { Button } from '../../parts/button.tsx';
import { Dialog, DialogActions } from '../../parts/dialog.tsx';
import { Form } from '../../parts/form.tsx';
import { RoleChoices } from '../../parts/role-choice.tsx';
import { useProjectRoles } from '../../parts/roles.tsx';
import { asRequest, obstacle, wantedFrom } from '../../parts/wanted.ts';
import { Preview, useWhatIf } from '../../parts/what-if.tsx';
import { useProject } from '../../session.tsx';
import type { HolderKind } from './add-holder.tsx';

type Given = {
  kind: HolderKind;
  projectId: string;
  holder: { id: string; name: string };
  roles: readonly MembershipRole[];
  onClose: () => void;
};

async function replace(
  kind: HolderKind,
  projectId: string,
  id: string,
  body: { roles: ReturnType<typeof asRequest> },
) {
  if (kind === 'group')
    await perform(memberships.editProjectGroup, { params: { projectId, groupId: id }, body });
  else if (kind === 'user')
    await perform(memberships.editProjectUser, { params: { projectId, userId: id }, body });
  else
    await perform(memberships.editProjectIdentity, { params: { projectId, identityId: id }, body });
}

/** Replaces a holder's roles in the project, after showing who gains and who loses what. */
export function EditRoles({ kind, projectId, holder, roles, onClose }: Given) {
  const [wanted, setWanted] = useState(() => wantedFrom(roles));
  const { may } = useProject(projectId);
  const { list } = useProjectRoles(projectId, may('role', 'read'));
  const preview = useWhatIf(
    wanted.size === 0
      ? []
      : [{ do: 'setProjectRoles', projectId, holderId: holder.id, roles: [...wanted.keys()] }],
  );
  const { run, pending, error } = useAct(
    () => replace(kind, projectId, holder.id, { roles: asRequest(wanted) }),
    {
      done: `Roles of ${holder.name} saved`,
      onDone: onClose,
    },
  );
  return (
    <Dialog
      title={`Roles of ${holder.name}`}
      hint={
        kind === 'group'
          ? 'Every member follows at once.'
          : 'What is held directly; what comes by groups adds to it.'
      }
      onClose={onClose}
    >
      <Form fields={[]} error={error} onSubmit={() => run(undefined)}>
        <RoleChoices roles={list} wanted={wanted} onChange={setWanted} />
        {wanted.size > 0 && <Preview answer={preview.answer} error={preview.error} />}
        <DialogActions onCancel={onClose}>
          <Button
            look="primary"
            submit
            pending={pending}
            disabled={obstacle(wanted) !== undefined || !preview.answer}
          >
            Save roles
          </Button>
        </DialogActions>
      </Form>
    </Dialog>
  );
}
