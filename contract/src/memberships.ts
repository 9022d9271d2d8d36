import { z } from 'zod';
import { type Endpoint, endpoint, inProject } from './endpoint.ts';
import {
  id,
  membershipRole,
  membershipRoles,
  order,
  page,
  roleSlug,
  totalCount,
  user,
  when,
} from './shared.ts';

const base = '/api/v1/projects/:projectId/memberships';
const project = z.object({ projectId: id });
/** `roles`, or one role by `role`. */
export const newRoles = z
  .object({ roles: membershipRoles.optional(), role: roleSlug.optional() })
  .transform(({ roles, role }) => roles ?? [{ role: role ?? 'no-access', isTemporary: false }]);
export const replacedRoles = z.object({ roles: membershipRoles });
export const rolesAnswer = z.object({ roles: z.array(membershipRole) });
const common = {
  id,
  projectId: id,
  createdAt: when,
  updatedAt: when,
  roles: z.array(membershipRole),
};
const query = z.object({ ...page, ...order('name', 'createdAt') });

export const groupMembership = z.object({
  ...common,
  groupId: id,
  group: z.object({
    id,
    name: z.string(),
    slug: z.string(),
    orgId: id,
    /** In listings alone: counting costs by the number of members, and a change costs by its own size. */
    memberCount: z.number().int().optional(),
    isSuspended: z.boolean(),
  }),
});
const groupParams = project.extend({ groupId: id });
const oneGroup = z.object({ groupMembership });

export const projectGroups = endpoint({
  method: 'GET',
  path: `${base}/groups`,
  summary: 'The groups that are in the project, with their roles',
  who: inProject('groups', 'read'),
  params: project,
  query,
  answer: z.object({ groupMemberships: z.array(groupMembership), totalCount }),
  refusals: [403, 404],
});
export const addProjectGroup = endpoint({
  method: 'POST',
  path: `${base}/groups/:groupId`,
  summary: 'Adds a group to the project under one or more roles',
  who: inProject('groups', 'create'),
  isAct: true,
  params: groupParams,
  body: newRoles,
  answer: oneGroup,
  refusals: [403, 404, 409],
});
export const projectGroup = endpoint({
  method: 'GET',
  path: `${base}/groups/:groupId`,
  summary: "A group's place in the project",
  who: inProject('groups', 'read'),
  params: groupParams,
  answer: oneGroup,
  refusals: [403, 404],
});
export const editProjectGroup = endpoint({
  method: 'PATCH',
  path: `${base}/groups/:groupId`,
  summary: "Replaces a group's roles in the project",
  who: inProject('groups', 'edit'),
  isAct: true,
  params: groupParams,
  body: replacedRoles,
  answer: rolesAnswer,
  refusals: [403, 404],
});
export const removeProjectGroup = endpoint({
  method: 'DELETE',
  path: `${base}/groups/:groupId`,
  summary: 'Removes a group from the project; its members lose what came that way, at once',
  who: inProject('groups', 'delete'),
  isAct: true,
  params: groupParams,
  answer: z.object({ groupMembership: z.object({ id, groupId: id }) }),
  refusals: [403, 404],
});

export const membership = z.object({ ...common, userId: id, user });
const userParams = project.extend({ userId: id });
const oneUser = z.object({ membership });
export const projectUsers = endpoint({
  method: 'GET',
  path: `${base}/users`,
  summary: 'The users that are in the project directly',
  who: inProject('member', 'read'),
  params: project,
  query,
  answer: z.object({ memberships: z.array(membership), totalCount }),
  refusals: [403, 404],
});
export const addProjectUser = endpoint({
  method: 'POST',
  path: `${base}/users/:userId`,
  summary: 'Adds a user to the project under one or more roles',
  who: inProject('member', 'create'),
  isAct: true,
  params: userParams,
  body: newRoles,
  answer: oneUser,
  refusals: [403, 404, 409],
});
export const projectUser = endpoint({
  method: 'GET',
  path: `${base}/users/:userId`,
  summary: "A user's direct place in the project",
  who: inProject('member', 'read'),
  params: userParams,
  answer: oneUser,
  refusals: [403, 404],
});
export const editProjectUser = endpoint({
  method: 'PATCH',
  path: `${base}/users/:userId`,
  summary: "Replaces a user's direct roles in the project",
  who: inProject('member', 'edit'),
  isAct: true,
  params: userParams,
  body: replacedRoles,
  answer: rolesAnswer,
  refusals: [403, 404],
});
export const removeProjectUser = endpoint({
  method: 'DELETE',
  path: `${base}/users/:userId`,
  summary: 'Takes away what a user has directly; what comes by groups stays',
  who: inProject('member', 'delete'),
  isAct: true,
  params: userParams,
  answer: z.object({ membership: z.object({ id, userId: id }) }),
  refusals: [403, 404],
});

export const identityMembership = z.object({
  ...common,
  identityId: id,
  identity: z.object({ id, name: z.string(), authMethods: z.array(z.string()), orgId: id }),
  project: z.object({ id, name: z.string() }),
});
const identityParams = project.extend({ identityId: id });
const oneIdentity = z.object({ identityMembership });
export const projectIdentities = endpoint({
  method: 'GET',
  path: `${base}/identities`,
  summary: 'The machine identities that are in the project directly',
  who: inProject('identity', 'read'),
  params: project,
  query,
  answer: z.object({ identityMemberships: z.array(identityMembership), totalCount }),
  refusals: [403, 404],
});
export const addProjectIdentity = endpoint({
  method: 'POST',
  path: `${base}/identities/:identityId`,
  summary: 'Adds a machine identity to the project under one or more roles',
  who: inProject('identity', 'create'),
  isAct: true,
  params: identityParams,
  body: newRoles,
  answer: oneIdentity,
  refusals: [403, 404, 409],
});
export const projectIdentity = endpoint({
  method: 'GET',
  path: `${base}/identities/:identityId`,
  summary: "A machine identity's direct place in the project",
  who: inProject('identity', 'read'),
  params: identityParams,
  answer: oneIdentity,
  refusals: [403, 404],
});
export const editProjectIdentity = endpoint({
  method: 'PATCH',
  path: `${base}/identities/:identityId`,
  summary: "Replaces a machine identity's direct roles in the project",
  who: inProject('identity', 'edit'),
  isAct: true,
  params: identityParams,
  body: replacedRoles,
  answer: rolesAnswer,
  refusals: [403, 404],
});
export const removeProjectIdentity = endpoint({
  method: 'DELETE',
  path: `${base}/identities/:identityId`,
  summary: 'Takes away what a machine identity has directly; what comes by groups stays',
  who: inProject('identity', 'delete'),
  isAct: true,
  params: identityParams,
  answer: z.object({ identityMembership: z.object({ id, identityId: id }) }),
  refusals: [403, 404],
} satisfies Endpoint);
