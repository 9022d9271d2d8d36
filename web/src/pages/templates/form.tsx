import { templates } from '@coterie/contract';
import { projectRoles } from '@coterie/kernel';
import { perform, useAct } from '../../api.ts';
import { FormDialog } from '../../parts/dialog/form-dialog.tsx';
import { AreaField, TextField } from '../../parts/form/field.tsx';
import { useTyped } from '../../parts/form/form.tsx';
import { draftOf, draftRequest } from './draft.ts';
import { TemplateGroups } from './groups.tsx';

type Given = { template?: templates.ProjectTemplate; onClose: () => void };

/** Makes or changes a template: what it does not show (users, machine identities, roles of its own) stays as it is. */
export function TemplateForm({ template, onClose }: Given) {
  const { typed, at, set } = useTyped(draftOf(template));
  const act = useAct(
    () => {
      const body = draftRequest(typed);
      return template
        ? perform(templates.editTemplate, { params: { templateId: template.id }, body })
        : perform(templates.createTemplate, { body });
    },
    { done: ({ projectTemplate: { name } }) => `Template ${name} saved`, onDone: onClose },
  );
  const roles = [
    ...projectRoles.map(({ slug, name }) => ({ slug, name })),
    ...(template?.roles ?? []).map(({ slug, name }) => ({ slug, name })),
  ];
  return (
    <FormDialog
      title={template ? `Edit ${template.name}` : 'Create template'}
      hint="It gives nobody anything until someone makes a project with it."
      fields={['name', 'description']}
      save={template ? 'Save template' : 'Create template'}
      {...{ act, onClose }}
    >
      <TextField label="Name" required {...at('name', act.error)} />
      <TextField label="Description" {...at('description', act.error)} />
      <AreaField
        label="Environments"
        rows={4}
        value={typed.environments}
        onChange={set('environments')}
        hint="One on each line, in order. A slug of its own follows after a colon, as in “Production: prod”."
      />
      <TemplateGroups roles={roles} entries={typed.groups} onChange={set('groups')} />
      {template && <Kept template={template} />}
    </FormDialog>
  );
}

function Kept({ template: { users, identities, roles } }: { template: templates.ProjectTemplate }) {
  const kept = [
    ...users.map(({ username }) => username),
    ...identities.map(({ name }) => name),
    ...roles.map(({ name }) => `the role ${name}`),
  ];
  if (kept.length === 0) return null;
  return <p className="text-xs text-dim">Also in the template, and kept: {kept.join(', ')}.</p>;
}
