import { projects } from '@coterie/contract';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { perform, problemOf, useAct } from '../../api.ts';
import { Button } from '../../parts/button.tsx';
import { Dialog, DialogActions } from '../../parts/dialog.tsx';
import { AreaField } from '../../parts/field.tsx';
import { Form } from '../../parts/form.tsx';
import { NamedFields, useNamed } from '../../parts/named-form.tsx';

export function CreateProject({ onClose }: { onClose: () => void }) {
  const named = useNamed();
  const [projectDescription, setDescription] = useState('');
  const navigate = useNavigate();
  const { run, pending, error } = useAct(
    () =>
      perform(projects.createProject, {
        body: { projectName: named.name, slug: named.slug, projectDescription },
      }),
    {
      done: ({ project }) => `Project ${project.name} created`,
      onDone: ({ project }) =>
        void navigate({ to: '/projects/$projectId/secrets', params: { projectId: project.id } }),
    },
  );
  return (
    <Dialog
      title="Create project"
      hint="It begins with the environments Development, Staging and Production, and with you as its admin."
      onClose={onClose}
    >
      <Form
        fields={['projectName', 'slug', 'projectDescription']}
        error={error}
        onSubmit={() => run(undefined)}
      >
        <NamedFields named={named} error={error} nameField="projectName" />
        <AreaField
          label="Description"
          value={projectDescription}
          onChange={setDescription}
          error={problemOf(error, 'projectDescription')}
        />
        <DialogActions onCancel={onClose}>
          <Button look="primary" submit pending={pending}>
            Create project
          </Button>
        </DialogActions>
      </Form>
    </Dialog>
  );
}
