import { groups } from '@coterie/contract';
import { useNavigate, useParams } from '@tanstack/react-router';
import { Users, Waypoints } from 'lucide-react';
import { useState } from 'react';
import { useAsk } from '../../api.ts';
import { Button } from '../../parts/form/button.tsx';
import { Menu } from '../../parts/frame/menu.tsx';
import { Bones, Failed } from '../../parts/frame/notice.tsx';
import { PageHead } from '../../parts/frame/page.tsx';
import { type Tab, Tabs } from '../../parts/frame/tabs.tsx';
import { Badge, StatusBadge } from '../../parts/list/badge.tsx';
import { slugOfRole, useOrganizationRoles } from '../../parts/roles/roles.tsx';
import { useOrganization } from '../../session.tsx';
import { LogEntries } from '../log/entries.tsx';
import { type GroupDialog, GroupDialogs, useGroupItems } from './actions.tsx';
import type { Group as GroupAnswer } from './answer.ts';
import { GroupManagers } from './managers.tsx';
import { GroupMembers } from './members/members.tsx';
import { useGroupPowers } from './powers.ts';
import { GroupProjects } from './projects.tsx';

export function Group() {
  const { groupId: id } = useParams({ from: '/console/organization/groups/$groupId' });
  const { answer: group, error } = useAsk(groups.getGroup, { params: { id } });
  if (error) return <Failed error={error} what="this group" />;
  return group ? <GroupPage key={group.id} group={group} /> : <Bones />;
}

function GroupPage({ group }: { group: GroupAnswer }) {
  const [tab, setTab] = useState('members');
  const [open, setOpen] = useState<GroupDialog>();
  const navigate = useNavigate();
  const tabs = useGroupTabs(group);
  return (
    <>
      <PageHead
        title={group.name}
        trail={[{ label: 'Groups', link: { to: '/organization/groups' } }]}
        hint={group.description}
        badges={<GroupBadges group={group} />}
        actions={<GroupActions group={group} open={setOpen} />}
      />
      <Tabs label="About the group" tabs={tabs} current={tab} onSelect={setTab}>
        {tab === 'members' && <GroupMembers group={group} onAdd={() => setOpen('members')} />}
        {tab === 'projects' && <GroupProjects group={group} />}
        {tab === 'managers' && <GroupManagers group={group} />}
        {tab === 'activity' && <LogEntries about={group.id} />}
      </Tabs>
      <GroupDialogs
        group={group}
        open={open}
        onClose={() => setOpen(undefined)}
        onGone={() => void navigate({ to: '/organization/groups' })}
      />
    </>
  );
}

function useGroupTabs({ id, memberCount, projectCount }: GroupAnswer): Tab[] {
  const { may } = useOrganization();
  const { answer: tree } = useAsk(groups.getGroupTree, { params: { id } });
  const nested = tree?.edges.filter(({ parent }) => parent === id).length ?? 0;
  return [
    { key: 'members', label: 'Members', count: memberCount + nested },
    { key: 'projects', label: 'Projects', count: projectCount },
    { key: 'managers', label: 'Managers' },
    ...(may('audit-logs', 'read') ? [{ key: 'activity', label: 'Activity' }] : []),
  ];
}

function GroupBadges({ group }: { group: GroupAnswer }) {
  const { nameOf } = useOrganizationRoles();
  const { isManaged } = useGroupPowers(group.id);
  return (
    <>
      <Badge>
        <span className="font-mono">{group.slug}</span>
      </Badge>
      <Badge tone="accent">{nameOf(slugOfRole(group))} in the organization</Badge>
      {isManaged && <Badge tone="ok">You manage this group</Badge>}
      {group.isSuspended && <StatusBadge status="suspended" />}
    </>
  );
}

type ActionsGiven = { group: GroupAnswer; open: (what: GroupDialog) => void };

function GroupActions({ group, open }: ActionsGiven) {
  const { lack } = useOrganization();
  const powers = useGroupPowers(group.id);
  const items = useGroupItems(group, open);
  return (
    <>
      <Button icon={Waypoints} locked={lack('member', 'read')} onClick={() => open('used')}>
        Where used
      </Button>
      <Button
        look="primary"
        icon={Users}
        locked={powers.lack('add-members')}
        onClick={() => open('members')}
      >
        Add members
      </Button>
      <Menu label={`Actions for ${group.name}`} items={items} />
    </>
  );
}
