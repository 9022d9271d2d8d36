import { z } from 'zod';
import { endpoint, inOrganization, inProject, signedIn } from '../endpoint.ts';
import { environment, newProject, project } from '../projects.ts';
import { force, id, name, slug, slugAsked } from '../shared.ts';

/** Projects and environments under the paths that clients call (wire contract, §5 and §10): there a project is a workspace. */
const byId = z.object({ projectId: id });
const bySlug = z.object({ slug: slugAsked });
const blank = (value: unknown) => (value === '' || value === null ? undefined : value);

export const createWorkspace = endpoint({
  method: 'POST',
  path: '/api/v2/workspace',
  summary: 'Creates a project',
  who: inOrganization('project', 'create'),
  isAct: true,
  body: newProject,
  answer: z.object({ project }),
  refusals: [403, 404, 409],
});
export const listWorkspaces = endpoint({
  method: 'GET',
  path: '/api/v1/workspace',
  summary: 'The projects that the caller can reach',
  who: signedIn,
  answer: z.object({ workspaces: z.array(project) }),
  refusals: [403],
});
export const getWorkspace = endpoint({
  method: 'GET',
  path: '/api/v1/workspace/:projectId',
  summary: 'One project',
  who: signedIn,
  params: byId,
  answer: z.object({ workspace: project }),
  refusals: [403, 404],
});
export const getWorkspaceBySlug = endpoint({
  method: 'GET',
  path: '/api/v2/workspace/:slug',
  summary: 'One project by slug',
  who: signedIn,
  params: bySlug,
  answer: project,
  refusals: [403, 404],
});
/** As some clients ask for it; they read it at the top, or under `workspace`. */
export const getWorkspaceNamed = endpoint({
  method: 'GET',
  path: '/api/v1/workspace/slug/:slug',
  summary: 'One project by slug',
  who: signedIn,
  params: bySlug,
  answer: project.extend({ workspace: project }),
  refusals: [403, 404],
});
export const deleteWorkspace = endpoint({
  method: 'DELETE',
  path: '/api/v2/workspace/:slug',
  summary: 'Deletes a project, by slug; needs `project:delete` there',
  who: signedIn,
  isAct: true,
  params: bySlug,
  answer: z.object({ project }),
  refusals: [403, 404, 409],
});
export const setAuditRetention = endpoint({
  method: 'PUT',
  path: '/api/v1/workspace/:slug/audit-logs-retention',
  summary:
    'Keeps for how many days clients want the audit log kept; the access log itself is never shortened',
  who: signedIn,
  isAct: true,
  params: bySlug,
  body: z.object({ auditLogsRetentionDays: z.number().int().min(0).max(36_500) }),
  answer: z.object({ workspace: project }),
  refusals: [403, 404],
});

const withEnvironment = z.object({ environment });
const position = z.number().int().min(0).max(1000).nullish();
export const createWorkspaceEnvironment = endpoint({
  method: 'POST',
  path: '/api/v1/workspace/:projectId/environments',
  summary: 'Adds an environment',
  who: inProject('environments', 'create'),
  isAct: true,
  params: byId,
  body: z.object({ name, slug, position }),
  answer: withEnvironment.extend({ message: z.string(), workspace: id }),
  refusals: [403, 404, 409],
});
export const getWorkspaceEnvironment = endpoint({
  method: 'GET',
  path: '/api/v1/workspace/environments/:envId',
  summary: 'One environment, by its id alone',
  who: inProject('environments', 'read'),
  params: z.object({ envId: id }),
  answer: withEnvironment,
  refusals: [403, 404],
});
export const editWorkspaceEnvironment = endpoint({
  method: 'PATCH',
  path: '/api/v1/workspace/:projectId/environments/:envId',
  summary: 'Changes an environment',
  who: inProject('environments', 'edit'),
  isAct: true,
  params: byId.extend({ envId: id }),
  body: z.object({
    name: z.preprocess(blank, name.optional()),
    slug: z.preprocess(blank, slug.optional()),
    position,
    force,
  }),
  answer: withEnvironment,
  refusals: [403, 404, 409],
});
export const deleteWorkspaceEnvironment = endpoint({
  method: 'DELETE',
  path: '/api/v1/workspace/:projectId/environments/:envId',
  summary: 'Deletes an environment, its folders and secrets',
  who: inProject('environments', 'delete'),
  isAct: true,
  params: byId.extend({ envId: id }),
  answer: withEnvironment,
  refusals: [403, 404],
});
