import { projects, templates } from '@coterie/contract';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { perform, problemOf, to, useAct, useAsk } from '../../api.ts';
import { useWhatIf } from '../../parts/access/what-if.tsx';
import { WhatIfForm } from '../../parts/access/what-if-form.tsx';
import { AreaField, SelectField } from '../../parts/form/field.tsx';
import { NamedFields, useNamed } from '../../parts/form/named-form.tsx';
import { useOrganization } from '../../session.tsx';

/** The project's own name changes nothing about who gets in, and is not asked about. */
const anyName = 'New project';

/** Makes a project, plain or with a template; then who gets in with it is shown first. */
export function CreateProject({ onClose }: { onClose: () => void }) {
  const named = useNamed();
  const [projectDescription, setDescription] = useState('');
  const [template, setTemplate] = useState('');
  const { may } = useOrganization();
  const { answer } = useAsk(
    templates.listTemplates,
    {},
    { enabled: may('project-templates', 'read') },
  );
  const list = answer?.projectTemplates ?? [];
  const preview = useWhatIf(
    template === ''
      ? []
      : [to(projects.createProject, { body: { projectName: anyName, template } })],
  );
  const navigate = useNavigate();
  const act = useAct(
    () =>
      perform(projects.createProject, {
        body: { projectName: named.name, slug: named.slug, projectDescription, template },
      }),
    {
      done: ({ project }) => `Project ${project.name} created`,
      onDone: ({ project }) =>
        void navigate({ to: '/projects/$projectId/secrets', params: { projectId: project.id } }),
    },
  );
  return (
    <WhatIfForm
      preview={preview}
      title="Create project"
      hint={
        template === ''
          ? 'It begins with the environments Development, Staging and Production, and with you as its admin.'
          : 'It begins with what the template says, and with you as its admin.'
      }
      onClose={onClose}
      fields={['projectName', 'slug', 'projectDescription']}
      act={act}
      save="Create project"
      disabled={preview.isFetching}
    >
      <NamedFields named={named} error={act.error} nameField="projectName" />
      <AreaField
        label="Description"
        value={projectDescription}
        onChange={setDescription}
        error={problemOf(act.error, 'projectDescription')}
      />
      {list.length > 0 && (
        <SelectField
          label="Template"
          value={template}
          onChange={setTemplate}
          options={[
            { value: '', label: 'None' },
            ...list.map(({ id, name }) => ({ value: id, label: name })),
          ]}
        />
      )}
    </WhatIfForm>
  );
}
