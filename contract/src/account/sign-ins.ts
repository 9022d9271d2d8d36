import { z } from 'zod';
import { endpoint, inOrganization } from '../endpoint.ts';
import { id, page, totalCount, when } from '../shared.ts';

export const signInOutcome = z.enum([
  'in',
  'wrong',
  'throttled',
  'notActive',
  'factorWrong',
  'factorNeeded',
]);
export const signInRow = z.object({
  id,
  at: when,
  type: z.enum(['user', 'machineIdentity']),
  /** The user or machine identity; null where the address or client id is nobody's. */
  principalId: id.nullable(),
  /** The address or client id as it was given. */
  account: z.string(),
  name: z.string(),
  method: z.string(),
  outcome: z.string(),
  /** What exactly was wrong with a machine's proof; told to administrators alone. */
  detail: z.string().nullable(),
  ip: z.string().nullable(),
  device: z.string(),
  /** Refused ones alike within a minute are one entry with a count. */
  times: z.number().int(),
});

export const listSignIns = endpoint({
  method: 'GET',
  path: '/api/v1/sign-ins',
  summary:
    "Sign-ins of the organization's members and machine identities, let in or refused, newest first; for admins of the instance also those of its other people and of addresses that nobody has",
  who: inOrganization('audit-logs', 'read'),
  query: z.object({
    ...page,
    outcome: z.preprocess((v) => (v === '' ? undefined : v), signInOutcome.optional()),
    principalId: z.preprocess((v) => (v === '' ? undefined : v), id.optional()),
    scope: z.preprocess(
      (v) => (v === '' ? undefined : v),
      z.enum(['organization', 'instance']).default('organization'),
    ),
  }),
  answer: z.object({ signIns: z.array(signInRow), totalCount }),
  refusals: [403],
});

export type SignIn = z.output<typeof signInRow>;
