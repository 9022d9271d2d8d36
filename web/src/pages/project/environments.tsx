import { projects } from '@coterie/contract';
import { useParams } from '@tanstack/react-router';
import { Layers } from 'lucide-react';
import { useState } from 'react';
import { make, perform, to, useAct, useAsk } from '../../api.ts';
import { RenameForm, useRenaming } from '../../parts/access/rename-form.tsx';
import { WhatIfDialog } from '../../parts/access/what-if.tsx';
import { ComesBack } from '../../parts/dialog/comes-back.tsx';
import { AddButton } from '../../parts/form/button.tsx';
import { isSlug, NamedFields, useNamed } from '../../parts/form/named-form.tsx';
import { deleteItem, editItem, Menu, type MenuItems } from '../../parts/frame/menu.tsx';
import { Empty } from '../../parts/frame/notice.tsx';
import { Loaded } from '../../parts/list/loaded.tsx';
import { type Column, Table } from '../../parts/list/table.tsx';
import { type Powers, useProject } from '../../session.tsx';
import { SettingsHead } from './settings-head.tsx';

type Open =
  | { what: 'edit' | 'create' }
  | { what: 'edit' | 'delete'; environment: projects.Environment };

export function Environments() {
  const { projectId } = useParams({ from: '/console/projects/$projectId/settings/environments' });
  const { lack, may } = useProject(projectId);
  const asked = useAsk(projects.listEnvironments, { params: { projectId } });
  const [open, setOpen] = useState<Open>();
  const create = (
    <AddButton locked={lack('environments', 'create')} onClick={() => setOpen({ what: 'create' })}>
      Create environment
    </AddButton>
  );
  const rows = asked.answer?.environments ?? [];
  return (
    <>
      <SettingsHead projectId={projectId} title="Project settings" actions={create} />
      <Loaded asked={asked} what="the environments" bones={3}>
        {rows.length === 0 ? (
          <Empty icon={Layers} title="No environments">
            An environment holds its own values: development, staging, production.
          </Empty>
        ) : (
          <Table
            label="Environments"
            columns={columnsOf(may, setOpen)}
            rows={rows}
            keyOf={({ id }) => id}
          />
        )}
      </Loaded>
      {open && <Opened {...{ open, projectId }} onClose={() => setOpen(undefined)} />}
    </>
  );
}

type OpenedGiven = { open: Open; projectId: string; onClose: () => void };

function Opened({ open, ...at }: OpenedGiven) {
  const environment = 'environment' in open ? open.environment : undefined;
  return open.what === 'delete' ? (
    <DeleteEnvironment {...at} environment={open.environment} />
  ) : (
    <EnvironmentForm {...at} environment={environment} />
  );
}

const columnsOf = (
  may: Powers['may'],
  open: (what: Open) => void,
): Column<projects.Environment>[] => [
  { title: 'Name', cell: ({ name }) => <span className="font-medium">{name}</span> },
  {
    title: 'Slug',
    cell: ({ slug }) => <span className="font-mono text-sm text-dim">{slug}</span>,
  },
  {
    title: 'Actions',
    silent: true,
    className: 'w-10',
    cell: (environment) => (
      <Menu label={`Actions for ${environment.name}`} items={itemsOf(may, open, environment)} />
    ),
  },
];

const itemsOf = (
  may: Powers['may'],
  open: (what: Open) => void,
  environment: projects.Environment,
): MenuItems => [
  may('environments', 'edit') && editItem(() => open({ what: 'edit', environment })),
  may('environments', 'delete') && deleteItem(() => open({ what: 'delete', environment })),
];

type FormGiven = {
  projectId: string;
  environment: projects.Environment | undefined;
  onClose: () => void;
};

function EnvironmentForm({ projectId, environment, onClose }: FormGiven) {
  const named = useNamed(environment);
  const isRenamed =
    environment !== undefined && isSlug(named.slug) && named.slug !== environment.slug;
  const renaming = useRenaming(
    isRenamed
      ? [
          to(projects.editEnvironment, {
            params: { projectId, envId: environment.id },
            body: { slug: named.slug },
          }),
        ]
      : [],
  );
  const act = useAct(
    () => {
      const body = { name: named.name, slug: named.slug };
      return environment
        ? perform(projects.editEnvironment, {
            params: { projectId, envId: environment.id },
            body: { ...body, ...renaming.force },
          })
        : perform(projects.createEnvironment, { params: { projectId }, body });
    },
    {
      done: `Environment ${named.name} ${environment ? 'saved' : 'created'}`,
      onDone: onClose,
    },
  );
  return (
    <RenameForm
      renaming={renaming}
      title={environment ? `Edit ${environment.name}` : 'Create environment'}
      onClose={onClose}
      fields={['name', 'slug']}
      act={act}
      save={environment ? 'Save' : 'Create environment'}
    >
      <NamedFields named={named} error={act.error} />
    </RenameForm>
  );
}

function DeleteEnvironment({
  projectId,
  environment,
  onClose,
}: {
  projectId: string;
  environment: projects.Environment;
  onClose: () => void;
}) {
  const change = to(projects.deleteEnvironment, { params: { projectId, envId: environment.id } });
  const act = useAct(() => make(change), {
    done: `Environment ${environment.name} deleted`,
    onDone: onClose,
  });
  return (
    <WhatIfDialog
      title={`Delete ${environment.name}?`}
      changes={[change]}
      confirm="Delete environment"
      act={act}
      onClose={onClose}
    >
      Its folders and secrets go with it, with their history. <ComesBack />
    </WhatIfDialog>
  );
}
