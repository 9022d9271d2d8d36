import { groups } from '@coterie/contract';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { Users } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { useAsk } from '../../api.ts';
import { AddButton, IconButton } from '../../parts/form/button.tsx';
import { Menu } from '../../parts/frame/menu.tsx';
import { Empty } from '../../parts/frame/notice.tsx';
import { StatusBadge } from '../../parts/list/badge.tsx';
import { GroupLink } from '../../parts/list/group-link.tsx';
import { Listing } from '../../parts/list/listed.tsx';
import { orderQuery, useListing } from '../../parts/list/listing.tsx';
import type { Column } from '../../parts/list/table.tsx';
import { slugOfRole, useOrganizationRoles } from '../../parts/roles/roles.tsx';
import { useOrganization } from '../../session.tsx';
import { type GroupDialog, GroupDialogs, useGroupItems } from './actions.tsx';
import type { Group } from './answer.ts';
import { GroupForm } from './form.tsx';

type Open = { what: GroupDialog; group: Group };
const orders = ['name', 'slug', 'role', 'createdAt', 'memberCount', 'projectCount'] as const;

export function Groups() {
  const { create } = useSearch({ from: '/console/organization/groups' });
  const navigate = useNavigate();
  const setCreating = (on: boolean) =>
    void navigate({
      to: '/organization/groups',
      search: on ? { create: true } : {},
      replace: true,
    });
  const { lack, may } = useOrganization();
  const list = useListing({ by: 'name', direction: 'asc' });
  const [open, setOpen] = useState<Open>();
  const close = () => setOpen(undefined);
  const columns = useColumns(setOpen);
  const query = { ...list.query, ...orderQuery(orders, list.order) };
  const asked = useAsk(groups.listGroups, { query }, { keep: true });
  const createButton = (
    <AddButton locked={lack('groups', 'create')} onClick={() => setCreating(true)}>
      Create group
    </AddButton>
  );
  return (
    <>
      <Listing
        what="groups"
        label="Groups"
        {...{ asked, list, columns }}
        rows={asked.answer}
        keyOf={({ id }) => id}
        total={asked.total}
        empty={<NoGroups search={list.search} action={may('groups', 'create') && createButton} />}
        action={createButton}
      />
      {create && <GroupForm onClose={() => setCreating(false)} />}
      {open && <GroupDialogs group={open.group} open={open.what} onClose={close} onGone={close} />}
    </>
  );
}

const NoGroups = ({ search, action }: { search: string; action: ReactNode }) => (
  <Empty
    icon={Users}
    title={search ? 'No group by that name' : 'No groups yet'}
    action={!search && action}
  >
    {search
      ? 'Search by name or slug.'
      : 'Put people and machine identities in a group, then give the whole group a place in projects. Who joins has it at once; who leaves loses it at once.'}
  </Empty>
);

function useColumns(open: (what: Open) => void): Column<Group>[] {
  const { nameOf } = useOrganizationRoles();
  return [
    {
      title: 'Name',
      sort: 'name',
      cell: ({ id, name, isSuspended }) => (
        <span className="flex flex-wrap items-center gap-2">
          <GroupLink group={{ id, name }} />
          {isSuspended && <StatusBadge status="suspended" />}
        </span>
      ),
    },
    {
      title: 'Slug',
      sort: 'slug',
      wideOnly: true,
      cell: ({ slug }) => <span className="font-mono text-sm text-dim">{slug}</span>,
    },
    { title: 'Role', sort: 'role', cell: (group) => nameOf(slugOfRole(group)) },
    {
      title: 'Members',
      sort: 'memberCount',
      wideOnly: true,
      className: 'text-right tabular-nums',
      cell: ({ memberCount }) => memberCount.toLocaleString('en'),
    },
    {
      title: 'Projects',
      sort: 'projectCount',
      wideOnly: true,
      className: 'text-right tabular-nums',
      cell: ({ projectCount }) => projectCount.toLocaleString('en'),
    },
    {
      title: 'Actions',
      silent: true,
      className: 'w-20',
      cell: (group) => <GroupActions group={group} open={open} />,
    },
  ];
}

function GroupActions({ group, open }: { group: Group; open: (what: Open) => void }) {
  const items = useGroupItems(group, (what) => open({ what, group }));
  return (
    <span className="flex justify-end">
      <IconButton
        icon={Users}
        label={`Manage members of ${group.name}`}
        onClick={() => open({ what: 'members', group })}
      />
      <Menu label={`Actions for ${group.name}`} items={items} />
    </span>
  );
}
