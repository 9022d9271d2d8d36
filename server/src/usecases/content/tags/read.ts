import { type Id, refuse } from '@coterie/kernel';
import { listTags, type TagRow, tagById, tagBySlug } from '../../../store/content/tags.ts';
import { look } from '../../look.ts';
import type { Caller, Parts } from '../../parts.ts';
import type { View } from '../../view.ts';

type Reads = Pick<Parts, 'db' | 'worlds' | 'now'>;

/** The tags of a project, by slug. */
export async function listProjectTags(
  parts: Reads,
  caller: Caller,
  project: Id,
): Promise<TagRow[]> {
  const { org } = await lookAtTags(parts, caller, project);
  return listTags(parts.db, org, project);
}

export async function getTag(parts: Reads, caller: Caller, project: Id, id: Id): Promise<TagRow> {
  const { org } = await lookAtTags(parts, caller, project);
  return (await tagById(parts.db, org, project, id)) ?? missingTag(id);
}

export async function getTagBySlug(
  parts: Reads,
  caller: Caller,
  project: Id,
  slug: string,
): Promise<TagRow> {
  const { org } = await lookAtTags(parts, caller, project);
  return (await tagBySlug(parts.db, org, project, slug)) ?? missingTag(slug);
}

async function lookAtTags(parts: Reads, caller: Caller, project: Id): Promise<View> {
  const view = await look(parts, caller);
  view.project(project);
  view.need('tags', 'read', project);
  return view;
}

export const missingTag = (id: string): never => refuse({ reason: 'notFound', thing: 'tag', id });
