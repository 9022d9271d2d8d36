import { z } from 'zod';
import { endpoint, inProject } from './endpoint.ts';
import { id, slug } from './shared.ts';

const base = '/api/v1/projects/:projectId/tags';
const project = z.object({ projectId: id });
const params = project.extend({ tagId: id });
export const tag = z.object({
  id,
  slug: z.string(),
  name: z.string(),
  color: z.string(),
  projectId: id,
});
const answer = z.object({ tag });
const text = z.string().trim().max(255);
export const newTag = { slug, name: text.nullish(), color: z.string().trim().max(64).nullish() };
export const editedTag = { ...newTag, slug: slug.optional() };

export const tags = endpoint({
  method: 'GET',
  path: base,
  summary: 'The tags of a project',
  who: inProject('tags', 'read'),
  params: project,
  answer: z.object({ tags: z.array(tag) }),
  refusals: [403, 404],
});
export const createTag = endpoint({
  method: 'POST',
  path: base,
  summary: 'Makes a tag; without a name it is called as its slug',
  who: inProject('tags', 'create'),
  params: project,
  body: z.object(newTag),
  answer,
  refusals: [403, 404, 409],
});
export const tag_ = endpoint({
  method: 'GET',
  path: `${base}/:tagId`,
  summary: 'One tag',
  who: inProject('tags', 'read'),
  params,
  answer,
  refusals: [403, 404],
});
export const tagBySlug = endpoint({
  method: 'GET',
  path: `${base}/slug/:slug`,
  summary: 'One tag by slug',
  who: inProject('tags', 'read'),
  params: project.extend({ slug }),
  answer,
  refusals: [403, 404],
});
export const editTag = endpoint({
  method: 'PATCH',
  path: `${base}/:tagId`,
  summary: 'Changes a tag, on every secret that has it',
  who: inProject('tags', 'edit'),
  params,
  body: z.object(editedTag),
  answer,
  refusals: [403, 404, 409],
});
export const deleteTag = endpoint({
  method: 'DELETE',
  path: `${base}/:tagId`,
  summary: 'Deletes a tag; the secrets that had it stay',
  who: inProject('tags', 'delete'),
  params,
  answer,
  refusals: [403, 404],
});
