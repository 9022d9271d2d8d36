import { z } from 'zod';
import { endpoint, signedIn } from '../endpoint.ts';
import { id, range, rule, ruleAnswer, slug, slugAsked, temporary, when } from '../shared.ts';

/** Additional privileges of machine identities under the path that clients call (wire contract, §8.4). */
const base = '/api/v2/identity-project-additional-privilege';
const params = z.object({ privilegeId: id });
const permissions = z.array(rule).min(1).max(100);
const privilege = z.object({
  id,
  slug: z.string(),
  projectMembershipId: id,
  isTemporary: z.boolean(),
  temporaryMode: z.string().nullable(),
  temporaryRange: z.string().nullable(),
  temporaryAccessStartTime: when.nullable(),
  temporaryAccessEndTime: when.nullable(),
  permissions: z.array(ruleAnswer),
  createdAt: when,
  updatedAt: when,
});
const answer = z.object({ privilege });
type AnyRule = z.input<typeof rule>;
const blank = (value: unknown) => (value === '' || value === null ? undefined : value);

export const createIdentityPrivilege = endpoint({
  method: 'POST',
  path: base,
  summary: 'Gives a machine identity of a project rules of its own',
  who: signedIn,
  isAct: true,
  body: z.object({
    projectId: id,
    identityId: id,
    slug: z.preprocess(blank, slug.optional()),
    permissions,
    type: temporary.optional(),
  }),
  answer,
  refusals: [403, 404, 409],
});
export const getIdentityPrivilege = endpoint({
  method: 'GET',
  path: `${base}/:privilegeId`,
  summary: 'One additional privilege',
  who: signedIn,
  params,
  answer,
  refusals: [403, 404],
});
export const editIdentityPrivilege = endpoint({
  method: 'PATCH',
  path: `${base}/:privilegeId`,
  summary: 'Changes an additional privilege',
  who: signedIn,
  isAct: true,
  params,
  body: z.object({
    slug: z.preprocess(blank, slug.optional()),
    permissions: permissions.optional(),
    type: temporary.optional(),
  }),
  answer,
  refusals: [403, 404, 409],
});
export const deleteIdentityPrivilege = endpoint({
  method: 'DELETE',
  path: `${base}/:privilegeId`,
  summary: 'Takes an additional privilege away',
  who: signedIn,
  isAct: true,
  params,
  answer,
  refusals: [403, 404],
});

/** The first version of that path, where a privilege is named by its project's slug, its holder and its own slug. */
const named = '/api/v1/additional-privilege/identity';
const holder = { projectSlug: slugAsked, identityId: id };
/** Rules under `permissions`, or one alone under `privilegePermission`, whose actions are `actions`. */
const oneRule = z
  .object({
    actions: z.array(z.string().min(1).max(100)).min(1).max(50),
    subject: z.string().min(1).max(100),
    conditions: z.record(z.string(), z.unknown()).nullish(),
  })
  .transform(({ actions, ...rest }): AnyRule => ({ ...rest, action: actions }));
const rules = { permissions: permissions.optional(), privilegePermission: oneRule.optional() };
const given = { ...holder, slug: z.preprocess(blank, slug.optional()), ...rules };
const timed = {
  temporaryMode: z.literal('relative', 'expected `relative`'),
  temporaryRange: range,
  temporaryAccessStartTime: when,
};

export const createPermanentPrivilege = endpoint({
  method: 'POST',
  path: `${named}/permanent`,
  summary: 'Gives a machine identity of a project rules of its own, for good',
  who: signedIn,
  isAct: true,
  body: z.object(given),
  answer,
  refusals: [403, 404, 409],
});
export const createTemporaryPrivilege = endpoint({
  method: 'POST',
  path: `${named}/temporary`,
  summary: 'Gives a machine identity of a project rules of its own, for a time',
  who: signedIn,
  isAct: true,
  body: z.object({ ...given, ...timed }),
  answer,
  refusals: [403, 404, 409],
});
export const editPrivilegeNamed = endpoint({
  method: 'PATCH',
  path: named,
  summary: 'Changes an additional privilege, named by slug',
  who: signedIn,
  isAct: true,
  body: z.object({
    ...holder,
    privilegeSlug: slugAsked,
    privilegeDetails: temporary.partial().extend({
      slug: z.preprocess(blank, slug.optional()),
      ...rules,
    }),
  }),
  answer,
  refusals: [403, 404, 409],
});
export const deletePrivilegeNamed = endpoint({
  method: 'DELETE',
  path: named,
  summary: 'Takes an additional privilege away, named by slug',
  who: signedIn,
  isAct: true,
  body: z.object({ ...holder, privilegeSlug: slugAsked }),
  answer,
  refusals: [403, 404],
});
export const listPrivilegesOf = endpoint({
  method: 'GET',
  path: named,
  summary: 'The additional privileges of a machine identity in a project',
  who: signedIn,
  query: z.object(holder),
  answer: z.object({ privileges: z.array(privilege) }),
  refusals: [403, 404],
});
export const getPrivilegeNamed = endpoint({
  method: 'GET',
  path: `${named}/:privilegeSlug`,
  summary: 'One additional privilege, named by slug',
  who: signedIn,
  params: z.object({ privilegeSlug: slugAsked }),
  query: z.object(holder),
  answer,
  refusals: [403, 404],
});
