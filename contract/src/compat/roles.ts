import { z } from 'zod';
import { endpoint, inProject, signedIn } from '../endpoint.ts';
import { changedRole, newRole, role } from '../roles.ts';
import { id, rule, slugAsked } from '../shared.ts';

/** Project roles under the paths that clients call (wire contract, §9.2). */
const byProject = z.object({ projectId: id });
const byProjectSlug = z.object({ projectSlug: slugAsked });
const roleId = z.string().min(1).max(64);
const answer = z.object({ role });

export const createWorkspaceRole = endpoint({
  method: 'POST',
  path: '/api/v2/workspace/:projectId/roles',
  summary: 'A custom project role',
  who: inProject('role', 'create'),
  isAct: true,
  params: byProject,
  body: newRole,
  answer,
  refusals: [403, 404, 409],
});
export const editWorkspaceRole = endpoint({
  method: 'PATCH',
  path: '/api/v2/workspace/:projectId/roles/:roleId',
  summary: 'Changes a custom project role',
  who: inProject('role', 'edit'),
  isAct: true,
  params: byProject.extend({ roleId }),
  body: changedRole,
  answer,
  refusals: [403, 404, 409],
});
export const deleteWorkspaceRole = endpoint({
  method: 'DELETE',
  path: '/api/v2/workspace/:projectId/roles/:roleId',
  summary: 'Deletes a custom project role that nobody has',
  who: inProject('role', 'delete'),
  isAct: true,
  params: byProject.extend({ roleId }),
  answer,
  refusals: [403, 404, 409],
});
export const getWorkspaceRoleBySlug = endpoint({
  method: 'GET',
  path: '/api/v2/workspace/:projectId/roles/slug/:slug',
  summary: 'One project role by slug',
  who: inProject('role', 'read'),
  params: byProject.extend({ slug: slugAsked }),
  answer,
  refusals: [403, 404],
});
export const getProjectRoleById = endpoint({
  method: 'GET',
  path: '/api/v1/projects/roles/:roleId',
  summary: 'One custom project role, by its id alone',
  who: inProject('role', 'read'),
  params: z.object({ roleId: id }),
  answer,
  refusals: [403, 404],
});

/**
 * Rules of the first version: of secrets they speak for imports and folders too. A project that the caller cannot reach is
 * not found by its slug; in one that it can reach it needs the right, as under the other paths.
 */
const firstVersion = z.object({ permissions: z.array(rule).max(500) });
export const createRoleV1 = endpoint({
  method: 'POST',
  path: '/api/v1/workspace/:projectSlug/roles',
  summary:
    'A custom project role with rules of the first version, which on secrets hold for imports and folders too',
  who: signedIn,
  isAct: true,
  params: byProjectSlug,
  body: newRole.extend(firstVersion.shape),
  answer,
  refusals: [403, 404, 409],
});
export const editRoleV1 = endpoint({
  method: 'PATCH',
  path: '/api/v1/workspace/:projectSlug/roles/:roleId',
  summary: 'Changes a custom project role with rules of the first version',
  who: signedIn,
  isAct: true,
  params: byProjectSlug.extend({ roleId }),
  body: changedRole,
  answer,
  refusals: [403, 404, 409],
});
export const deleteRoleV1 = endpoint({
  method: 'DELETE',
  path: '/api/v1/workspace/:projectSlug/roles/:roleId',
  summary: 'Deletes a custom project role that nobody has',
  who: signedIn,
  isAct: true,
  params: byProjectSlug.extend({ roleId }),
  answer,
  refusals: [403, 404, 409],
});
export const getRoleBySlugV1 = endpoint({
  method: 'GET',
  path: '/api/v1/workspace/:projectSlug/roles/slug/:slug',
  summary: 'One project role by slug, its rules as the first version has them',
  who: signedIn,
  params: byProjectSlug.extend({ slug: slugAsked }),
  answer,
  refusals: [403, 404],
});
