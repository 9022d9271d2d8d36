import { templates } from '@coterie/contract';
import { LayoutTemplate } from 'lucide-react';
import { useState } from 'react';
import { perform, useAct, useAsk } from '../../api.ts';
import { Confirm } from '../../parts/dialog/confirm.tsx';
import { AddButton } from '../../parts/form/button.tsx';
import { deleteItem, editItem, type MenuItems } from '../../parts/frame/menu.tsx';
import { Empty } from '../../parts/frame/notice.tsx';
import { PageHead } from '../../parts/frame/page.tsx';
import { actionsColumn } from '../../parts/list/actions.tsx';
import { Loaded } from '../../parts/list/loaded.tsx';
import { type Column, Table } from '../../parts/list/table.tsx';
import { useOrganization } from '../../session.tsx';
import { roleWord } from '../../words.ts';
import { TemplateForm } from './form.tsx';

type Open = 'create' | { what: 'edit' | 'delete'; template: templates.ProjectTemplate };

/** Organization settings › Project templates: what new projects can begin with. */
export function Templates() {
  const { may, lack } = useOrganization();
  const [open, setOpen] = useState<Open>();
  const asked = useAsk(templates.listTemplates, {});
  const list = asked.answer?.projectTemplates ?? [];
  const createButton = (
    <AddButton locked={lack('project-templates', 'create')} onClick={() => setOpen('create')}>
      Create template
    </AddButton>
  );
  return (
    <>
      <PageHead
        title="Project templates"
        trail={[{ label: 'Organization settings', link: { to: '/organization' } }]}
        hint="What new projects can begin with. Projects that are there already stay as they are."
        actions={createButton}
      />
      <Loaded asked={asked} what="the project templates">
        {list.length === 0 ? (
          <Empty
            icon={LayoutTemplate}
            title="No templates yet"
            action={may('project-templates', 'create') ? createButton : undefined}
          >
            A template names environments, and the groups that are in a new project from the start.
          </Empty>
        ) : (
          <Table
            label="Project templates"
            columns={columns(itemsOf(may, setOpen))}
            rows={list}
            keyOf={({ id }) => id}
          />
        )}
      </Loaded>
      {open && <Opened open={open} onClose={() => setOpen(undefined)} />}
    </>
  );
}

function Opened({ open, onClose }: { open: Open; onClose: () => void }) {
  if (open === 'create') return <TemplateForm onClose={onClose} />;
  const { what, template } = open;
  return what === 'edit' ? (
    <TemplateForm template={template} onClose={onClose} />
  ) : (
    <DeleteTemplate template={template} onClose={onClose} />
  );
}

const itemsOf =
  (may: (subject: string, action: string) => boolean, open: (what: Open) => void) =>
  (template: templates.ProjectTemplate): MenuItems => [
    may('project-templates', 'edit') && editItem(() => open({ what: 'edit', template })),
    may('project-templates', 'delete') && deleteItem(() => open({ what: 'delete', template })),
  ];

const columns = (
  items: (template: templates.ProjectTemplate) => MenuItems,
): Column<templates.ProjectTemplate>[] => [
  {
    title: 'Template',
    cell: ({ name, description }) => (
      <span className="block min-w-32">
        <span className="block font-medium">{name}</span>
        {description && <span className="block text-xs text-dim">{description}</span>}
      </span>
    ),
  },
  {
    title: 'Groups',
    cell: ({ groups }) => (
      <span className="text-dim">
        {groups.map(({ name, roles }) => `${name} (${roles.map(roleWord).join(', ')})`).join(', ')}
      </span>
    ),
  },
  {
    title: 'Environments',
    wideOnly: true,
    cell: ({ environments }) => (
      <span className="text-dim">{environments.map(({ name }) => name).join(' · ')}</span>
    ),
  },
  actionsColumn(({ name }) => name, items),
];

type DeleteGiven = { template: templates.ProjectTemplate; onClose: () => void };

function DeleteTemplate({ template: { id, name }, onClose }: DeleteGiven) {
  const act = useAct(() => perform(templates.deleteTemplate, { params: { templateId: id } }), {
    done: `Template ${name} deleted`,
    onDone: onClose,
  });
  return (
    <Confirm title={`Delete ${name}?`} confirm="Delete template" act={act} onClose={onClose}>
      Projects made with it stay as they are; nobody loses anything.
    </Confirm>
  );
}
