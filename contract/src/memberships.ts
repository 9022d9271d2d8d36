import { z } from 'zod';
import { endpoint, inProject } from './endpoint.ts';
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

export const groupMembership = z
  .object({
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
  })
  .meta({ id: 'GroupMembership' });
export const membership = z.object({ ...common, userId: id, user }).meta({ id: 'UserMembership' });
export const identityMembership = z
  .object({
    ...common,
    identityId: id,
    identity: z.object({ id, name: z.string(), authMethods: z.array(z.string()), orgId: id }),
    project: z.object({ id, name: z.string() }),
  })
  .meta({ id: 'IdentityMembership' });

type Named<K extends string, S> = { [key in K]: S };
const named = <const K extends string, S>(key: K, value: S) => ({ [key]: value }) as Named<K, S>;

/** What differs between the kinds of holders of a project: their words, their subject, and how they are named and answered. */
export const holders = {
  group: {
    word: 'a group',
    subject: 'groups',
    key: 'groupId',
    as: 'groupMembership',
    membership: groupMembership,
    leaves: 'its members lose what came that way, at once',
  },
  user: {
    word: 'a user',
    subject: 'member',
    key: 'userId',
    as: 'membership',
    membership,
    leaves: 'what comes by groups stays',
  },
  machineIdentity: {
    word: 'a machine identity',
    subject: 'identity',
    key: 'identityId',
    as: 'identityMembership',
    membership: identityMembership,
    leaves: 'what comes by groups stays',
  },
} as const;

type Place<As extends string, S extends z.ZodType, Key extends string, By extends string> = {
  word: string;
  subject: string;
  key: Key;
  as: As;
  membership: S;
  leaves: string;
  /** The parameter by which the path names the holder, and its form; the id, where nothing else is said. */
  by: By;
  form?: z.ZodType<string>;
};

/** The endpoints of the place in a project of holders of one kind: under `path` each, by its parameter. */
export function placesUnder<
  As extends string,
  S extends z.ZodType,
  Key extends string,
  By extends string,
>(path: string, kind: Place<As, S, Key, By>) {
  const { word, subject, as, membership: shape, leaves, key, by, form = id } = kind;
  const at = { path: `${path}/:${by}`, params: project.extend(named(by, form)) };
  const one = z.object(named(as, shape));
  return {
    add: endpoint({
      ...at,
      method: 'POST',
      summary: `Adds ${word} to the project under one or more roles`,
      who: inProject(subject, 'create'),
      isAct: true,
      body: newRoles,
      answer: one,
      refusals: [403, 404, 409],
    }),
    one: endpoint({
      ...at,
      method: 'GET',
      summary: `The place that ${word} has in the project directly`,
      who: inProject(subject, 'read'),
      answer: one,
      refusals: [403, 404],
    }),
    edit: endpoint({
      ...at,
      method: 'PATCH',
      summary: `Replaces the roles that ${word} has in the project directly`,
      who: inProject(subject, 'edit'),
      isAct: true,
      body: replacedRoles,
      answer: rolesAnswer,
      refusals: [403, 404],
    }),
    remove: endpoint({
      ...at,
      method: 'DELETE',
      summary: `Takes away what ${word} has in the project directly; ${leaves}`,
      who: inProject(subject, 'delete'),
      isAct: true,
      answer: z.object(named(as, z.object({ id, ...named(key, id) }))),
      refusals: [403, 404],
    }),
  };
}

const listed = <S extends string, A extends z.ZodType>(
  path: string,
  { word, subject }: { word: string; subject: S },
  answer: A,
) =>
  endpoint({
    method: 'GET',
    path,
    summary: `Each ${word.slice(2)} that is in the project directly, with its roles`,
    who: inProject(subject, 'read'),
    params: project,
    query,
    answer,
    refusals: [403, 404],
  });

const base = '/api/v1/projects/:projectId/memberships';
const ofGroups = placesUnder(`${base}/groups`, { ...holders.group, by: 'groupId' });
export const listProjectGroups = listed(
  `${base}/groups`,
  holders.group,
  z.object({ groupMemberships: z.array(groupMembership), totalCount }),
);
export const addProjectGroup = ofGroups.add;
export const getProjectGroup = ofGroups.one;
export const editProjectGroup = ofGroups.edit;
export const removeProjectGroup = ofGroups.remove;

const ofUsers = placesUnder(`${base}/users`, { ...holders.user, by: 'userId' });
export const listProjectUsers = listed(
  `${base}/users`,
  holders.user,
  z.object({ memberships: z.array(membership), totalCount }),
);
export const addProjectUser = ofUsers.add;
export const getProjectUser = ofUsers.one;
export const editProjectUser = ofUsers.edit;
export const removeProjectUser = ofUsers.remove;

const ofIdentities = placesUnder(`${base}/identities`, {
  ...holders.machineIdentity,
  by: 'identityId',
});
export const listProjectIdentities = listed(
  `${base}/identities`,
  holders.machineIdentity,
  z.object({ identityMemberships: z.array(identityMembership), totalCount }),
);
export const addProjectIdentity = ofIdentities.add;
export const getProjectIdentity = ofIdentities.one;
export const editProjectIdentity = ofIdentities.edit;
export const removeProjectIdentity = ofIdentities.remove;

export type GroupMembership = z.output<typeof groupMembership>;
