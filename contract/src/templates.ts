import { z } from 'zod';
import { endpoint, inOrganization } from './endpoint.ts';
import {
  description,
  id,
  name,
  roleSlug,
  rule,
  ruleAnswer,
  slug,
  slugAsked,
  when,
} from './shared.ts';

const base = '/api/v1/project-templates';
const params = z.object({ templateId: id });
const environments = z
  .array(z.object({ name, slug, position: z.number().int().min(0).max(1000).optional() }))
  .max(100);
const roles = z.array(z.object({ name, slug, permissions: z.array(rule).max(200) })).max(100);
const held = z.array(roleSlug).min(1).max(50);
const holders = {
  users: z.array(z.object({ username: z.string().trim().toLowerCase().max(254), roles: held })),
  identities: z.array(z.object({ identityId: id, roles: held })),
  groups: z.array(z.object({ groupSlug: slugAsked, roles: held })),
};
const asked = {
  description,
  roles: roles.nullish(),
  environments: environments.nullish(),
  users: holders.users.max(1000).nullish(),
  identities: holders.identities.max(1000).nullish(),
  groups: holders.groups.max(1000).nullish(),
};
const template = z
  .object({
    id,
    orgId: id,
    name: z.string(),
    description: z.string().nullable(),
    type: z.string(),
    roles: z.array(
      z.object({ name: z.string(), slug: z.string(), permissions: z.array(ruleAnswer) }),
    ),
    environments: z.array(
      z.object({ name: z.string(), slug: z.string(), position: z.number().int() }),
    ),
    users: z.array(z.object({ username: z.string(), roles: z.array(z.string()) })),
    identities: z.array(z.object({ identityId: id, name: z.string(), roles: z.array(z.string()) })),
    groups: z.array(
      z.object({
        groupSlug: z.string(),
        groupId: id,
        name: z.string(),
        roles: z.array(z.string()),
      }),
    ),
    createdAt: when,
    updatedAt: when,
  })
  .meta({ id: 'ProjectTemplate' });
const answer = z.object({ projectTemplate: template });

export const listTemplates = endpoint({
  method: 'GET',
  path: base,
  summary:
    'What new projects can begin with: environments, roles, and the groups that are in from the start',
  who: inOrganization('project-templates', 'read'),
  answer: z.object({ projectTemplates: z.array(template) }),
  refusals: [403],
});
export const createTemplate = endpoint({
  method: 'POST',
  path: base,
  summary:
    'Makes a template; projects made with it get its groups, users and machine identities under its roles',
  who: inOrganization('project-templates', 'create'),
  body: z.object({ name, type: z.string().max(64).default('secret-manager'), ...asked }),
  answer,
  refusals: [403, 404, 409],
});
export const getTemplate = endpoint({
  method: 'GET',
  path: `${base}/:templateId`,
  summary: 'One template',
  who: inOrganization('project-templates', 'read'),
  params,
  answer,
  refusals: [403, 404],
});
export const editTemplate = endpoint({
  method: 'PATCH',
  path: `${base}/:templateId`,
  summary: 'Changes a template; projects that are there already stay as they are',
  who: inOrganization('project-templates', 'edit'),
  params,
  body: z.object({ name: name.optional(), ...asked }),
  alsoTakes: ['type'],
  answer,
  refusals: [403, 404, 409],
});
export const deleteTemplate = endpoint({
  method: 'DELETE',
  path: `${base}/:templateId`,
  summary: 'Deletes a template; projects made with it stay',
  who: inOrganization('project-templates', 'delete'),
  params,
  answer,
  refusals: [403, 404],
});

export type ProjectTemplate = z.output<typeof template>;
