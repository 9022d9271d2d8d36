import { z } from 'zod';
import { anyone, endpoint, instanceAdmin, signedIn } from '../endpoint.ts';
import { email, id, name, page, password, totalCount, user, when } from '../shared.ts';
import { signInRow } from './sign-ins.ts';

const typed = z.string().min(1).max(1024);
const token = z.string().min(1).max(200);
const said = z.object({ message: z.string() });

/** Offsets such as `+01:00` are no zones: they know no summer. */
const isZone = (text: string): boolean => {
  try {
    return /^[A-Za-z]/.test(text) && new Intl.DateTimeFormat('en', { timeZone: text }) !== null;
  } catch {
    return false;
  }
};
const isLanguage = (text: string): boolean => {
  try {
    return Intl.getCanonicalLocales(text).length === 1;
  } catch {
    return false;
  }
};
const timeZone = z
  .string()
  .max(64)
  .refine(isZone, 'expected a time zone by its IANA name, such as `Europe/Berlin`');
const dateLanguage = z
  .string()
  .max(35)
  .refine(isLanguage, 'expected a language by its BCP 47 tag, such as `en-GB`');

const profile = user.extend({
  isInstanceAdmin: z.boolean(),
  /** Null: as the browser has it. */
  timeZone: z.string().nullable(),
  dateLanguage: z.string().nullable(),
  /** Whether a mail to the address, or an admin of the instance, has shown that it is theirs. */
  isProven: z.boolean(),
  emailConfigured: z.boolean(),
});

export const getProfile = endpoint({
  method: 'GET',
  path: '/api/v1/account',
  summary: "The caller's own account",
  who: signedIn,
  answer: z.object({ account: profile }),
  refusals: [403],
});
export const editProfile = endpoint({
  method: 'PATCH',
  path: '/api/v1/account',
  summary: "Changes the caller's names, time zone and language of dates",
  who: signedIn,
  body: z.object({
    firstName: name.nullish(),
    lastName: name.nullish(),
    timeZone: timeZone.nullish(),
    dateLanguage: dateLanguage.nullish(),
  }),
  answer: z.object({ account: profile }),
  refusals: [403],
});

export const changePassword = endpoint({
  method: 'POST',
  path: '/api/v1/account/password',
  summary:
    "Changes the caller's password; every other session and token of theirs ends, and places known from before are forgotten",
  who: signedIn,
  body: z.object({ oldPassword: typed, password }),
  answer: said,
  refusals: [403, 429, 503],
});
export const forgotPassword = endpoint({
  method: 'POST',
  path: '/api/v1/account/password/forgotten',
  summary:
    'Sends a link for a new password to an address, if there is such an account: the answer is the same',
  who: anyone,
  body: z.object({ email }),
  answer: said,
  refusals: [409, 429],
});
export const resetPassword = endpoint({
  method: 'POST',
  path: '/api/v1/account/password/reset',
  summary:
    'Sets a new password by a link, once within 30 minutes; every session and token of the account ends',
  who: anyone,
  body: z.object({ token, password }),
  answer: z.object({ email: z.string() }),
  refusals: [404, 429, 503],
});

export const changeEmail = endpoint({
  method: 'POST',
  path: '/api/v1/account/email',
  summary: 'Sends a link to a new address; the address is changed when it is followed',
  who: signedIn,
  body: z.object({ email, password: typed }),
  answer: said,
  refusals: [403, 409, 429, 503],
});
export const confirmEmail = endpoint({
  method: 'POST',
  path: '/api/v1/account/email/confirm',
  summary:
    'Changes the address of an account by the link that was sent to the new one, once within 30 minutes',
  who: anyone,
  body: z.object({ token }),
  answer: z.object({ email: z.string() }),
  refusals: [404, 409, 429],
});

export const listSessions = endpoint({
  method: 'GET',
  path: '/api/v1/account/sessions',
  summary: "The caller's sessions and tokens in force: from where and with what, newest use first",
  who: signedIn,
  answer: z.object({
    sessions: z.array(
      z.object({
        id,
        kind: z.enum(['session', 'token']),
        device: z.string(),
        ip: z.string().nullable(),
        organization: z.string().nullable(),
        begunAt: when,
        usedAt: when,
        endsAt: when,
        isCurrent: z.boolean(),
      }),
    ),
  }),
  refusals: [403],
});
export const endSession = endpoint({
  method: 'DELETE',
  path: '/api/v1/account/sessions/:sessionId',
  summary: "Ends one of the caller's sessions or tokens, on every node at the next request",
  who: signedIn,
  params: z.object({ sessionId: id }),
  answer: said,
  refusals: [403, 404],
});
export const endOtherSessions = endpoint({
  method: 'DELETE',
  path: '/api/v1/account/sessions',
  summary: "Ends every session and token of the caller's but the one that asks",
  who: signedIn,
  answer: z.object({ ended: z.number().int() }),
  refusals: [403],
});
export const listOwnSignIns = endpoint({
  method: 'GET',
  path: '/api/v1/account/sign-ins',
  summary: "Sign-ins to the caller's account, let in or refused, newest first",
  who: signedIn,
  query: z.object({ limit: page.limit, offset: page.offset }),
  answer: z.object({ signIns: z.array(signInRow), totalCount }),
  refusals: [403],
});

export const makePasswordLink = endpoint({
  method: 'POST',
  path: '/api/v1/admin/users/:userId/password-link',
  summary:
    'A link by which a user sets a new password, shown once; the one before ends. It says that the account is that person’s',
  who: instanceAdmin,
  params: z.object({ userId: id }),
  answer: z.object({ link: z.string(), expiresAt: when }),
  refusals: [403, 404],
});

export type Account = z.output<typeof getProfile.answer>['account'];
export type OwnSession = z.output<typeof listSessions.answer>['sessions'][number];
