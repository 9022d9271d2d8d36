import { groups } from '@coterie/contract';
import { useNavigate, useParams } from '@tanstack/react-router';
import { Pause, Pencil, Play, Trash2, Users } from 'lucide-react';
import { useState } from 'react';
import { perform, useAct, useAsk } from '../../api.ts';
import { Badge, StatusBadge } from '../../parts/badge.tsx';
import { Button } from '../../parts/button.tsx';
import { Menu, type MenuItem } from '../../parts/menu.tsx';
import { Bones, Failed } from '../../parts/notice.tsx';
import { PageHead } from '../../parts/page.tsx';
import { slugOfRole, useOrganizationRoles } from '../../parts/roles.tsx';
import { Tabs } from '../../parts/tabs.tsx';
import { useOrganization } from '../../session.tsx';
import { DeleteGroup, SuspendGroup } from './delete-group.tsx';
import type { Group as GroupAnswer } from './group-answer.ts';
import { GroupForm } from './group-form.tsx';
import { GroupMembers } from './group-members.tsx';
import { GroupProjects } from './group-projects.tsx';
import { LogEntries } from './log-entries.tsx';
import { MemberPicker } from './member-picker.tsx';

type Open = 'edit' | 'delete' | 'suspend' | 'members';

export function Group() {
  const { groupId: id } = useParams({ from: '/console/organization/groups/$groupId' });
  const { answer: group, error } = useAsk(groups.group_, { params: { id } });
  if (error) return <Failed error={error} what="this group" />;
  return group ? <GroupPage group={group} /> : <Bones />;
}

function GroupPage({ group }: { group: GroupAnswer }) {
  const [tab, setTab] = useState('members');
  const [open, setOpen] = useState<Open>();
  const navigate = useNavigate();
  const { may, lack } = useOrganization();
  const { nameOf } = useOrganizationRoles();
  const close = () => setOpen(undefined);
  const tabs = [
    { key: 'members', label: 'Members', count: group.memberCount },
    { key: 'projects', label: 'Projects', count: group.projectCount },
    ...(may('audit-logs', 'read') ? [{ key: 'activity', label: 'Activity' }] : []),
  ];
  return (
    <>
      <PageHead
        title={group.name}
        trail={[{ label: 'Groups', link: { to: '/organization/groups' } }]}
        hint={group.description}
        badges={
          <>
            <Badge>
              <span className="font-mono">{group.slug}</span>
            </Badge>
            <Badge tone="accent">{nameOf(slugOfRole(group))} in the organization</Badge>
            {group.isSuspended && <StatusBadge status="suspended" />}
          </>
        }
        actions={
          <>
            <Button
              look="primary"
              icon={Users}
              locked={lack('groups', 'add-members')}
              onClick={() => setOpen('members')}
            >
              Add members
            </Button>
            <GroupMenu group={group} open={setOpen} />
          </>
        }
      />
      <Tabs label="About the group" tabs={tabs} current={tab} onSelect={setTab}>
        {tab === 'members' && <GroupMembers group={group} onAdd={() => setOpen('members')} />}
        {tab === 'projects' && <GroupProjects group={group} />}
        {tab === 'activity' && <LogEntries about={group.id} />}
      </Tabs>
      {open === 'edit' && <GroupForm group={group} onClose={close} />}
      {open === 'members' && <MemberPicker group={group} onClose={close} />}
      {open === 'suspend' && <SuspendGroup group={group} onClose={close} onDone={close} />}
      {open === 'delete' && (
        <DeleteGroup
          group={group}
          onClose={close}
          onDone={() => void navigate({ to: '/organization/groups' })}
        />
      )}
    </>
  );
}

function GroupMenu({ group, open }: { group: GroupAnswer; open: (what: Open) => void }) {
  const { may } = useOrganization();
  const reactivate = useAct(
    () => perform(groups.editGroup, { params: { id: group.id }, body: { isSuspended: false } }),
    {
      done: `Group ${group.name} is active again, with all that was there before`,
      toastFailure: true,
    },
  );
  const items: MenuItem[] = [];
  if (may('groups', 'edit')) {
    items.push({ label: 'Edit', icon: Pencil, onSelect: () => open('edit') });
    if (group.isSuspended)
      items.push({ label: 'Reactivate', icon: Play, onSelect: () => reactivate.run(undefined) });
    else items.push({ label: 'Suspend', icon: Pause, onSelect: () => open('suspend') });
  }
  if (may('groups', 'delete'))
    items.push({ label: 'Delete', icon: Trash2, danger: true, onSelect: () => open('delete') });
  return <Menu label={`Actions for ${group.name}`} items={items} />;
}
