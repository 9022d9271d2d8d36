import { groups } from '@coterie/contract';
import { useAsk } from '../../../api.ts';
import { useListing } from '../../../parts/list/listing.tsx';
import { useOrganization } from '../../../session.tsx';
import { plural } from '../../../words.ts';
import { type Group, groupsAbove } from '../answer.ts';
import { PickerList, type Picking } from './picker-list.tsx';

/** Every other group with whether it is in this one; those that hold this one are locked, as that would be a circle. */
export function GroupsToNest({ group, ...picking }: Picking & { group: Group }) {
  const { lack } = useOrganization();
  const list = useListing({ by: 'name', direction: 'asc' });
  const { answer, total, error } = useAsk(groups.listGroups, { query: list.query }, { keep: true });
  const tree = useAsk(groups.getGroupTree, { params: { id: group.id } });
  const above = tree.answer && groupsAbove(tree.answer, group.id);
  const inside = new Set(
    tree.answer?.edges.filter(({ parent }) => parent === group.id).map(({ child }) => child),
  );
  const rows = answer?.map(({ id, name, memberCount }) => {
    const isIn = inside.has(id);
    const circle = above?.has(id)
      ? `${group.name} is in ${name}: that would be a circle`
      : undefined;
    const itself = id === group.id ? 'a group is not in itself' : undefined;
    return {
      kind: 'group' as const,
      id,
      name,
      line: itself ? 'this group' : plural(memberCount, 'member'),
      isIn,
      joined: null,
      locked: itself ?? lack('groups', isIn ? 'remove-members' : 'add-members') ?? circle,
    };
  });
  return (
    <PickerList
      {...{ list, total, ...picking }}
      label="Search groups"
      error={error ?? tree.error}
      rows={tree.answer && rows}
    />
  );
}
