import { projects } from '@coterie/contract';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { FolderKey } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { make, to, useAct, useAsk } from '../../api.ts';
import { WhatIfDialog } from '../../parts/access/what-if.tsx';
import { AddButton, Button } from '../../parts/form/button.tsx';
import { Check } from '../../parts/form/field.tsx';
import { Empty } from '../../parts/frame/notice.tsx';
import { PageHead } from '../../parts/frame/page.tsx';
import { Badge } from '../../parts/list/badge.tsx';
import { ListPages, SearchBox, useListing } from '../../parts/list/listing.tsx';
import { Loaded } from '../../parts/list/loaded.tsx';
import { useOrganization } from '../../session.tsx';
import { onDay, roleWord } from '../../words.ts';
import { CreateProject } from './create-project.tsx';

export function Home() {
  const { create } = useSearch({ from: '/console/' });
  const navigate = useNavigate();
  const setCreating = (on: boolean) =>
    void navigate({ to: '/', search: on ? { create: true } : {}, replace: true });
  const { lack, may } = useOrganization();
  const list = useListing({ by: 'name', direction: 'asc' });
  const [isAll, setAll] = useState(false);
  const query = { ...list.query, ...(isAll ? { all: 'true' as const } : {}) };
  const asked = useAsk(projects.listProjects, { query }, { keep: true });
  const total = asked.answer?.totalCount ?? 0;
  const createButton = (
    <AddButton locked={lack('project', 'create')} onClick={() => setCreating(true)}>
      Create project
    </AddButton>
  );
  return (
    <>
      <PageHead
        title="Projects"
        hint="What you can reach, and your roles in each."
        actions={createButton}
      />
      <div className="mb-4 flex flex-wrap items-center gap-4">
        <SearchBox label="Search projects" value={list.typed} onChange={list.setSearch} />
        {may('organization-admin-console', 'access-all-projects') && (
          <Check label="Show every project of the organization" checked={isAll} onChange={setAll} />
        )}
      </div>
      <Loaded asked={asked} what="your projects">
        {total === 0 ? (
          <NoProjects search={list.search} action={may('project', 'create') && createButton} />
        ) : (
          <ProjectCards list={asked.answer?.projects ?? []} isStale={asked.isStale} />
        )}
      </Loaded>
      <ListPages what="projects" list={list} total={total} />
      {create && <CreateProject onClose={() => setCreating(false)} />}
    </>
  );
}

const NoProjects = ({ search, action }: { search: string; action: ReactNode }) => (
  <Empty
    icon={FolderKey}
    title={search ? 'No project by that name' : 'No projects yet'}
    action={!search && action}
  >
    {search
      ? 'Only projects that you can reach are found.'
      : 'A project holds environments, folders and secrets. Create one, or ask to be added to one: directly or through a group.'}
  </Empty>
);

type CardsGiven = { list: readonly projects.ListedProject[]; isStale: boolean };

const ProjectCards = ({ list, isStale }: CardsGiven) => (
  <ul
    aria-label="Projects"
    className={`grid gap-3 sm:grid-cols-2 lg:grid-cols-3 ${isStale ? 'opacity-60' : ''}`}
  >
    {list.map((project) => (
      <ProjectCard key={project.id} project={project} />
    ))}
  </ul>
);

type Reached = { project: projects.ListedProject };

function ProjectCard({ project }: Reached) {
  const { slug, description, roles, environments, updatedAt } = project;
  return (
    <li className="relative flex min-h-32 flex-col gap-2 rounded-lg border border-line bg-raised p-4 shadow-xs transition-colors hover:border-edge">
      <div className="min-w-0">
        <h2 className="truncate font-semibold">
          <ProjectName project={project} />
        </h2>
        <p className="truncate font-mono text-xs text-dim">{slug}</p>
      </div>
      {description && <p className="line-clamp-2 text-sm text-dim">{description}</p>}
      <p className="text-xs text-dim">
        {environments.map((one) => one.name).join(' · ') || 'no environments'}
        <br />
        changed {onDay(updatedAt)}
      </p>
      <p className="mt-auto flex flex-wrap gap-1.5">
        {[...new Set(roles)].map((role) => (
          <Badge key={role} tone="accent">
            {roleWord(role)}
          </Badge>
        ))}
        {roles.length === 0 && <TakeOver project={project} />}
      </p>
    </li>
  );
}

/** A link where the viewer has a role in the project. */
const ProjectName = ({ project: { id, name, roles } }: Reached) =>
  roles.length === 0 ? (
    name
  ) : (
    <Link
      to="/projects/$projectId/secrets"
      params={{ projectId: id }}
      className="after:absolute after:inset-0 after:rounded-lg"
    >
      {name}
    </Link>
  );

function TakeOver({ project: { id, name } }: Reached) {
  const [isAsking, setAsking] = useState(false);
  const close = () => setAsking(false);
  const change = to(projects.takeProject, { params: { projectId: id } });
  const act = useAct(() => make(change), {
    done: `You are now an admin of ${name}; the access log says so`,
    onDone: close,
  });
  return (
    <>
      <Button small label={`Take over ${name}`} onClick={() => setAsking(true)}>
        Take over
      </Button>
      {isAsking && (
        <WhatIfDialog
          title={`Take over ${name}?`}
          changes={[change]}
          confirm="Make me an admin of it"
          {...{ act }}
          onClose={close}
        >
          You become an admin of the project; the access log says so.
        </WhatIfDialog>
      )}
    </>
  );
}
