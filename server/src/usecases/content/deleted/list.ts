import type { Id } from '@coterie/kernel';
import { type DeletedRow, listDeleted, placesOfDeleted } from '../../../store/content/deleted.ts';
import { type PrincipalRow, principalsByIds } from '../../../store/organization/members.ts';
import { look } from '../../look.ts';
import type { Caller, Parts } from '../../parts.ts';
import type { View } from '../../view.ts';
import { mayRestoreContent } from './rights.ts';

/** As many as are looked through for those that the caller may bring back. */
const most = 5000;

/** What the caller may bring back, or has deleted itself, the newest first. */
export async function listRecentlyDeleted(
  parts: Pick<Parts, 'db' | 'worlds' | 'now'>,
  caller: Caller,
  { projectId, limit, offset }: { projectId?: Id | undefined; limit: number; offset: number },
): Promise<{ things: (DeletedRow & { by: PrincipalRow | undefined })[]; total: number }> {
  const view = await look(parts, caller);
  if (projectId !== undefined) view.project(projectId);
  const at = new Date(view.at);
  const rows = await listDeleted(parts.db, view.org, { at, project: projectId, limit: most });
  const found: DeletedRow[] = [];
  for (const row of rows) if (await maySee(parts, view, row)) found.push(row);
  const shown = found.slice(offset, offset + limit);
  const people = await principalsByIds(
    parts.db,
    view.org,
    shown.map(({ deleted_by }) => deleted_by),
  );
  return {
    things: shown.map((row) => ({ ...row, by: people.get(row.deleted_by) })),
    total: found.length,
  };
}

/** Whether the caller may bring it back, as far as can be told before it is planned. */
async function maySee(parts: Pick<Parts, 'db'>, view: View, row: DeletedRow): Promise<boolean> {
  if (row.kind === 'group') return view.may('groups', 'delete');
  if (row.kind === 'project')
    return (
      row.deleted_by === view.principal ||
      view.may('organization-admin-console', 'access-all-projects')
    );
  const { project_id: project } = row;
  if (project === null || !view.world.get('project', project) || !view.hasWayTo(project))
    return false;
  return mayRestoreContent(view, row, await placesOfDeleted(parts.db, view.org, row.id));
}
