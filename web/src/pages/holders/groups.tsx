import { memberships } from '@coterie/contract';
import { useParams } from '@tanstack/react-router';
import { KeySquare, Users } from 'lucide-react';
import { useState } from 'react';
import { useAsk } from '../../api.ts';
import { AddButton } from '../../parts/form/button.tsx';
import { deleteItem, editItem, type MenuItems } from '../../parts/frame/menu.tsx';
import { Empty } from '../../parts/frame/notice.tsx';
import { actionsColumn } from '../../parts/list/actions.tsx';
import { StatusBadge } from '../../parts/list/badge.tsx';
import { GroupLink } from '../../parts/list/group-link.tsx';
import { Listing } from '../../parts/list/listed.tsx';
import { useListing } from '../../parts/list/listing.tsx';
import type { Column } from '../../parts/list/table.tsx';
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
  const asked = useAsk(
    memberships.listProjectGroups,
    { params: { projectId }, query: list.query },
    { keep: true },
  );
  const addButton = (
    <AddButton locked={lack('groups', 'create')} onClick={() => setOpen({ what: 'add' })}>
      Add group
    </AddButton>
  );
  return (
    <>
      <Listing
        what="groups"
        label="Groups in this project"
        {...{ asked, list }}
        isUnsorted
        columns={columns(itemsOf(may, setOpen))}
        rows={asked.answer?.groupMemberships}
        keyOf={({ id }) => id}
        total={asked.answer?.totalCount}
        empty={
          <Empty
            icon={Users}
            title={list.search ? 'No group by that name' : 'No group is in this project yet'}
            action={!list.search && may('groups', 'create') ? addButton : undefined}
          >
            Add a group under one or more roles: every member has them here at once, and loses them
            on leaving the group.
          </Empty>
        }
        action={addButton}
      />
      <Opened
        open={open}
        {...{ projectId, projectName: project?.name ?? 'the project' }}
        onClose={() => setOpen(undefined)}
      />
    </>
  );
}

type OpenedGiven = {
  open: Open | undefined;
  projectId: string;
  projectName: string;
  onClose: () => void;
};

function Opened({ open, projectId, projectName, onClose }: OpenedGiven) {
  if (open === undefined) return null;
  const at = { kind: 'group', projectId, onClose } as const;
  if (open.what === 'add') return <AddHolder {...at} />;
  const { group, roles } = open.membership;
  if (open.what === 'edit') return <EditRoles {...at} holder={group} roles={roles} />;
  if (open.what === 'privileges') return <Privileges {...at} holder={group} />;
  return <RemoveGroup {...{ projectId, projectName, group, onClose }} />;
}

const itemsOf =
  (may: (subject: string, action: string) => boolean, setOpen: (open: Open) => void) =>
  (membership: memberships.GroupMembership): MenuItems => [
    may('groups', 'edit') && editItem(() => setOpen({ what: 'edit', membership }), 'Edit roles'),
    {
      label: 'Additional privileges…',
      icon: KeySquare,
      onSelect: () => setOpen({ what: 'privileges', membership }),
    },
    may('groups', 'delete') && deleteItem(() => setOpen({ what: 'remove', membership }), 'Remove'),
  ];

const columns = (
  items: (membership: memberships.GroupMembership) => MenuItems,
): Column<memberships.GroupMembership>[] => [
  {
    title: 'Group',
    cell: ({ group: { id, name, isSuspended } }) => (
      <span className="flex flex-wrap items-center gap-2">
        <GroupLink group={{ id, name }} />
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
  actionsColumn(({ group }) => group.name, items),
];
