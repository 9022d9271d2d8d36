import type { Id } from '@coterie/kernel';
import {
  type DirectMembersQuery,
  listDirectMembers,
  listGroupIdentities,
  listGroupUsers,
  type PickerQuery,
} from '../../store/organization/groups.ts';
import type { Caller, Parts } from '../parts.ts';
import type { View } from '../view.ts';
import { lookAtManagedGroup } from './get.ts';

type Reads = Pick<Parts, 'db' | 'worlds' | 'now'>;

/** A manager that may see neither groups nor the organization's people picks among those who are in. */
const seen = (view: View, subject: 'member' | 'identity', query: PickerQuery): PickerQuery =>
  view.may('groups', 'read') || view.may(subject, 'read') ? query : { ...query, part: true };

/** Users of the organization with whether each is in the group. */
export async function pickUsers(parts: Reads, caller: Caller, group: Id, query: PickerQuery) {
  const view = await lookAtManagedGroup(parts, caller, group);
  return listGroupUsers(parts.db, view.org, group, seen(view, 'member', query));
}

/** Machine identities of the organization with whether each is in the group. */
export async function pickIdentities(parts: Reads, caller: Caller, group: Id, query: PickerQuery) {
  const view = await lookAtManagedGroup(parts, caller, group);
  return listGroupIdentities(parts.db, view.org, group, seen(view, 'identity', query));
}

/** Who is in the group itself. */
export async function listGroupMembers(
  parts: Reads,
  caller: Caller,
  group: Id,
  query: DirectMembersQuery,
) {
  const view = await lookAtManagedGroup(parts, caller, group);
  return listDirectMembers(parts.db, view.org, group, query);
}
