import { groups } from '@coterie/contract';
import { projectRoles } from '@coterie/kernel';
import { useMemo, useState } from 'react';
import { make, to, useAct, useAsk } from '../../api.ts';
import { useWhatIf } from '../../parts/access/what-if.tsx';
import { WhatIfForm } from '../../parts/access/what-if-form.tsx';
import { type Choice, Picker } from '../../parts/form/picker.tsx';
import { useRested } from '../../parts/list/listing.tsx';
import { RoleChoices } from '../../parts/roles/role-choice.tsx';
import { useProjectRoles } from '../../parts/roles/roles.tsx';
import { asRequest, obstacle, type Wanted } from '../../parts/roles/wanted.ts';
import { useProject } from '../../session.tsx';
import { plural } from '../../words.ts';
import { ProjectChip } from './project-chip.tsx';

type Named = { id: string; name: string };
type Given = { group: Named; onClose: () => void };

/** Custom roles belong to one project: with several, only the built-in ones are left. */
const builtInOf = (wanted: Wanted): Wanted =>
  new Map([...wanted].filter(([role]) => projectRoles.some(({ slug }) => slug === role)));

const adding = (id: string, chosen: readonly Choice[], wanted: Wanted) =>
  to(groups.addGroupToProjects, {
    params: { id },
    body: { projectIds: chosen.map((one) => one.id), roles: asRequest(wanted) },
  });

/** Adds a group to one or several projects under the same roles, after showing what that gives. */
export function AddGroupToProjects({ group, onClose }: Given) {
  const [chosen, setChosen] = useState<readonly Choice[]>([]);
  const [wanted, setWanted] = useState<Wanted>(new Map());
  const choose = (next: readonly Choice[]) => {
    setChosen(next);
    if (next.length !== 1) setWanted(builtInOf(wanted));
  };
  const drop = ({ id }: Choice) => choose(chosen.filter((one) => one.id !== id));
  const [only] = chosen;
  const roles = { wanted, onChange: setWanted };
  const isReady = chosen.length > 0 && obstacle(wanted) === undefined;
  // Made once for what was chosen: a duration counted anew each time would be another question.
  const change = useMemo(() => adding(group.id, chosen, wanted), [group.id, chosen, wanted]);
  const preview = useWhatIf(isReady ? [change] : []);
  const act = useAct(() => make(change), {
    done: ({ projects }) => `${group.name} added to ${plural(projects.length, 'project')}`,
    onDone: onClose,
  });
  return (
    <WhatIfForm
      title={`Add ${group.name} to projects`}
      hint="Every member has the roles there, at once."
      save={chosen.length > 1 ? `Add to ${chosen.length} projects` : 'Add to project'}
      disabled={!isReady}
      {...{ preview, act, onClose }}
    >
      <FreeProjects group={group} chosen={chosen} onAdd={(one) => choose([...chosen, one])} />
      {chosen.length > 0 && (
        <ul aria-label="Chosen projects" className="flex flex-wrap gap-1.5">
          {chosen.map((project) => (
            <ProjectChip key={project.id} project={project} onDrop={() => drop(project)} />
          ))}
        </ul>
      )}
      {only && chosen.length === 1 && <OwnRoles {...roles} project={only} />}
      {chosen.length > 1 && <RoleChoices {...roles} roles={projectRoles} />}
    </WhatIfForm>
  );
}

type RolesGiven = { project: Choice; wanted: Wanted; onChange: (wanted: Wanted) => void };

function OwnRoles({ project, ...given }: RolesGiven) {
  const { may } = useProject(project.id);
  const { list } = useProjectRoles(project.id, may('role', 'read'));
  return <RoleChoices {...given} roles={list} />;
}

type FreeGiven = { group: Named; chosen: readonly Choice[]; onAdd: (project: Choice) => void };

/** The projects that the group is not in yet. */
function FreeProjects({ group, chosen, onAdd }: FreeGiven) {
  const [search, onSearch] = useState('');
  const query = { search: useRested(search), filter: 'unassignedProjects', limit: 20 };
  const { answer } = useAsk(
    groups.listGroupProjects,
    { params: { id: group.id }, query },
    { keep: true },
  );
  const choices = answer?.projects
    .filter(({ id }) => !chosen.some((one) => one.id === id))
    .map(({ id, name, slug }) => ({ id, name, line: slug }));
  return (
    <Picker
      label="Projects"
      {...{ search, onSearch, choices }}
      chosen={undefined}
      onChoose={(project) => {
        onAdd(project);
        onSearch('');
      }}
      empty={search ? 'No other project by that name' : 'No other project'}
    />
  );
}
