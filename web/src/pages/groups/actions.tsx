import { useNavigate } from '@tanstack/react-router';
import { Copy, Merge, Pause, Play, Waypoints } from 'lucide-react';
import { deleteItem, editItem, type MenuItem, type MenuItems } from '../../parts/frame/menu.tsx';
import { useOrganization } from '../../session.tsx';
import type { Group } from './answer.ts';
import { CloneGroup } from './clone.tsx';
import { DeleteGroup, ReactivateGroup, SuspendGroup } from './delete.tsx';
import { GroupForm } from './form.tsx';
import { MemberPicker } from './members/picker.tsx';
import { MergeGroup } from './merge.tsx';
import { WhereUsed } from './where-used.tsx';

export type GroupDialog =
  | 'edit'
  | 'members'
  | 'used'
  | 'clone'
  | 'merge'
  | 'suspend'
  | 'reactivate'
  | 'delete';

/** What the viewer may do with a group, for its menu. */
export function useGroupItems(group: Group, open: (what: GroupDialog) => void): MenuItems {
  const { may } = useOrganization();
  const suspension = group.isSuspended
    ? { label: 'Reactivate', icon: Play, onSelect: () => open('reactivate') }
    : { label: 'Suspend', icon: Pause, onSelect: () => open('suspend') };
  const item = (what: GroupDialog, label: string, icon: NonNullable<MenuItem['icon']>) => ({
    label,
    icon,
    onSelect: () => open(what),
  });
  return [
    may('groups', 'edit') && editItem(() => open('edit')),
    may('member', 'read') && item('used', 'Where used', Waypoints),
    may('groups', 'create') && item('clone', 'Clone', Copy),
    may('groups', 'delete') && item('merge', 'Merge', Merge),
    may('groups', 'edit') && suspension,
    may('groups', 'delete') && deleteItem(() => open('delete')),
  ];
}

type Given = {
  group: Group;
  open: GroupDialog | undefined;
  onClose: () => void;
  /** After the group was deleted. */
  onGone: () => void;
};

/** The dialog that was chosen from the menu of a group. */
export function GroupDialogs({ group, open, onClose, onGone }: Given) {
  const navigate = useNavigate();
  const goTo = (groupId: string) => {
    onClose();
    void navigate({ to: '/organization/groups/$groupId', params: { groupId } });
  };
  const given = { group, onClose };
  switch (open) {
    case 'edit':
      return <GroupForm {...given} />;
    case 'members':
      return <MemberPicker {...given} />;
    case 'used':
      return <WhereUsed {...given} />;
    case 'clone':
      return <CloneGroup {...given} onDone={goTo} />;
    case 'merge':
      return <MergeGroup {...given} />;
    case 'suspend':
      return <SuspendGroup {...given} onDone={onClose} />;
    case 'reactivate':
      return <ReactivateGroup {...given} onDone={onClose} />;
    case 'delete':
      return <DeleteGroup {...given} onDone={onGone} />;
    case undefined:
      return null;
  }
}
