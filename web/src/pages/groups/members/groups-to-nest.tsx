import { groups } from '@coterie/contract';
import { useState } from 'react';
import { useAsk } from '../../../api.ts';
import { termsObstacle } from '../../../parts/form/terms.ts';
import { useListing } from '../../../parts/list/listing.tsx';
import { useOrganization } from '../../../session.tsx';
import { plural } from '../../../words.ts';
import { type Group, groupsAbove } from '../answer.ts';
import { NestGroup } from './nest.tsx';
import { PickerList, type PickerTerms } from './picker-list.tsx';
import { RemoveMember } from './remove.tsx';

type Named = { id: string; name: string };

/** Every other group with whether it is in this one; those that hold this one are locked, as that would be a circle. */
export function GroupsToNest({ group, terms, onTerms }: PickerTerms & { group: Group }) {
  const { lack } = useOrganization();
  const list = useListing({ by: 'name', direction: 'asc' });
  const [open, setOpen] = useState<{ child: Named; isIn: boolean }>();
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
    return {
      id,
      name,
      line: id === group.id ? 'this group' : plural(memberCount, 'member'),
      kind: 'group' as const,
      isIn,
      joined: null,
      locked: lack('groups', isIn ? 'remove-members' : 'add-members') ?? circle,
      disabled: termsObstacle(terms) !== undefined,
      ...(id === group.id ? {} : { onPress: () => setOpen({ child: { id, name }, isIn }) }),
    };
  });
  const close = () => setOpen(undefined);
  return (
    <>
      <PickerList
        {...{ list, terms, onTerms, total }}
        label="Search groups"
        error={error ?? tree.error}
        failure={null}
        rows={tree.answer && rows}
      />
      {open?.isIn === false && (
        <NestGroup group={group} child={open.child} terms={terms} onClose={close} />
      )}
      {open?.isIn && (
        <RemoveMember group={group} member={{ ...open.child, kind: 'group' }} onClose={close} />
      )}
    </>
  );
}
