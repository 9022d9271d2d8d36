import {
  type Id,
  liveRoutes,
  mightPermit,
  projectSubjects,
  projectsOf,
  refuse,
} from '@coterie/kernel';
import type { NamedListing } from '../../store/listing.ts';
import {
  listProjects,
  type ProjectRow,
  projectById,
  projectBySlug,
} from '../../store/project/projects.ts';
import { withSeenEnvironments } from '../content/environments/seen.ts';
import { look } from '../look.ts';
import type { Caller, Parts } from '../parts.ts';
import type { View } from '../view.ts';

type Reads = Pick<Parts, 'db' | 'worlds' | 'now'>;
export type SeenProject = { row: ProjectRow; roles: string[] };

/** The projects that the caller can reach; with `all`, every project, for who may take any. */
export async function listReachableProjects(
  parts: Reads,
  caller: Caller,
  { all, ...query }: NamedListing & { all: boolean },
): Promise<{ projects: SeenProject[]; total: number }> {
  const view = await look(parts, caller);
  if (all) view.need('organization-admin-console', 'access-all-projects');
  const ids = all ? null : [...projectsOf(view.world, view.principal, view.at)];
  const { rows, total } = await listProjects(parts.db, view.org, ids, query);
  const projects = rows.map((row) => ({
    row: withSeenEnvironments(view, row),
    roles: rolesIn(view, row.id),
  }));
  return { projects, total };
}

/** One project, for who has any live route to it, with what the caller may do there as `subject:action`. */
export async function getProject(
  parts: Reads,
  caller: Caller,
  id: Id,
): Promise<SeenProject & { permissions: string[] }> {
  const view = await look(parts, caller);
  const roles = reach(view, id);
  const row =
    (await projectById(parts.db, view.org, id)) ??
    refuse({ reason: 'notFound', thing: 'project', id });
  const live = view.live(id);
  const permissions = Object.entries(projectSubjects).flatMap(([subject, { actions }]) =>
    actions
      .filter((action) => mightPermit(live, subject, action))
      .map((action) => `${subject}:${action}`),
  );
  return { row: withSeenEnvironments(view, row), roles, permissions };
}

/** By slug: a project that the caller cannot reach is not found, so that slugs cannot be guessed. */
export async function getProjectBySlug(
  parts: Reads,
  caller: Caller,
  slug: string,
): Promise<ProjectRow> {
  const view = await look(parts, caller);
  const row = await projectBySlug(parts.db, view.org, slug);
  if (!row || rolesIn(view, row.id).length === 0)
    return refuse({ reason: 'notFound', thing: 'project', id: slug });
  return withSeenEnvironments(view, row);
}

/** A project that the caller has no live route to is one that it may not see: not found, not forbidden. */
function reach(view: View, id: Id): string[] {
  const roles = rolesIn(view, id);
  return roles.length > 0 ? roles : refuse({ reason: 'notFound', thing: 'project', id });
}

/** The slugs of the roles by which the caller is there, every route's. */
function rolesIn(view: View, id: Id): string[] {
  const slugs = liveRoutes(view.world, view.principal, id, view.at).map(({ source }) => {
    if (source.kind !== 'grant') return source.role;
    const { role } = source.grant;
    return role === null ? 'additional-privilege' : (view.world.get('role', role)?.slug ?? role);
  });
  return [...new Set(slugs)];
}
