import { z } from 'zod';
import { endpoint, inProject } from '../endpoint.ts';
import { id, slug } from '../shared.ts';
import { editedTag, newTag, tag } from '../tags.ts';

/** Tags as Terraform asks for them (wire contract, §13): the same under another name. */
const base = '/api/v1/workspace/:projectId/tags';
const project = z.object({ projectId: id });
const params = project.extend({ tagId: id });
const answer = z.object({ workspaceTag: tag });

export const workspaceTags = endpoint({
  method: 'GET',
  path: base,
  summary: 'The tags of a project',
  who: inProject('tags', 'read'),
  params: project,
  answer: z.object({ workspaceTags: z.array(tag) }),
  refusals: [403, 404],
});
export const createWorkspaceTag = endpoint({
  method: 'POST',
  path: base,
  summary: 'Makes a tag',
  who: inProject('tags', 'create'),
  params: project,
  body: z.object(newTag),
  answer,
  refusals: [403, 404, 409],
});
export const workspaceTag = endpoint({
  method: 'GET',
  path: `${base}/:tagId`,
  summary: 'One tag',
  who: inProject('tags', 'read'),
  params,
  answer,
  refusals: [403, 404],
});
export const workspaceTagBySlug = endpoint({
  method: 'GET',
  path: `${base}/slug/:slug`,
  summary: 'One tag by slug',
  who: inProject('tags', 'read'),
  params: project.extend({ slug }),
  answer,
  refusals: [403, 404],
});
export const editWorkspaceTag = endpoint({
  method: 'PATCH',
  path: `${base}/:tagId`,
  summary: 'Changes a tag',
  who: inProject('tags', 'edit'),
  params,
  body: z.object(editedTag),
  answer,
  refusals: [403, 404, 409],
});
export const deleteWorkspaceTag = endpoint({
  method: 'DELETE',
  path: `${base}/:tagId`,
  summary: 'Deletes a tag',
  who: inProject('tags', 'delete'),
  params,
  answer,
  refusals: [403, 404],
});
