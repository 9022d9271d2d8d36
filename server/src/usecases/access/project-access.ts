import { type Id, type Route, reachers, routes } from '@coterie/kernel';
import { groupNames } from '../../store/groups.ts';
import { principalsByIds, principalsMatching } from '../../store/members.ts';
import { look } from '../look.ts';
import type { Caller, Parts } from '../parts.ts';

/** Everyone who can reach a project, a page of them by name, each with every route that is live. */
export async function projectAccess(
  parts: Pick<Parts, 'db' | 'worlds' | 'now'>,
  caller: Caller,
  project: Id,
  { search, limit, offset }: { search?: string | undefined; limit: number; offset: number },
) {
  const view = await look(parts, caller);
  view.project(project);
  view.need('member', 'read', project);
  view.need('groups', 'read', project);
  const ids = await principalsMatching(
    parts.db,
    view.org,
    [...reachers(view.world, project, view.at)],
    search,
  );
  const shown = ids.slice(offset, offset + limit);
  const found = new Map<Id, Route[]>(
    shown.map((id) => [id, routes(view.world, id, project, view.at)]),
  );
  const groups = [...found.values()].flat().flatMap(({ path }) => path.map(({ group }) => group));
  return {
    view,
    total: ids.length,
    names: await groupNames(parts.db, view.org, [...new Set(groups)]),
    principals: await principalsByIds(parts.db, view.org, shown),
    found,
  };
}
