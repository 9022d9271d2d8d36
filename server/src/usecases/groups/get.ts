import { type Id, refuse } from '@coterie/kernel';
import type { Db } from '../../store/db.ts';
import { type GroupRow, groupById } from '../../store/groups.ts';
import { look, type View } from '../look.ts';
import type { Caller, Parts } from '../parts.ts';

/** One group, for who may see groups. */
export async function getGroup(
  parts: Pick<Parts, 'db' | 'worlds' | 'now'>,
  caller: Caller,
  id: Id,
): Promise<GroupRow> {
  const view = await lookAtGroup(parts, caller, id);
  return readGroup(parts.db, view.org, id);
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

export const readGroup = async (db: Db, org: Id, id: Id): Promise<GroupRow> =>
  (await groupById(db, org, id)) ?? refuse({ reason: 'notFound', thing: 'group', id });
