import { z } from 'zod';
import { endpoint, inOrganization, inProject } from '../endpoint.ts';
import {
  groupMembership,
  holders,
  identityMembership,
  membership,
  placesUnder,
  replacedRoles,
  rolesAnswer,
} from '../memberships.ts';
import { id, page, roleSlug, totalCount, user, when } from '../shared.ts';

/** Who is in a project, under the paths that clients call (wire contract, §6 to §8.2). */
const project = z.object({ projectId: id });

/** A group by id, or by its name as some clients write it in a path. */
const byName = { by: 'groupIdOrName', form: z.string().min(1).max(300) } as const;
const groupPaths = (base: string) => ({
  ...placesUnder(base, { ...holders.group, ...byName }),
  list: endpoint({
    method: 'GET',
    path: base,
    summary: 'The groups that are in the project',
    who: inProject('groups', 'read'),
    params: project,
    answer: z.object({ groupMemberships: z.array(groupMembership) }),
    refusals: [403, 404],
  }),
});
const ofGroups = groupPaths('/api/v2/workspace/:projectId/groups');
export const addWorkspaceGroup = ofGroups.add;
export const getWorkspaceGroup = ofGroups.one;
export const editWorkspaceGroup = ofGroups.edit;
export const removeWorkspaceGroup = ofGroups.remove;
export const listWorkspaceGroups = ofGroups.list;
const ofGroupsV1 = groupPaths('/api/v1/projects/:projectId/groups');
export const addWorkspaceGroupV1 = ofGroupsV1.add;
export const getWorkspaceGroupV1 = ofGroupsV1.one;
export const editWorkspaceGroupV1 = ofGroupsV1.edit;
export const removeWorkspaceGroupV1 = ofGroupsV1.remove;
export const listWorkspaceGroupsV1 = ofGroupsV1.list;
export const listWorkspaceGroupUsers = endpoint({
  method: 'GET',
  path: '/api/v2/workspace/:projectId/groups/:groupIdOrName/users',
  summary: 'Users of the organization with whether each is in a group of the project',
  who: inProject('groups', 'read'),
  params: project.extend({ groupIdOrName: byName.form }),
  query: z.object({
    ...page,
    username: z.string().max(1024).optional(),
    filter: z.preprocess(
      (value) => (value === '' ? undefined : value),
      z.enum(['existingMembers', 'nonMembers']).optional(),
    ),
  }),
  answer: z.object({
    users: z.array(user.extend({ isPartOfGroup: z.boolean(), joinedGroupAt: when.nullable() })),
    totalCount,
  }),
  refusals: [403, 404],
});

const names = z.array(z.string().trim().toLowerCase().max(254)).max(1000);
/** People by e-mail or user name, which are one here. */
const people = z
  .object({ emails: names.nullish(), usernames: names.nullish() })
  .refine(
    ({ emails, usernames }) => (emails?.length ?? 0) + (usernames?.length ?? 0) > 0,
    'expected at least one of `emails` and `usernames`',
  );
const short = z.object({ id, userId: id, projectId: id, createdAt: when, updatedAt: when });
const membershipParams = project.extend({ membershipId: id });
export const addWorkspaceUsers = endpoint({
  method: 'POST',
  path: '/api/v2/workspace/:projectId/memberships',
  summary:
    'Adds users of the organization to the project, as members unless other roles are named; those who are in already are left as they are, and out of the answer',
  who: inProject('member', 'create'),
  isAct: true,
  params: project,
  body: people.and(z.object({ roleSlugs: z.array(roleSlug).max(50).nullish() })),
  answer: z.object({ memberships: z.array(short) }),
  refusals: [403, 404],
});
export const removeWorkspaceUsers = endpoint({
  method: 'DELETE',
  path: '/api/v2/workspace/:projectId/memberships',
  summary: 'Takes away what users have in the project directly; all or none',
  who: inProject('member', 'delete'),
  isAct: true,
  params: project,
  body: people,
  answer: z.object({ memberships: z.array(z.object({ id, userId: id })) }),
  refusals: [403, 404],
});
export const getWorkspaceUserDetails = endpoint({
  method: 'POST',
  path: '/api/v1/workspace/:projectId/memberships/details',
  summary: "A user's direct place in the project, by e-mail",
  who: inProject('member', 'read'),
  asks: true,
  params: project,
  body: z.object({ username: z.string().trim().toLowerCase().min(1).max(254) }),
  answer: z.object({ membership }),
  refusals: [403, 404],
});
export const editWorkspaceUser = endpoint({
  method: 'PATCH',
  path: '/api/v1/workspace/:projectId/memberships/:membershipId',
  summary: "Replaces a user's direct roles in the project",
  who: inProject('member', 'edit'),
  isAct: true,
  params: membershipParams,
  body: replacedRoles,
  answer: rolesAnswer,
  refusals: [403, 404],
});
export const getWorkspaceUser = endpoint({
  method: 'GET',
  path: '/api/v1/projects/:projectId/user/:userId/membership',
  summary: "A user's direct place in the project",
  who: inProject('member', 'read'),
  params: project.extend({ userId: id }),
  answer: z.object({ membership }),
  refusals: [403, 404],
});
export const listWorkspaceUsers = endpoint({
  method: 'GET',
  path: '/api/v1/workspace/:projectId/memberships',
  summary: 'The users that are in the project directly',
  who: inProject('member', 'read'),
  params: project,
  answer: z.object({ memberships: z.array(membership) }),
  refusals: [403, 404],
});

const ofIdentities = placesUnder('/api/v2/workspace/:projectId/identity-memberships', {
  ...holders.machineIdentity,
  by: 'identityId',
});
export const addWorkspaceIdentity = ofIdentities.add;
export const getWorkspaceIdentity = ofIdentities.one;
export const editWorkspaceIdentity = ofIdentities.edit;
export const removeWorkspaceIdentity = ofIdentities.remove;
export const getWorkspaceIdentityByMembership = endpoint({
  method: 'GET',
  path: '/api/v2/workspace/identity-memberships/:membershipId',
  summary: "A machine identity's place in a project, by the id of the membership",
  who: inProject('identity', 'read'),
  params: z.object({ membershipId: id }),
  answer: z.object({ identityMembership }),
  refusals: [403, 404],
});

export const removeOrganizationMembers = endpoint({
  method: 'DELETE',
  path: '/api/v2/organizations/:orgId/memberships',
  summary: 'Removes users from the organization, all or none',
  who: inOrganization('member', 'delete'),
  isAct: true,
  params: z.object({ orgId: id }),
  body: z.object({ membershipIds: z.array(id).min(1).max(1000) }),
  answer: z.object({ memberships: z.array(z.object({ id, userId: id, orgId: id })) }),
  refusals: [403, 404, 409],
});
