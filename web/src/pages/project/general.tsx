import { projects } from '@coterie/contract';
import { useNavigate, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { make, perform, to, useAct } from '../../api.ts';
import { ForceCheck, useRenaming } from '../../parts/access/rename-form.tsx';
import { Preview, WhatIfDialog } from '../../parts/access/what-if.tsx';
import { ComesBack } from '../../parts/dialog/comes-back.tsx';
import { Button } from '../../parts/form/button.tsx';
import { AreaField, Check } from '../../parts/form/field.tsx';
import { Form, useTyped } from '../../parts/form/form.tsx';
import { isSlug, NamedFields, useNamed } from '../../parts/form/named-form.tsx';
import { Section } from '../../parts/frame/page.tsx';
import { useProject } from '../../session.tsx';
import { SettingsHead } from './settings-head.tsx';

export function General() {
  const { projectId } = useParams({ from: '/console/projects/$projectId/settings/general' });
  const { project } = useProject(projectId);
  return (
    <>
      <SettingsHead projectId={projectId} title="Project settings" />
      {project && (
        <div className="flex max-w-2xl flex-col gap-4">
          <Edit key={project.id} project={project} />
          <Danger project={project} />
        </div>
      )}
    </>
  );
}

const switches = [
  { field: 'hasDeleteProtection', label: 'Protect from being deleted' },
  {
    field: 'autoCapitalization',
    label: 'Write names of secrets in capitals',
    hint: 'Names of new secrets have to be in capitals then. Those that are there stay as they are.',
  },
] as const;

/** What is typed of a project, what another slug would do, and the act that saves. */
function useEditing(project: projects.Project) {
  const named = useNamed(project);
  const form = useTyped({
    description: project.description ?? '',
    hasDeleteProtection: project.hasDeleteProtection,
    autoCapitalization: project.autoCapitalization,
  });
  const params = { projectId: project.id };
  const { name, slug } = named;
  const isRenamed = slug !== project.slug && isSlug(slug);
  const renaming = useRenaming(
    isRenamed ? [to(projects.editProject, { params, body: { slug } })] : [],
  );
  const body = { name, slug, ...form.typed, ...renaming.force };
  const act = useAct(() => perform(projects.editProject, { params, body }), {
    done: 'Project saved',
  });
  return { ...form, named, renaming, act };
}

function Edit({ project }: { project: projects.Project }) {
  const { lack, may } = useProject(project.id);
  const { typed, set, at, named, renaming, act } = useEditing(project);
  const isLocked = !may('project', 'edit');
  return (
    <Section title="General">
      <Form fields={['name', 'slug', 'description']} act={act}>
        <NamedFields named={named} error={act.error} readOnly={isLocked} />
        <AreaField label="Description" {...at('description', act.error)} />
        {switches.map(({ field, ...words }) => (
          <Check
            key={field}
            {...words}
            checked={typed[field]}
            onChange={set(field)}
            disabled={isLocked}
          />
        ))}
        {renaming.isAsked && <Preview answer={renaming.answer} error={renaming.error} />}
        <ForceCheck renaming={renaming} failure={act.error} />
        <div>
          <Button
            look="primary"
            submit
            pending={act.pending}
            disabled={!renaming.isReady}
            locked={lack('project', 'edit')}
          >
            Save
          </Button>
        </div>
      </Form>
    </Section>
  );
}

function Danger({ project }: { project: projects.Project }) {
  const { lack } = useProject(project.id);
  const [isAsking, setAsking] = useState(false);
  const navigate = useNavigate();
  const change = to(projects.deleteProject, { params: { projectId: project.id } });
  const act = useAct(() => make(change), {
    done: `Project ${project.name} deleted`,
    onDone: () => void navigate({ to: '/' }),
  });
  return (
    <Section title="Delete project" hint="Its secrets, their history and their keys go with it.">
      <Button look="danger" locked={lack('project', 'delete')} onClick={() => setAsking(true)}>
        Delete project
      </Button>
      {isAsking && (
        <WhatIfDialog
          title={`Delete ${project.name}?`}
          changes={[change]}
          confirm="Delete project"
          typed={project.name}
          act={act}
          onClose={() => setAsking(false)}
        >
          Every secret in it goes with it, with its history. <ComesBack />
        </WhatIfDialog>
      )}
    </Section>
  );
}
