import { memberships } from '@coterie/contract';
import { useState } from 'react';
import { perform, useAct } from '../../api.ts';
import { Button } from '../../parts/button.tsx';
import { Dialog, DialogActions } from '../../parts/dialog.tsx';
import { Form } from '../../parts/form.tsx';
import type { Choice } from '../../parts/picker.tsx';
import { ProjectPicker } from '../../parts/pickers.tsx';
import { RoleChoices } from '../../parts/role-choice.tsx';
import { useProjectRoles } from '../../parts/roles.tsx';
import { asRequest, obstacle, type Wanted } from '../../parts/wanted.ts';
import { Preview, useWhatIf } from '../../parts/what-if.tsx';
import { useProject } from '../../session.tsx';

/** Adds one group to a project of the viewer's choice. */
export function AddGroupToProject({
  group,
  onClose,
}: {
  group: { id: string; name: string };
  onClose: () => void;
}) {
  const [project, setProject] = useState<Choice>();
  return (
    <Dialog
      title={`Add ${group.name} to a project`}
      hint="Every member has the roles there, at once."
      onClose={onClose}
    >
      <div className="flex flex-col gap-4">
        <ProjectPicker label="Project" chosen={project} onChoose={setProject} />
        {project && (
          <RolesForm key={project.id} group={group} project={project} onClose={onClose} />
        )}
      </div>
    </Dialog>
  );
}

function RolesForm({
  group,
  project,
  onClose,
}: {
  group: { id: string; name: string };
  project: Choice;
  onClose: () => void;
}) {
  const [wanted, setWanted] = useState<Wanted>(new Map());
  const { may, lack } = useProject(project.id);
  const { list } = useProjectRoles(project.id, may('role', 'read'));
  const preview = useWhatIf(
    wanted.size === 0
      ? []
      : [
          {
            do: 'addToProject',
            projectId: project.id,
            holderId: group.id,
            roles: [...wanted.keys()],
          },
        ],
  );
  const { run, pending, error } = useAct(
    () =>
      perform(memberships.addProjectGroup, {
        params: { projectId: project.id, groupId: group.id },
        body: { roles: asRequest(wanted) },
      }),
    {
      done: `${group.name} added to ${project.name}`,
      onDone: onClose,
    },
  );
  return (
    <Form fields={[]} error={error} onSubmit={() => run(undefined)}>
      <RoleChoices roles={list} wanted={wanted} onChange={setWanted} />
      {wanted.size > 0 && <Preview answer={preview.answer} error={preview.error} />}
      <DialogActions onCancel={onClose}>
        <Button
          look="primary"
          submit
          pending={pending}
          locked={lack('groups', 'create')}
          disabled={obstacle(wanted) !== undefined || !preview.answer}
        >
          Add to project
        </Button>
      </DialogActions>
    </Form>
  );
}
