import { projects } from '@coterie/contract';
import { useNavigate, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { make, perform, problemOf, to, useAct } from '../../api.ts';
import { WhatIfDialog } from '../../parts/access/what-if.tsx';
import { Button } from '../../parts/form/button.tsx';
import { AreaField, Check } from '../../parts/form/field.tsx';
import { Form } from '../../parts/form/form.tsx';
import { NamedFields, useNamed } from '../../parts/form/named-form.tsx';
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

function Edit({ project }: { project: projects.Project }) {
  const { lack, may } = useProject(project.id);
  const named = useNamed(project);
  const [description, setDescription] = useState(project.description ?? '');
  const [hasDeleteProtection, setProtection] = useState(project.hasDeleteProtection);
  const act = useAct(
    () =>
      perform(projects.editProject, {
        params: { projectId: project.id },
        body: { name: named.name, slug: named.slug, description, hasDeleteProtection },
      }),
    { done: 'Project saved' },
  );
  return (
    <Section title="General">
      <Form fields={['name', 'slug', 'description']} act={act}>
        <NamedFields named={named} error={act.error} readOnly={!may('project', 'edit')} />
        <AreaField
          label="Description"
          value={description}
          onChange={setDescription}
          error={problemOf(act.error, 'description')}
        />
        <Check
          label="Protect from being deleted"
          checked={hasDeleteProtection}
          onChange={setProtection}
          disabled={!may('project', 'edit')}
        />
        <div>
          <Button look="primary" submit pending={act.pending} locked={lack('project', 'edit')}>
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
    <Section
      title="Delete project"
      hint="Its secrets, their history and their keys go with it, for good."
    >
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
          Every secret in it is lost. There is no way back but a backup.
        </WhatIfDialog>
      )}
    </Section>
  );
}
