import { type Id, refuse } from '@coterie/kernel';
import { noteChanges } from '../../store/content/deleted.ts';
import type { ProjectRow } from '../../store/project/projects.ts';
import { keep } from '../content/deleted/keep.ts';
import { withSeenEnvironments } from '../content/environments/seen.ts';
import { countsOf, findFollowing } from '../content/references/follow.ts';
import { orgOf } from '../look.ts';
import { type Caller, changer, type Parts } from '../parts.ts';
import { View } from '../view.ts';
import { readProject } from './read.ts';

/** Deletes a project with its secrets and the keys that they are encrypted under; gives it as it was. */
export async function deleteProject(
  parts: Pick<Parts, 'db' | 'access' | 'keyring' | 'restoreDays' | 'now'>,
  caller: Caller,
  id: Id,
): Promise<ProjectRow> {
  const org = orgOf(caller);
  const at = parts.now();
  let row: ProjectRow | undefined;
  await parts.access.change({
    org,
    by: changer(caller),
    at,
    commands: [{ do: 'project.delete', project: id }],
    check: async (tx) => {
      row = await readProject(tx, org, id);
      if (row.has_delete_protection)
        refuse({ reason: 'inUse', thing: 'delete protection', count: 1 });
    },
    refers: async (tx, world) => {
      const view = new View(world, org, caller.principal, at);
      const renaming = { kind: 'project', project: id, projectSlug: view.projectSlug(id) } as const;
      const writing = { ...parts, tx, caller, view };
      return countsOf({ view }, await findFollowing(writing, { ...renaming, to: null }));
    },
    before: async (tx) => {
      const name = row?.name ?? '';
      await keep(parts, tx, caller, { org, id, kind: 'project', name, project: null });
    },
    after: async (tx, { world, changes }) => {
      await noteChanges(tx, org, id, changes);
      if (row) row = withSeenEnvironments(new View(world, org, caller.principal, at), row);
    },
  });
  return row as ProjectRow;
}
