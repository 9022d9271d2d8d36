import { groups, memberships } from '@coterie/contract';
import { Link } from '@tanstack/react-router';
import { FolderKey, FolderMinus, Plus } from 'lucide-react';
import { useState } from 'react';
import { useAsk } from '../../api.ts';
import { Button, IconButton } from '../../parts/form/button.tsx';
import { Empty } from '../../parts/frame/notice.tsx';
import { Badge, Until } from '../../parts/list/badge.tsx';
import { ListPages, useListing } from '../../parts/list/listing.tsx';
import { Loaded } from '../../parts/list/loaded.tsx';
import { type Column, Table } from '../../parts/list/table.tsx';
import { useProject } from '../../session.tsx';
import { atMoment, roleWord } from '../../words.ts';
import { RemoveGroup } from '../holders/remove.tsx';
import type { Group } from './answer.ts';
import { AddGroupToProjects } from './to-projects.tsx';

/** The projects that the group is in, with its roles there. */
export function GroupProjects({ group }: { group: Group }) {
  const [isAdding, setAdding] = useState(false);
  const [leaving, setLeaving] = useState<groups.GroupProject>();
  const list = useListing({ by: 'name', direction: 'asc' });
  const query = { ...list.query, filter: 'assignedProjects' };
  const asked = useAsk(
    groups.listGroupProjects,
    { params: { id: group.id }, query },
    { keep: true },
  );
  const rows = asked.answer?.projects ?? [];
  const addButton = (
    <Button icon={Plus} onClick={() => setAdding(true)}>
      Add to projects
    </Button>
  );
  return (
    <>
      {rows.length > 0 && <div className="mb-3 flex justify-end">{addButton}</div>}
      <Loaded asked={asked} what="the projects">
        {rows.length === 0 ? (
          <Empty icon={FolderKey} title="In no project yet" action={addButton}>
            Add the group to projects under one or more roles: every member has them there at once.
          </Empty>
        ) : (
          <Table
            label="Projects"
            columns={columnsOf(group, setLeaving)}
            rows={rows}
            keyOf={({ id }) => id}
            isStale={asked.isStale}
          />
        )}
      </Loaded>
      <ListPages what="projects" list={list} total={asked.answer?.totalCount} />
      {isAdding && <AddGroupToProjects group={group} onClose={() => setAdding(false)} />}
      {leaving && (
        <RemoveGroup
          projectId={leaving.id}
          projectName={leaving.name}
          group={group}
          onClose={() => setLeaving(undefined)}
        />
      )}
    </>
  );
}

const columnsOf = (
  group: Group,
  leave: (project: groups.GroupProject) => void,
): Column<groups.GroupProject>[] => [
  {
    title: 'Project',
    cell: ({ id, name }) => (
      <Link
        to="/projects/$projectId/settings/access/groups"
        params={{ projectId: id }}
        className="font-medium hover:underline"
      >
        {name}
      </Link>
    ),
  },
  { title: 'Roles', cell: (project) => <RolesThere group={group} project={project} /> },
  {
    title: 'Added',
    wideOnly: true,
    cell: ({ joinedGroupAt }) => (
      <span className="text-dim">{joinedGroupAt && atMoment(joinedGroupAt)}</span>
    ),
  },
  {
    title: 'Actions',
    silent: true,
    className: 'w-10',
    cell: (project) => <Leave group={group} project={project} onLeave={() => leave(project)} />,
  },
];

type LeaveGiven = { group: Group; project: groups.GroupProject; onLeave: () => void };

/** Locked for who may not remove groups from that project. */
function Leave({ group, project, onLeave }: LeaveGiven) {
  const { lack } = useProject(project.id);
  return (
    <IconButton
      icon={FolderMinus}
      label={`Remove ${group.name} from ${project.name}`}
      locked={lack('groups', 'delete')}
      onClick={onLeave}
      danger
    />
  );
}

/** The roles with their ends, for who may see them in the project; else their names alone. */
function RolesThere({ group, project }: { group: Group; project: groups.GroupProject }) {
  const { answer } = useAsk(memberships.getProjectGroup, {
    params: { projectId: project.id, groupId: group.id },
  });
  const known = answer?.groupMembership.roles.map(
    ({ id, role, customRoleName, temporaryAccessEndTime }) => ({
      key: id,
      name: customRoleName ?? roleWord(role),
      until: temporaryAccessEndTime,
    }),
  );
  const roles =
    known ?? project.roles.map((role) => ({ key: role, name: roleWord(role), until: null }));
  return (
    <span className="flex flex-wrap gap-1">
      {roles.map(({ key, name, until }) => (
        <Badge key={key} tone="accent">
          {name}
          {until && <Until at={until} />}
        </Badge>
      ))}
    </span>
  );
}
