import { builtIn, builtInRoles, type Id, type Level, type Role, refuse } from '@coterie/kernel';
import { roleDates } from '../../store/organization/roles.ts';
import { look } from '../look.ts';
import type { Caller, Parts } from '../parts.ts';
import type { View } from '../view.ts';
import { customRole } from './refs.ts';

type Reads = Pick<Parts, 'db' | 'worlds' | 'now'>;
/** A role as it is shown: built in, or custom with its moments. */
export type SeenRole = Role & {
  isBuiltIn: boolean;
  createdAt: Date | null;
  updatedAt: Date | null;
};

/** The roles of a project, or of the organization when `project` is null: built-in ones first. */
export async function listRoles(
  parts: Reads,
  caller: Caller,
  project: Id | null,
): Promise<SeenRole[]> {
  const view = await lookAtRoles(parts, caller, project);
  const custom = [...view.world.rolesOf(project)].flatMap((id) => view.world.get('role', id) ?? []);
  custom.sort((a, b) => a.name.localeCompare(b.name));
  return [
    ...builtInRoles(levelOf(project)).map((role) => seenBuiltIn(role, project)),
    ...(await withDates(parts, view, custom)),
  ];
}

/** One role, by id or, for a built-in one, by slug. */
export async function getRole(
  parts: Reads,
  caller: Caller,
  project: Id | null,
  id: string,
): Promise<SeenRole> {
  const view = await lookAtRoles(parts, caller, project);
  return seen(parts, view, project, id, view.world.get('role', id));
}

/** One custom role of a project, by its id alone. */
export async function findProjectRole(parts: Reads, caller: Caller, id: Id): Promise<SeenRole> {
  const view = await look(parts, caller);
  const project = view.world.get('role', id)?.project;
  if (!project || !view.hasWayTo(project)) return refuse({ reason: 'notFound', thing: 'role', id });
  return getRole(parts, caller, project, id);
}

export async function getRoleBySlug(
  parts: Reads,
  caller: Caller,
  project: Id | null,
  slug: string,
): Promise<SeenRole> {
  const view = await lookAtRoles(parts, caller, project);
  return seen(parts, view, project, slug, customRole(view.world, project, slug));
}

async function seen(
  parts: Reads,
  view: View,
  project: Id | null,
  name: string,
  role: Role | undefined,
): Promise<SeenRole> {
  const own = builtIn(name, levelOf(project));
  if (own) return seenBuiltIn(own, project);
  if (!role || role.project !== project)
    return refuse({ reason: 'notFound', thing: 'role', id: name });
  return (await withDates(parts, view, [role]))[0] as SeenRole;
}

async function lookAtRoles(parts: Reads, caller: Caller, project: Id | null): Promise<View> {
  const view = await look(parts, caller);
  if (project !== null) view.project(project);
  view.need('role', 'read', project);
  return view;
}

const levelOf = (project: Id | null): Level => (project === null ? 'organization' : 'project');

const seenBuiltIn = (
  role: ReturnType<typeof builtInRoles>[number],
  project: Id | null,
): SeenRole => ({
  ...role,
  id: role.slug,
  project,
  isBuiltIn: true,
  createdAt: null,
  updatedAt: null,
});

export async function withDates(
  { db }: Pick<Parts, 'db'>,
  { org }: { org: Id },
  roles: readonly Role[],
): Promise<SeenRole[]> {
  const dates = await roleDates(
    db,
    org,
    roles.map(({ id }) => id),
  );
  return roles.map((role) => ({
    ...role,
    isBuiltIn: false,
    createdAt: dates.get(role.id)?.created_at ?? null,
    updatedAt: dates.get(role.id)?.updated_at ?? null,
  }));
}
