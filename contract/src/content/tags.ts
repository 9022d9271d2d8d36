import { z } from 'zod';
import { endpoint, inProject } from '../endpoint.ts';
import { id, label, slug, slugAsked } from '../shared.ts';

const project = z.object({ projectId: id });
const params = project.extend({ tagId: id });
const tag = z
  .object({
    id,
    slug: z.string(),
    name: z.string(),
    color: z.string(),
    projectId: id,
  })
  .meta({ id: 'Tag' });
const newTag = { slug, name: label.nullish(), color: z.string().max(64).nullish() };
const editedTag = { ...newTag, slug: slug.optional() };

const refusals = [403, 404] as const;
const taken = [403, 404, 409] as const;

/** The endpoints under a path, answering with one tag as `one` and with several as `many`. */
const tagsUnder = <const P extends string, O extends z.ZodType, M extends z.ZodType>(
  base: P,
  one: O,
  many: M,
) => ({
  list: endpoint({
    method: 'GET',
    path: base,
    summary: 'The tags of a project',
    who: inProject('tags', 'read'),
    params: project,
    answer: many,
    refusals,
  }),
  create: endpoint({
    method: 'POST',
    path: base,
    summary: 'Makes a tag; without a name it is called as its slug',
    who: inProject('tags', 'create'),
    isAct: true,
    params: project,
    body: z.object(newTag),
    answer: one,
    refusals: taken,
  }),
  one: endpoint({
    method: 'GET',
    path: `${base}/:tagId`,
    summary: 'One tag',
    who: inProject('tags', 'read'),
    params,
    answer: one,
    refusals,
  }),
  bySlug: endpoint({
    method: 'GET',
    path: `${base}/slug/:slug`,
    summary: 'One tag by slug',
    who: inProject('tags', 'read'),
    params: project.extend({ slug: slugAsked }),
    answer: one,
    refusals,
  }),
  edit: endpoint({
    method: 'PATCH',
    path: `${base}/:tagId`,
    summary: 'Changes a tag, on every secret that has it',
    who: inProject('tags', 'edit'),
    isAct: true,
    params,
    body: z.object(editedTag),
    answer: one,
    refusals: taken,
  }),
  remove: endpoint({
    method: 'DELETE',
    path: `${base}/:tagId`,
    summary: 'Deletes a tag; the secrets that had it stay',
    who: inProject('tags', 'delete'),
    isAct: true,
    params,
    answer: one,
    refusals,
  }),
});

const own = tagsUnder(
  '/api/v1/projects/:projectId/tags',
  z.object({ tag }),
  z.object({ tags: z.array(tag) }),
);
export const listTags = own.list;
export const createTag = own.create;
export const getTag = own.one;
export const getTagBySlug = own.bySlug;
export const editTag = own.edit;
export const deleteTag = own.remove;

/** The same as Terraform asks for them, under another name (wire contract, §13). */
export const workspace = tagsUnder(
  '/api/v1/workspace/:projectId/tags',
  z.object({ workspaceTag: tag }),
  z.object({ workspaceTags: z.array(tag) }),
);
