import { type Id, refuse } from '@coterie/kernel';
import {
  type EnvironmentRow,
  environmentAnywhere,
  environmentById,
  environmentBySlug,
  listEnvironments,
} from '../../../store/project/projects.ts';
import { look, orgOf } from '../../look.ts';
import type { Caller, Parts } from '../../parts.ts';
import type { View } from '../../view.ts';

type Reads = Pick<Parts, 'db' | 'worlds' | 'now'>;

async function lookAtEnvironments(parts: Reads, caller: Caller, project: Id): Promise<View> {
  const view = await look(parts, caller);
  view.project(project);
  view.need('environments', 'read', project);
  return view;
}

export async function listProjectEnvironments(
  parts: Reads,
  caller: Caller,
  project: Id,
): Promise<EnvironmentRow[]> {
  const { org } = await lookAtEnvironments(parts, caller, project);
  return listEnvironments(parts.db, org, project);
}

export async function getEnvironment(
  parts: Reads,
  caller: Caller,
  project: Id,
  id: Id,
): Promise<EnvironmentRow> {
  const { org } = await lookAtEnvironments(parts, caller, project);
  return (
    (await environmentById(parts.db, org, project, id)) ??
    refuse({ reason: 'notFound', thing: 'environment', id })
  );
}

/** One environment by its id alone. */
export async function findEnvironment(
  parts: Reads,
  caller: Caller,
  id: Id,
): Promise<EnvironmentRow> {
  const row = await environmentAnywhere(parts.db, orgOf(caller), id);
  if (!row || !(await look(parts, caller)).hasWayTo(row.project_id))
    return refuse({ reason: 'notFound', thing: 'environment', id });
  await lookAtEnvironments(parts, caller, row.project_id);
  return row;
}

export async function getEnvironmentBySlug(
  parts: Reads,
  caller: Caller,
  project: Id,
  slug: string,
): Promise<EnvironmentRow> {
  const { org } = await lookAtEnvironments(parts, caller, project);
  return (
    (await environmentBySlug(parts.db, org, project, slug)) ??
    refuse({ reason: 'notFound', thing: 'environment', id: slug })
  );
}
