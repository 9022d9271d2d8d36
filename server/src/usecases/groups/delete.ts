import type { Id } from '@coterie/kernel';
import { noteChanges } from '../../store/content/deleted.ts';
import type { GroupRow } from '../../store/organization/groups.ts';
import { keep } from '../content/deleted/keep.ts';
import { orgOf } from '../look.ts';
import { type Caller, changer, type Parts } from '../parts.ts';
import { type Matches, mustMatch } from './edit.ts';
import { readGroup } from './get.ts';

/** Deletes a group with its memberships and its place in projects; gives it as it was. */
export async function deleteGroup(
  parts: Pick<Parts, 'db' | 'access' | 'restoreDays' | 'now'>,
  caller: Caller,
  id: Id,
  matches: Matches = () => true,
): Promise<GroupRow> {
  const org = orgOf(caller);
  let row: GroupRow | undefined;
  await parts.access.change({
    org,
    by: changer(caller),
    at: parts.now(),
    commands: [{ do: 'group.delete', group: id }],
    check: async (tx) => {
      row = await readGroup(tx, org, id);
      mustMatch(row, matches);
    },
    before: async (tx) => {
      const name = row?.name ?? '';
      await keep(parts, tx, caller, { org, id, kind: 'group', name, project: null });
    },
    after: async (tx, { changes }) => {
      await noteChanges(tx, org, id, changes);
    },
  });
  return row as GroupRow;
}
