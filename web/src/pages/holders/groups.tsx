import { memberships } from '@coterie/contract';
import { Link, useParams } from '@tanstack/react-router';
import { KeySquare, Pencil, Plus, Trash2, Users } from 'lucide-react';
import { useState } from 'react';
import { useAsk } from '../../api.ts';
import { Button } from '../../parts/form/button.tsx';
import { Menu, type MenuItem } from '../../parts/frame/menu.tsx';
import { Bones, Empty, Failed } from '../../parts/frame/notice.tsx';
import { StatusBadge } from '../../parts/list/badge.tsx';
import { Pages, SearchBox, useListing } from '../../parts/list/listing.tsx';
import { type Column, Table } from '../../parts/list/table.tsx';
import { useProject } from '../../session.tsx';
import { AddHolder } from './add.tsx';
import { EditRoles } from './edit-roles.tsx';
import { HeldRoles } from './held-roles.tsx';
import { Privileges } from './privileges.tsx';
import { RemoveGroup } from './remove.tsx';

type Open =
  | { what: 'add' }
  | { what: 'edit' | 'privileges' | 'remove'; membership: memberships.GroupMembership };

export function ProjectGroups() {
  const { projectId } = useParams({ from: '/console/projects/$projectId/settings/access/groups' });
  const { lack, may, project } = useProject(projectId);
  const list = useListing({ by: 'name', direction: 'asc' });
  const [open, setOpen] = useState<Open>();
  const close = () => setOpen(undefined);
  const { answer, error, isStale, refetch } = useAsk(
    memberships.projectGroups,
    { params: { projectId }, query: list.query },
    { keep: true },
  );
  const items = (membership: memberships.GroupMembership): MenuItem[] => [
    ...(may('groups', 'edit')
      ? [
          {
            label: 'Edit roles',
            icon: Pencil,
            onSelect: () => setOpen({ what: 'edit', membership }),
          },
        ]
      : []),
    {
      label: 'Additional privileges…',
      icon: KeySquare,
      onSelect: () => setOpen({ what: 'privileges', membership }),
    },
    ...(may('groups', 'delete')
      ? [
          {
            label: 'Remove',
            icon: Trash2,
            danger: true,
            onSelect: () => setOpen({ what: 'remove', membership }),
          },
        ]
      : []),
  ];
  const addButton = (
    <Button
      look="primary"
      icon={Plus}
      locked={lack('groups', 'create')}
      onClick={() => setOpen({ what: 'add' })}
    >
      Add group
    </Button>
  );
  return (
    <>
      <div className="mb-4 flex flex-wrap items-center justify-between gap-2">
        <SearchBox label="Search groups" value={list.typed} onChange={list.setSearch} />
        {addButton}
      </div>
      {error && !answer ? (
        <Failed error={error} what="the groups of this project" retry={() => void refetch()} />
      ) : (
        !answer && <Bones />
      )}
      {answer?.groupMemberships.length === 0 && (
        <Empty
          icon={Users}
          title={list.search ? 'No group by that name' : 'No group is in this project yet'}
          action={!list.search && may('groups', 'create') ? addButton : undefined}
        >
          Add a group under one or more roles: every member has them here at once, and loses them on
          leaving the group.
        </Empty>
      )}
      {answer && answer.groupMemberships.length > 0 && (
        <Table
          label="Groups in this project"
          columns={columns(items)}
          rows={answer.groupMemberships}
          keyOf={({ id }) => id}
          isStale={isStale}
        />
      )}
      <Pages
        what="groups"
        total={answer?.totalCount ?? 0}
        offset={list.offset}
        onOffset={list.setOffset}
      />
      {open?.what === 'add' && <AddHolder kind="group" projectId={projectId} onClose={close} />}
      {open?.what === 'edit' && (
        <EditRoles
          kind="group"
          projectId={projectId}
          holder={open.membership.group}
          roles={open.membership.roles}
          onClose={close}
        />
      )}
      {open?.what === 'privileges' && (
        <Privileges
          kind="group"
          projectId={projectId}
          holder={open.membership.group}
          onClose={close}
        />
      )}
      {open?.what === 'remove' && (
        <RemoveGroup
          projectId={projectId}
          projectName={project?.name ?? 'the project'}
          group={open.membership.group}
          onClose={close}
        />
      )}
    </>
  );
}

const columns = (
  items: (membership: memberships.GroupMembership) => MenuItem[],
): Column<memberships.GroupMembership>[] => [
  {
    title: 'Group',
    cell: ({ group: { id, name, isSuspended } }) => (
      <span className="flex flex-wrap items-center gap-2">
        <Link
          to="/organization/groups/$groupId"
          params={{ groupId: id }}
          className="font-medium hover:underline"
        >
          {name}
        </Link>
        {isSuspended && <StatusBadge status="suspended" />}
      </span>
    ),
  },
  { title: 'Roles', cell: ({ roles }) => <HeldRoles roles={roles} /> },
  {
    title: 'Members',
    wideOnly: true,
    className: 'text-right tabular-nums',
    cell: ({ group }) => group.memberCount?.toLocaleString('en'),
  },
  {
    title: 'Actions',
    silent: true,
    className: 'w-10',
    cell: (membership) => (
      <Menu label={`Actions for ${membership.group.name}`} items={items(membership)} />
    ),
  },
];
