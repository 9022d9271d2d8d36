import { z } from 'zod';
import { endpoint, signedIn } from '../endpoint.ts';
import { id, rule, ruleAnswer, slug, temporary, when } from '../shared.ts';

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
