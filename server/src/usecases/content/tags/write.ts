import { randomUUID } from 'node:crypto';
import { type Id, refuse } from '@coterie/kernel';
import {
  deleteTag as drop,
  insertTag,
  renameInVersions,
  type TagRow,
  tagById,
  tagBySlug,
  updateTag,
} from '../../../store/content/tags.ts';
import type { Tx } from '../../../store/db.ts';
import type { Caller, Parts } from '../../parts.ts';
import type { View } from '../../view.ts';
import { inProject } from '../write.ts';
import { missingTag } from './read.ts';

type Writes = Pick<Parts, 'content'>;
type Wanted = {
  slug?: string | undefined;
  name?: string | null | undefined;
  color?: string | null | undefined;
};

/** A tag of a project; without a name it is called as its slug. */
export const createTag = (
  parts: Writes,
  caller: Caller,
  project: Id,
  { slug, name, color }: Wanted & { slug: string },
): Promise<TagRow> =>
  write(parts, caller, project, 'create', async (tx, { org }) => {
    await freeSlug(tx, org, project, slug);
    const id = randomUUID();
    const row = { id, project_id: project, slug, name: name || slug, color: color ?? null };
    await insertTag(tx, org, row);
    return id;
  });

export const editTag = (
  parts: Writes,
  caller: Caller,
  project: Id,
  id: Id,
  wanted: Wanted,
): Promise<TagRow> =>
  write(parts, caller, project, 'edit', async (tx, view) => {
    const { org } = view;
    const known = (await tagById(tx, org, project, id)) ?? missingTag(id);
    const slug = wanted.slug ?? known.slug;
    if (slug !== known.slug) view.act({ do: 'tag.rename', project, tag: known.slug, slug });
    await freeSlug(tx, org, project, slug, id);
    await updateTag(tx, org, id, {
      slug,
      name: wanted.name ?? known.name,
      color: wanted.color === undefined ? known.color : wanted.color,
    });
    if (slug !== known.slug)
      await renameInVersions(tx, org, project, { from: known.slug, to: slug });
    return id;
  });

/** Takes a tag off every secret, and away; gives it as it was. */
export const deleteTag = (parts: Writes, caller: Caller, project: Id, id: Id): Promise<TagRow> =>
  inProject(parts, caller, project, async (tx, view) => {
    view.need('tags', 'delete', project);
    const known = (await tagById(tx, view.org, project, id)) ?? missingTag(id);
    view.act({ do: 'tag.delete', project, tag: known.slug });
    await drop(tx, view.org, id);
    view.did({ do: 'tag.delete', id, name: known.slug, project });
    return known;
  });

const write = (
  parts: Writes,
  caller: Caller,
  project: Id,
  action: 'create' | 'edit',
  work: (tx: Tx, view: View) => Promise<Id>,
): Promise<TagRow> =>
  inProject(parts, caller, project, async (tx, view) => {
    view.need('tags', action, project);
    const id = await work(tx, view);
    const tag = (await tagById(tx, view.org, project, id)) ?? missingTag(id);
    view.did({ do: `tag.${action}`, id, name: tag.slug, project });
    return tag;
  });

async function freeSlug(tx: Tx, org: Id, project: Id, slug: string, own?: Id): Promise<void> {
  const other = await tagBySlug(tx, org, project, slug);
  if (other && other.id !== own)
    refuse({ reason: 'taken', thing: 'tag', field: 'slug', value: slug });
}
