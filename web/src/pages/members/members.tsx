import { members } from '@coterie/contract';
import { Link } from '@tanstack/react-router';
import { KeyRound, Link2, Pause, Play, UserPlus, Users } from 'lucide-react';
import { useState } from 'react';
import { useAsk } from '../../api.ts';
import { Button } from '../../parts/form/button.tsx';
import type { Option } from '../../parts/form/field.tsx';
import { deleteItem, Menu } from '../../parts/frame/menu.tsx';
import { Empty } from '../../parts/frame/notice.tsx';
import { Badge, StatusBadge, Who } from '../../parts/list/badge.tsx';
import { Listing } from '../../parts/list/listed.tsx';
import { orderQuery, useListing } from '../../parts/list/listing.tsx';
import type { Column } from '../../parts/list/table.tsx';
import { RoleMenu } from '../../parts/roles/role-menu.tsx';
import { slugOfRole, useOrganizationRoles } from '../../parts/roles/roles.tsx';
import { useOrganization, useSession } from '../../session.tsx';
import { personName } from '../../words.ts';
import { MemberEnding } from './ending.tsx';
import { InviteUser } from './invite.tsx';
import { NewRole } from './new-role.tsx';
import { PasswordLink } from './password-link.tsx';

type Open =
  | { what: 'invite'; member?: members.Member }
  | { what: 'remove' | 'suspend' | 'reactivate' | 'password'; member: members.Member }
  | { what: 'role'; member: members.Member; role: Option };
const orders = ['email', 'name', 'createdAt', 'status'] as const;

export function Members() {
  const { id: orgId, lack } = useOrganization();
  const list = useListing({ by: 'name', direction: 'asc' });
  const [open, setOpen] = useState<Open>();
  const columns = useColumns(setOpen);
  const query = { ...list.query, ...orderQuery(orders, list.order) };
  const asked = useAsk(members.listMembers, { params: { orgId }, query }, { keep: true });
  return (
    <>
      <Listing
        what="members"
        label="Members"
        {...{ asked, list, columns }}
        rows={asked.answer?.users}
        keyOf={({ id }) => id}
        total={asked.answer?.totalCount}
        empty={
          <Empty icon={Users} title="Nobody by that name">
            Search by name or e-mail address, or invite who is missing.
          </Empty>
        }
        action={
          <Button
            look="primary"
            icon={UserPlus}
            locked={lack('member', 'create')}
            onClick={() => setOpen({ what: 'invite' })}
          >
            Invite user
          </Button>
        }
      />
      {open && <Opened open={open} onClose={() => setOpen(undefined)} />}
    </>
  );
}

function Opened({ open, onClose }: { open: Open; onClose: () => void }) {
  if (open.what === 'invite') return <InviteUser again={open.member} onClose={onClose} />;
  const { what, member } = open;
  if (what === 'role') return <NewRole role={open.role} {...{ member, onClose }} />;
  if (what !== 'password') return <MemberEnding {...{ what, member, onClose }} />;
  return <PasswordLink userId={member.userId} name={personName(member.user)} onClose={onClose} />;
}

function useColumns(open: (what: Open) => void): Column<members.Member>[] {
  const { user: me } = useSession();
  return [
    {
      title: 'Name',
      sort: 'name',
      cell: ({ user }) => (
        <Who
          name={personName(user)}
          line={user.id === me.id ? `${user.email} · you` : user.email}
        />
      ),
    },
    { title: 'Organization role', cell: (member) => <MemberRole member={member} open={open} /> },
    { title: 'Groups', wideOnly: true, cell: (member) => <GroupChips groups={member.groups} /> },
    {
      title: 'Status',
      sort: 'status',
      wideOnly: true,
      cell: ({ status }) => <StatusBadge status={status} />,
    },
    {
      title: 'Actions',
      silent: true,
      className: 'w-10',
      cell: (member) => <MemberMenu member={member} open={open} />,
    },
  ];
}

function MemberRole({ member, open }: { member: members.Member; open: (what: Open) => void }) {
  const { may } = useOrganization();
  const { options, nameOf } = useOrganizationRoles();
  const current = slugOfRole(member);
  if (!may('member', 'edit')) return nameOf(current);
  return (
    <RoleMenu
      label={`Role of ${personName(member.user)}`}
      current={current}
      options={options}
      onChoose={(role) => open({ what: 'role', member, role })}
    />
  );
}

const most = 3;

function GroupChips({ groups }: { groups: members.Member['groups'] }) {
  if (groups.length === 0) return <span className="text-xs text-dim">none</span>;
  return (
    <span className="flex flex-wrap gap-1">
      {groups.slice(0, most).map(({ id, name }) => (
        <Link key={id} to="/organization/groups/$groupId" params={{ groupId: id }}>
          <Badge tone="accent">
            <Users aria-hidden className="size-3" />
            {name}
          </Badge>
        </Link>
      ))}
      {groups.length > most && (
        <Badge>
          <span
            title={groups
              .slice(most)
              .map(({ name }) => name)
              .join(', ')}
          >
            +{groups.length - most}
          </span>
        </Badge>
      )}
    </span>
  );
}

function MemberMenu({ member, open }: { member: members.Member; open: (what: Open) => void }) {
  const { may } = useOrganization();
  const { user: me } = useSession();
  const name = personName(member.user);
  const opening = (what: 'suspend' | 'reactivate' | 'remove' | 'password' | 'invite') => () =>
    open({ what, member });
  const mayEdit = may('member', 'edit');
  const items = [
    may('member', 'create') &&
      member.status === 'invited' && {
        label: 'New invitation link',
        icon: Link2,
        onSelect: opening('invite'),
      },
    me.isInstanceAdmin &&
      member.userId !== me.id && {
        label: 'Make a password link',
        icon: KeyRound,
        onSelect: opening('password'),
      },
    mayEdit &&
      member.status === 'active' && { label: 'Suspend', icon: Pause, onSelect: opening('suspend') },
    mayEdit &&
      member.status === 'suspended' && {
        label: 'Reactivate',
        icon: Play,
        onSelect: opening('reactivate'),
      },
    may('member', 'delete') && deleteItem(opening('remove'), 'Remove'),
  ];
  return <Menu label={`Actions for ${name}`} items={items} />;
}
