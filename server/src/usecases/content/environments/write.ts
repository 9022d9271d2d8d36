import { randomUUID } from 'node:crypto';
import { type Id, refuse } from '@coterie/kernel';
import { thingsBelow } from '../../../store/content/things.ts';
import {
  deleteEnvironment as dropEnvironment,
  type EnvironmentRow,
  environmentById,
  environmentBySlug,
  insertEnvironment,
  updateEnvironment,
} from '../../../store/project/projects.ts';
import type { Caller, Parts } from '../../parts.ts';
import type { View } from '../../view.ts';
import { thingIn } from '../attributes.ts';
import { keep } from '../deleted/keep.ts';
import { findFollowing, follow } from '../references/follow.ts';
import { inProject } from '../write.ts';

type Writes = Pick<Parts, 'content' | 'keyring' | 'restoreDays' | 'now'>;
type Wanted = {
  name?: string | undefined;
  slug?: string | undefined;
  position?: number | undefined;
  force?: boolean | undefined;
};

export const createEnvironment = (
  parts: Writes,
  caller: Caller,
  project: Id,
  { name, slug, position }: { name: string; slug: string; position?: number | undefined },
): Promise<EnvironmentRow> =>
  inProject(parts, caller, project, async (tx, view) => {
    view.need('environments', 'create', project);
    if (await environmentBySlug(tx, view.org, project, slug)) taken(slug);
    const id = randomUUID();
    await insertEnvironment(tx, view.org, {
      id,
      project_id: project,
      name,
      slug,
      position: position ?? null,
      root: randomUUID(),
    });
    view.did({ do: 'environment.create', id, name: slug, project });
    return (await environmentById(tx, view.org, project, id)) ?? missing(id);
  });

export const editEnvironment = (
  parts: Writes,
  caller: Caller,
  project: Id,
  id: Id,
  wanted: Wanted,
): Promise<EnvironmentRow> =>
  inProject(parts, caller, project, async (tx, view) => {
    view.need('environments', 'edit', project);
    const row = (await environmentById(tx, view.org, project, id)) ?? missing(id);
    const isRenamed = wanted.slug !== undefined && wanted.slug !== row.slug;
    const writing = { ...parts, tx, caller, view };
    const following = isRenamed
      ? await findFollowing(writing, environmentNamed(view, row, wanted.slug ?? null))
      : undefined;
    if (wanted.slug !== undefined && isRenamed)
      view.act({
        do: 'environment.rename',
        project,
        environment: row.slug,
        slug: wanted.slug,
      });
    const twin =
      wanted.slug === undefined
        ? undefined
        : await environmentBySlug(tx, view.org, project, wanted.slug);
    if (twin && twin.id !== id) taken(twin.slug);
    await updateEnvironment(tx, view.org, row, {
      ...(wanted.name === undefined ? {} : { name: wanted.name }),
      ...(wanted.slug === undefined ? {} : { slug: wanted.slug }),
      ...(wanted.position === undefined || wanted.position === row.position
        ? {}
        : { position: wanted.position }),
    });
    view.did({
      do: isRenamed ? 'environment.rename' : 'environment.edit',
      id,
      name: wanted.slug ?? row.slug,
      project,
      ...(isRenamed ? { more: row.slug } : {}),
    });
    if (following) await follow(writing, following, wanted);
    return (await environmentById(tx, view.org, project, id)) ?? missing(id);
  });

/** Deletes an environment with its folders and secrets. */
export const deleteEnvironment = (
  parts: Writes,
  caller: Caller,
  project: Id,
  id: Id,
): Promise<EnvironmentRow> =>
  inProject(parts, caller, project, async (tx, view) => {
    view.need('environments', 'delete', project);
    const row = (await environmentById(tx, view.org, project, id)) ?? missing(id);
    if (view.isSupposed)
      await findFollowing({ ...parts, tx, caller, view }, environmentNamed(view, row, null));
    const things = (await thingsBelow(tx, view.org, id, '/')).map(thingIn(row.slug));
    view.act({ do: 'environment.delete', project, environment: row.slug, things });
    const thing = { org: view.org, id, kind: 'environment', name: row.slug, project } as const;
    await keep(parts, tx, caller, thing);
    await dropEnvironment(tx, view.org, id);
    view.did({
      do: 'environment.delete',
      id,
      name: row.slug,
      project,
      more: 'with its folders and secrets',
    });
    return row;
  });

const environmentNamed = (view: View, row: EnvironmentRow, to: string | null) => ({
  kind: 'environment' as const,
  project: row.project_id,
  projectSlug: view.projectSlug(row.project_id),
  environment: row.slug,
  environmentId: row.id,
  to,
});

const missing = (id: Id): never => refuse({ reason: 'notFound', thing: 'environment', id });
const taken = (slug: string): never =>
  refuse({ reason: 'taken', thing: 'environment', field: 'slug', value: slug });
