import { z } from 'zod';
import { endpoint, inOrganization, signedIn } from '../endpoint.ts';
import {
  description,
  id,
  membershipRoles,
  name,
  order,
  page,
  roleSlug,
  slug,
  totalCount,
  when,
} from '../shared.ts';
import { filter, params } from './shared.ts';

const longestMembership = z
  .number()
  .int()
  .min(1)
  .max(100 * 366 * 24 * 3600)
  .nullable()
  .optional();
const group = z
  .object({
    id,
    orgId: id,
    name: z.string(),
    slug: z.string(),
    description: z.string().nullable(),
    role: z.string(),
    roleId: id.nullable(),
    customRoleSlug: z.string().nullable(),
    isSuspended: z.boolean(),
    /** For how many seconds at most an owner may let someone in; null for any time. */
    longestMembership: z.number().int().nullable(),
    createdAt: when,
    updatedAt: when,
  })
  .meta({ id: 'Group' });
const listed = group.extend({ memberCount: z.number().int(), projectCount: z.number().int() });
export const listGroups = endpoint({
  method: 'GET',
  path: '/api/v1/groups',
  summary:
    'The groups of the organization; all of them unless `limit` is given. The header `x-total-count` has the number that match',
  who: inOrganization('groups', 'read'),
  query: z.object({
    ...page,
    limit: z.preprocess(
      (v) => (v === '' ? undefined : v),
      z.coerce.number().int().min(1).max(1000).optional(),
    ),
    ...order('name', 'slug', 'role', 'createdAt', 'memberCount', 'projectCount'),
  }),
  answer: z.array(listed),
  refusals: [403],
});
export const createGroup = endpoint({
  method: 'POST',
  path: '/api/v1/groups',
  summary: 'Creates a group; without a slug one is made from the name',
  who: inOrganization('groups', 'create'),
  isAct: true,
  body: z.object({
    name,
    slug: slug.optional(),
    role: roleSlug.default('no-access'),
    description,
    longestMembership,
  }),
  answer: group,
  refusals: [403, 409],
});
export const getGroup = endpoint({
  method: 'GET',
  path: '/api/v1/groups/:id',
  summary: 'One group, for who may see groups or manages this one',
  who: inOrganization('groups', 'read'),
  params,
  answer: listed.extend({ isManagedByCaller: z.boolean() }),
  refusals: [403, 404],
});
export const editGroup = endpoint({
  method: 'PATCH',
  path: '/api/v1/groups/:id',
  summary:
    'Changes name, slug, description or organization role; suspends or reactivates. With `If-Match`, only the group as it was looked at',
  who: inOrganization('groups', 'edit'),
  isAct: true,
  params,
  body: z.object({
    name: name.optional(),
    slug: slug.optional(),
    role: roleSlug.optional(),
    description,
    isSuspended: z.boolean().optional(),
    longestMembership,
  }),
  alsoTakes: ['ID'],
  answer: group,
  refusals: [403, 404, 409, 412],
});
export const deleteGroup = endpoint({
  method: 'DELETE',
  path: '/api/v1/groups/:id',
  summary: 'Deletes a group, its memberships and its place in projects',
  who: inOrganization('groups', 'delete'),
  isAct: true,
  params,
  answer: group,
  refusals: [403, 404, 409, 412],
});

export const listGroupProjects = endpoint({
  method: 'GET',
  path: '/api/v1/groups/:id/projects',
  summary: 'The projects that the group is in, and those it could be added to',
  who: inOrganization('groups', 'read'),
  params,
  query: z.object({
    ...page,
    ...order('name'),
    filter: filter('assignedProjects', 'unassignedProjects'),
  }),
  answer: z.object({
    projects: z.array(
      z.object({
        id,
        name: z.string(),
        slug: z.string(),
        description: z.string().nullable(),
        type: z.string(),
        joinedGroupAt: when.nullable(),
        roles: z.array(z.string()),
      }),
    ),
    totalCount,
  }),
  refusals: [403, 404],
});

export const addGroupToProjects = endpoint({
  method: 'POST',
  path: '/api/v1/groups/:id/projects',
  summary:
    'Adds the group to several projects at once under the same roles, to all or to none; needs `groups:create` in each',
  who: signedIn,
  isAct: true,
  params,
  body: z.object({ projectIds: z.array(id).min(1).max(1000), roles: membershipRoles }),
  answer: z.object({
    projects: z.array(z.object({ id, name: z.string() })),
    accessVersion: z.number().int(),
  }),
  refusals: [403, 404, 409],
});
export const cloneGroup = endpoint({
  method: 'POST',
  path: '/api/v1/groups/:id/clone',
  summary: 'A new group with the same role, projects and, if asked for, members',
  who: inOrganization('groups', 'create'),
  isAct: true,
  params,
  body: z.object({ name, slug: slug.optional(), withMembers: z.boolean().default(false) }),
  answer: group,
  refusals: [403, 404, 409],
});
export const mergeGroup = endpoint({
  method: 'POST',
  path: '/api/v1/groups/:id/merge',
  summary: 'Moves members and projects of another group into this one, and deletes the other',
  who: inOrganization('groups', 'delete'),
  isAct: true,
  params,
  body: z.object({ fromGroupId: id }),
  answer: group,
  refusals: [403, 404, 409],
});

export type GroupProject = z.output<typeof listGroupProjects.answer>['projects'][number];
