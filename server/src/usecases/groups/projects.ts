import { type Grant, type Id, isOver } from '@coterie/kernel';
import type { NamedListing } from '../../store/listing.ts';
import { listProjects } from '../../store/project/projects.ts';
import { sees } from '../access/seen.ts';
import type { Caller, Parts } from '../parts.ts';
import { lookAtGroup } from './get.ts';

/** The projects, of those that the caller sees, that a group is in (assigned), or that it is not in and the caller can reach. */
export async function groupProjects(
  parts: Pick<Parts, 'db' | 'worlds' | 'now'>,
  caller: Caller,
  group: Id,
  { assigned, ...query }: NamedListing & { assigned: boolean | undefined },
) {
  const view = await lookAtGroup(parts, caller, group);
  const seen = sees(view);
  const own = [...view.world.grantsOf(group)].filter(
    (grant) => !isOver(grant, view.at) && seen.holder(grant.project, 'group', group),
  );
  const grants = Map.groupBy(own, (grant: Grant) => grant.project);
  const all = [...view.world.all('project')].map(({ id }) => id);
  const reachable = view.may('organization-admin-console', 'access-all-projects')
    ? all
    : all.filter((id) => view.may('groups', 'read', id));
  const ids =
    assigned === undefined
      ? [...new Set([...grants.keys(), ...reachable])]
      : assigned
        ? [...grants.keys()]
        : reachable.filter((id) => !grants.has(id));
  const { rows, total } = await listProjects(parts.db, view.org, ids, query);
  return {
    world: view.world,
    total,
    projects: rows.map((row) => ({ row, grants: grants.get(row.id) ?? [] })),
  };
}
