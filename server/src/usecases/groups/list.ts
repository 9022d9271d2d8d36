import { listGroups } from '../../store/groups.ts';
import { look } from '../look.ts';
import type { Caller, Parts } from '../parts.ts';

export async function listOrganizationGroups(
  parts: Pick<Parts, 'db' | 'worlds' | 'now'>,
  caller: Caller,
  query: Parameters<typeof listGroups>[2],
) {
  const view = await look(parts, caller);
  view.need('groups', 'read');
  return listGroups(parts.db, view.org, query);
}
