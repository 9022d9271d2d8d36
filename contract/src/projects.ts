import { z } from 'zod';
import { endpoint, inOrganization, inProject, signedIn } from './endpoint.ts';
import {
  description,
  flag,
  force,
  id,
  name,
  order,
  page,
  slug,
  slugAsked,
  totalCount,
  when,
} from './shared.ts';

const params = z.object({ projectId: id });
export const environment = z
  .object({
    id,
    name: z.string(),
    slug: z.string(),
    position: z.number().int(),
    projectId: id,
    createdAt: when,
    updatedAt: when,
  })
  .meta({ id: 'Environment' });
export const project = z
  .object({
    id,
    _id: id,
    name: z.string(),
    slug: z.string(),
    description: z.string().nullable(),
    type: z.string(),
    orgId: id,
    autoCapitalization: z.boolean(),
    hasDeleteProtection: z.boolean(),
    version: z.number().int(),
    pitVersionLimit: z.number().int(),
    auditLogsRetentionDays: z.number().int().nullable(),
    environments: z.array(z.object({ id, name: z.string(), slug: z.string() })),
    createdAt: when,
    updatedAt: when,
  })
  .meta({ id: 'Project' });
const answer = z.object({ project });
const listed = project.extend({
  /** The roles by which the caller is there, every route's. */
  roles: z.array(z.string()),
  memberCount: z.number().int().optional(),
});

export const newProject = z.object({
  projectName: name,
  projectDescription: description,
  slug: z.preprocess((v) => (v === '' ? undefined : v), slug.optional()),
  type: z.string().max(64).default('secret-manager'),
  shouldCreateDefaultEnvs: z.boolean().default(true),
  /** The name or id of a project template; its environments, roles and groups are the project's from the start. */
  template: z.preprocess((v) => (v === '' ? undefined : v), name.nullish()),
  hasDeleteProtection: z.boolean().default(false),
  /** Whether the names of new secrets must be in capitals. */
  autoCapitalization: z.boolean().default(false),
  /** Of the caller's own organization, where it is given: there are none below one. */
  organizationSlug: z.string().max(64).nullish(),
});

export const listProjects = endpoint({
  method: 'GET',
  path: '/api/v1/projects',
  summary:
    'The projects that the caller can reach, with the roles it has in each; `all=true` lists every project to who may take any',
  who: signedIn,
  query: z.object({
    ...page,
    limit: z.preprocess(
      (v) => (v === '' ? undefined : v),
      z.coerce.number().int().min(1).max(1000).default(1000),
    ),
    ...order('name', 'createdAt'),
    all: flag(false),
  }),
  answer: z.object({ projects: z.array(listed), totalCount }),
  refusals: [403],
});
export const createProject = endpoint({
  method: 'POST',
  path: '/api/v1/projects',
  summary:
    'Creates a project with its maker as admin, and the environments dev, staging and prod unless told otherwise',
  who: inOrganization('project', 'create'),
  isAct: true,
  body: newProject,
  alsoTakes: ['kmsKeyId'],
  answer,
  refusals: [403, 409],
});
export const getProject = endpoint({
  method: 'GET',
  path: '/api/v1/projects/:projectId',
  summary: 'One project, with what the caller may do in it',
  who: signedIn,
  params,
  answer: z.object({ project: listed.extend({ permissions: z.array(z.string()) }) }),
  refusals: [403, 404],
});
export const getProjectBySlug = endpoint({
  method: 'GET',
  path: '/api/v1/projects/slug/:slug',
  summary: 'One project by slug',
  who: signedIn,
  params: z.object({ slug: slugAsked }),
  answer: project,
  refusals: [403, 404],
});
export const editProject = endpoint({
  method: 'PATCH',
  path: '/api/v1/projects/:projectId',
  summary: 'Changes name, slug, description or delete protection',
  who: inProject('project', 'edit'),
  isAct: true,
  params,
  body: z.object({
    name: name.optional(),
    slug: slug.optional(),
    description,
    hasDeleteProtection: z.boolean().optional(),
    autoCapitalization: z.boolean().optional(),
    force,
  }),
  alsoTakes: ['projectId'],
  answer,
  refusals: [403, 404, 409],
});
export const deleteProject = endpoint({
  method: 'DELETE',
  path: '/api/v1/projects/:projectId',
  summary: 'Deletes a project, its secrets and its keys',
  who: inProject('project', 'delete'),
  isAct: true,
  params,
  answer,
  refusals: [403, 404, 409],
});
export const takeProject = endpoint({
  method: 'POST',
  path: '/api/v1/organization-admin/projects/:projectId/grant-admin-access',
  summary: 'An organization admin makes itself admin of a project, on the record',
  who: inOrganization('organization-admin-console', 'access-all-projects'),
  isAct: true,
  params,
  answer: z.object({ membership: z.object({ projectId: id, roles: z.array(z.string()) }) }),
  refusals: [403, 404],
});

const environments_ = '/api/v1/projects/:projectId/environments';
const envParams = params.extend({ envId: id });
const oneEnvironment = z.object({ environment });
const position = z.number().int().min(0).max(1000).optional();
export const createEnvironment = endpoint({
  method: 'POST',
  path: environments_,
  summary: 'Adds an environment',
  who: inProject('environments', 'create'),
  isAct: true,
  params,
  body: z.object({ name, slug, position }),
  alsoTakes: ['projectId', 'workspaceId'],
  answer: oneEnvironment,
  refusals: [403, 404, 409],
});
export const listEnvironments = endpoint({
  method: 'GET',
  path: environments_,
  summary: 'The environments of a project, in order',
  who: inProject('environments', 'read'),
  params,
  answer: z.object({ environments: z.array(environment) }),
  refusals: [403, 404],
});
export const getEnvironmentBySlug = endpoint({
  method: 'GET',
  path: `${environments_}/slug/:slug`,
  summary: 'One environment by slug',
  who: inProject('environments', 'read'),
  params: params.extend({ slug: slugAsked }),
  answer: environment,
  refusals: [403, 404],
});
export const getEnvironment = endpoint({
  method: 'GET',
  path: `${environments_}/:envId`,
  summary: 'One environment',
  who: inProject('environments', 'read'),
  params: envParams,
  answer: oneEnvironment,
  refusals: [403, 404],
});
export const editEnvironment = endpoint({
  method: 'PATCH',
  path: `${environments_}/:envId`,
  summary: 'Changes name, slug or place in the order',
  who: inProject('environments', 'edit'),
  isAct: true,
  params: envParams,
  body: z.object({ name: name.optional(), slug: slug.optional(), position, force }),
  alsoTakes: ['projectId', 'workspaceId'],
  answer: oneEnvironment,
  refusals: [403, 404, 409],
});
export const deleteEnvironment = endpoint({
  method: 'DELETE',
  path: `${environments_}/:envId`,
  summary: 'Deletes an environment with its folders and secrets',
  who: inProject('environments', 'delete'),
  isAct: true,
  params: envParams,
  answer: oneEnvironment,
  refusals: [403, 404],
});

export type Project = z.output<typeof project>;
export type Environment = z.output<typeof environment>;
export type ListedProject = z.output<typeof listProjects.answer>['projects'][number];
