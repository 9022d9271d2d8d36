import { type Id, manages, refuse } from '@coterie/kernel';
import type { Db } from '../../store/db.ts';
import { type GroupRow, groupById } from '../../store/organization/groups.ts';
import { look } from '../look.ts';
import type { Caller, Parts } from '../parts.ts';
import type { View } from '../view.ts';

/** One group, for who may see groups or manages this one. */
export async function getGroup(
  parts: Pick<Parts, 'db' | 'worlds' | 'now'>,
  caller: Caller,
  id: Id,
): Promise<{ row: GroupRow; isManagedByCaller: boolean }> {
  const view = await lookAtManagedGroup(parts, caller, id);
  const row = await readGroup(parts.db, view.org, id);
  return { row, isManagedByCaller: isManaged(view, id) };
}

/** The same for who manages the group, too: the group itself and who is in it. */
export async function lookAtManagedGroup(
  parts: Pick<Parts, 'worlds' | 'now'>,
  caller: Caller,
  id: Id,
): Promise<View> {
  const view = await look(parts, caller);
  return isManaged(view, id) ? view : lookAtGroup(parts, caller, id);
}

/** What the caller sees, once it may see groups and there is one of that id. */
export async function lookAtGroup(
  parts: Pick<Parts, 'worlds' | 'now'>,
  caller: Caller,
  id: Id,
): Promise<View> {
  const view = await look(parts, caller);
  view.need('groups', 'read');
  if (!view.world.get('group', id)) refuse({ reason: 'notFound', thing: 'group', id });
  return view;
}

/** Whether the caller manages the group, which lets it see who is in it. */
export const isManaged = ({ world, principal, at }: View, group: Id): boolean =>
  manages({ world, actor: { principal }, at }, group);

export const readGroup = async (db: Db, org: Id, id: Id): Promise<GroupRow> =>
  (await groupById(db, org, id)) ?? refuse({ reason: 'notFound', thing: 'group', id });
