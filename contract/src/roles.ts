import { z } from 'zod';
import { endpoint, inOrganization, inProject } from './endpoint.ts';
import { description, id, name, rule, ruleAnswer, slug, slugAsked, when } from './shared.ts';

export const role = z
  .object({
    id: z.string(),
    name: z.string(),
    slug: z.string(),
    description: z.string().nullable(),
    projectId: id.nullable(),
    isBuiltIn: z.boolean(),
    permissions: z.array(ruleAnswer),
    createdAt: when.nullable(),
    updatedAt: when.nullable(),
  })
  .meta({ id: 'Role' });
const answer = z.object({ role });
export const newRole = z.object({ slug, name, description, permissions: z.array(rule).max(500) });
export const changedRole = newRole.partial();

const organizationRole = z.object({ roleId: z.string().min(1).max(64) });
const base = '/api/v1/organization/roles';
export const listOrganizationRoles = endpoint({
  method: 'GET',
  path: base,
  summary: 'The organization roles, built in and custom',
  who: inOrganization('role', 'read'),
  answer: z.object({ roles: z.array(role) }),
  refusals: [403],
});
export const createOrganizationRole = endpoint({
  method: 'POST',
  path: base,
  summary: 'A custom organization role',
  who: inOrganization('role', 'create'),
  isAct: true,
  body: newRole,
  answer,
  refusals: [403, 409],
});
export const getOrganizationRole = endpoint({
  method: 'GET',
  path: `${base}/:roleId`,
  summary: 'One organization role',
  who: inOrganization('role', 'read'),
  params: organizationRole,
  answer,
  refusals: [403, 404],
});
export const getOrganizationRoleBySlug = endpoint({
  method: 'GET',
  path: `${base}/slug/:slug`,
  summary: 'One organization role by slug',
  who: inOrganization('role', 'read'),
  params: z.object({ slug: slugAsked }),
  answer,
  refusals: [403, 404],
});
export const editOrganizationRole = endpoint({
  method: 'PATCH',
  path: `${base}/:roleId`,
  summary: 'Changes a custom organization role; everyone who has it follows at once',
  who: inOrganization('role', 'edit'),
  isAct: true,
  params: organizationRole,
  body: changedRole,
  answer,
  refusals: [403, 404, 409],
});
export const deleteOrganizationRole = endpoint({
  method: 'DELETE',
  path: `${base}/:roleId`,
  summary: 'Deletes a custom organization role that nobody has',
  who: inOrganization('role', 'delete'),
  isAct: true,
  params: organizationRole,
  answer,
  refusals: [403, 404, 409],
});

const inside = '/api/v1/projects/:projectId/roles';
const project = z.object({ projectId: id });
const projectRole = project.extend({ roleId: z.string().min(1).max(64) });
export const listProjectRoles = endpoint({
  method: 'GET',
  path: inside,
  summary: 'The roles of a project, built in and custom',
  who: inProject('role', 'read'),
  params: project,
  answer: z.object({ roles: z.array(role) }),
  refusals: [403, 404],
});
export const createProjectRole = endpoint({
  method: 'POST',
  path: inside,
  summary: 'A custom project role',
  who: inProject('role', 'create'),
  isAct: true,
  params: project,
  body: newRole,
  answer,
  refusals: [403, 404, 409],
});
export const getProjectRole = endpoint({
  method: 'GET',
  path: `${inside}/:roleId`,
  summary: 'One project role',
  who: inProject('role', 'read'),
  params: projectRole,
  answer,
  refusals: [403, 404],
});
export const getProjectRoleBySlug = endpoint({
  method: 'GET',
  path: `${inside}/slug/:slug`,
  summary: 'One project role by slug',
  who: inProject('role', 'read'),
  params: project.extend({ slug: slugAsked }),
  answer,
  refusals: [403, 404],
});
export const editProjectRole = endpoint({
  method: 'PATCH',
  path: `${inside}/:roleId`,
  summary: 'Changes a custom project role; everyone who has it follows at once',
  who: inProject('role', 'edit'),
  isAct: true,
  params: projectRole,
  body: changedRole,
  answer,
  refusals: [403, 404, 409],
});
export const deleteProjectRole = endpoint({
  method: 'DELETE',
  path: `${inside}/:roleId`,
  summary: 'Deletes a custom project role that nobody has',
  who: inProject('role', 'delete'),
  isAct: true,
  params: projectRole,
  answer,
  refusals: [403, 404, 409],
});
