import { type Id, liveHolders } from '@coterie/kernel';
import { type GroupQuery, listGroups } from '../../store/organization/groups.ts';
import { look } from '../look.ts';
import type { Caller, Parts } from '../parts.ts';
import type { View } from '../view.ts';

/** The groups of the organization; to who may see groups only by managing them, those. */
export async function listOrganizationGroups(
  parts: Pick<Parts, 'db' | 'worlds' | 'now'>,
  caller: Caller,
  query: GroupQuery,
) {
  const view = await look(parts, caller);
  const managed = view.may('groups', 'read') ? undefined : managedGroups(view);
  if (managed?.length === 0) view.need('groups', 'read');
  return listGroups(parts.db, view.org, { ...query, ids: managed });
}

/** The groups that the caller manages, itself or by a group. */
export const managedGroups = ({ world, principal, at }: View): Id[] => [
  ...new Set(
    [...liveHolders(world, principal, at)].flatMap((holder) =>
      [...world.managedBy(holder)].map(({ group }) => group),
    ),
  ),
];
