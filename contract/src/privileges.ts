import { z } from 'zod';
import { endpoint, signedIn } from './endpoint.ts';
import { id, paging, rule, ruleAnswer, slug, temporary, totalCount, when } from './shared.ts';

const base = '/api/v1/projects/:projectId/additional-privileges';
const project = z.object({ projectId: id });
const params = project.extend({ privilegeId: id });
const permissions = z.array(rule).min(1).max(100);
const privilege = z
  .object({
    id,
    slug: z.string(),
    projectId: id,
    projectMembershipId: id,
    /** Whose it is. */
    holder: z.object({
      type: z.enum(['user', 'machineIdentity', 'group']),
      id,
      name: z.string(),
    }),
    permissions: z.array(ruleAnswer),
    isTemporary: z.boolean(),
    temporaryMode: z.string().nullable(),
    temporaryRange: z.string().nullable(),
    temporaryAccessStartTime: when.nullable(),
    temporaryAccessEndTime: when.nullable(),
    state: z.enum(['active', 'scheduled', 'expired']),
    createdAt: when,
  })
  .meta({ id: 'Privilege' });
const answer = z.object({ privilege });

export const listPrivileges = endpoint({
  method: 'GET',
  path: base,
  summary:
    'Rules that users, machine identities and groups of the project have beside their roles, of the kinds of holder that the caller may see',
  who: signedIn,
  params: project,
  query: z.object({
    ...paging,
    holderId: z.preprocess((v) => (v === '' ? undefined : v), id.optional()),
  }),
  answer: z.object({ privileges: z.array(privilege), totalCount }),
  refusals: [403, 404],
});
export const createPrivilege = endpoint({
  method: 'POST',
  path: base,
  summary:
    'Gives a user, a machine identity or a group that is in the project rules of its own; needs each right that they give',
  who: signedIn,
  isAct: true,
  params: project,
  body: z.object({ holderId: id, slug: slug.optional(), permissions, type: temporary.optional() }),
  answer,
  refusals: [403, 404, 409],
});
export const getPrivilege = endpoint({
  method: 'GET',
  path: `${base}/:privilegeId`,
  summary: 'One additional privilege',
  who: signedIn,
  params,
  answer,
  refusals: [403, 404],
});
export const editPrivilege = endpoint({
  method: 'PATCH',
  path: `${base}/:privilegeId`,
  summary: 'Changes slug, rules or for how long',
  who: signedIn,
  isAct: true,
  params,
  body: z.object({
    slug: slug.optional(),
    permissions: permissions.optional(),
    type: temporary.optional(),
  }),
  answer,
  refusals: [403, 404, 409],
});
export const deletePrivilege = endpoint({
  method: 'DELETE',
  path: `${base}/:privilegeId`,
  summary: 'Takes an additional privilege away, at once; the roles stay',
  who: signedIn,
  isAct: true,
  params,
  answer,
  refusals: [403, 404],
});

export type Privilege = z.output<typeof privilege>;
