import { projects, templates } from '@coterie/contract';
import { useNavigate } from '@tanstack/react-router';
import { perform, to, useAct, useAsk } from '../../api.ts';
import { useWhatIf } from '../../parts/access/what-if.tsx';
import { WhatIfForm } from '../../parts/access/what-if-form.tsx';
import { AreaField, SelectField } from '../../parts/form/field.tsx';
import { useTyped } from '../../parts/form/form.tsx';
import { NamedFields, useNamed } from '../../parts/form/named-form.tsx';
import { useOrganization } from '../../session.tsx';

/** The project's own name changes nothing about who gets in, and is not asked about. */
const anyName = 'New project';

const plainStart =
  'It begins with the environments Development, Staging and Production, and with you as its admin.';
const templateStart = 'It begins with what the template says, and with you as its admin.';

/** Makes a project, plain or with a template; then who gets in with it is shown first. */
export function CreateProject({ onClose }: { onClose: () => void }) {
  const named = useNamed();
  const { typed, set, at } = useTyped({ projectDescription: '', template: '' });
  const { template } = typed;
  const asked = { body: { projectName: anyName, template } };
  const preview = useWhatIf(template === '' ? [] : [to(projects.createProject, asked)]);
  const navigate = useNavigate();
  const body = { ...typed, projectName: named.name, slug: named.slug };
  const act = useAct(() => perform(projects.createProject, { body }), {
    done: ({ project }) => `Project ${project.name} created`,
    onDone: ({ project }) =>
      void navigate({ to: '/projects/$projectId/secrets', params: { projectId: project.id } }),
  });
  return (
    <WhatIfForm
      title="Create project"
      hint={template === '' ? plainStart : templateStart}
      fields={['projectName', 'slug', 'projectDescription']}
      save="Create project"
      disabled={preview.isFetching}
      {...{ preview, act, onClose }}
    >
      <NamedFields named={named} error={act.error} nameField="projectName" />
      <AreaField label="Description" {...at('projectDescription', act.error)} />
      <TemplateField value={template} onChange={set('template')} />
    </WhatIfForm>
  );
}

type FieldGiven = { value: string; onChange: (template: string) => void };

/** The templates to begin with; nothing where there is none, or none to be seen. */
function TemplateField(given: FieldGiven) {
  const { may } = useOrganization();
  const enabled = may('project-templates', 'read');
  const { answer } = useAsk(templates.listTemplates, {}, { enabled });
  const list = answer?.projectTemplates ?? [];
  if (list.length === 0) return null;
  const options = list.map(({ id, name }) => ({ value: id, label: name }));
  return (
    <SelectField label="Template" {...given} options={[{ value: '', label: 'None' }, ...options]} />
  );
}
