import { z } from 'zod';
import { anyone, endpoint, inOrganization, signedIn } from '../endpoint.ts';
import { id, name, user, when } from '../shared.ts';
import { session } from './session.ts';

/** A way to show that one is who one says: what a refusal that asks for a fresh proof names. */
export const way = z.enum(['password', 'totp', 'passkey', 'recoveryCode']);
export type Way = z.infer<typeof way>;

/** Options and responses of passkeys as WebAuthn has them in JSON; the browser and the server read them, nobody else. */
const webAuthn = z.record(z.string(), z.unknown());
const code = z
  .string()
  .transform((text) => text.replace(/\s/g, ''))
  .pipe(z.string().regex(/^\d{6}$/, 'expected six digits'));
const recoveryCode = z.string().trim().min(1).max(64);
const proof = {
  code: code.optional(),
  recoveryCode: recoveryCode.optional(),
  response: webAuthn.optional(),
};
const ticket = z.string().min(1).max(200);
const options = z.object({ options: webAuthn });
const done = z.object({ message: z.string() });

const passkey = z.object({ id, name: z.string(), createdAt: when, usedAt: when.nullable() });
const recoveryCodes = z.object({ recoveryCodes: z.array(z.string()) });

export const listFactors = endpoint({
  method: 'GET',
  path: '/api/v1/account/factors',
  summary: "The caller's second factors",
  who: signedIn,
  answer: z.object({
    totp: z.object({ confirmedAt: when }).nullable(),
    passkeys: z.array(passkey),
    recoveryCodesLeft: z.number().int(),
    /** Why passkeys cannot be used on this instance; null where they can. */
    passkeysUnusable: z.string().nullable(),
    /** How the caller can show anew who they are, and until when they have done so. */
    ways: z.array(way),
    provenUntil: when.nullable(),
  }),
  refusals: [403],
});

export const beginTotp = endpoint({
  method: 'POST',
  path: '/api/v1/account/factors/totp',
  summary: 'A new secret for an authenticator app, which counts once it is confirmed',
  who: signedIn,
  answer: z.object({ secret: z.string(), url: z.string(), qr: z.string() }),
  refusals: [403, 409],
});
export const confirmTotp = endpoint({
  method: 'POST',
  path: '/api/v1/account/factors/totp/confirm',
  summary: 'Confirms the app by a code of it; from then on it is asked for at each sign-in',
  who: signedIn,
  body: z.object({ code }),
  answer: done,
  refusals: [403],
});
export const removeTotp = endpoint({
  method: 'DELETE',
  path: '/api/v1/account/factors/totp',
  summary: 'Takes the authenticator app away',
  who: signedIn,
  answer: done,
  refusals: [403, 404],
});

export const passkeyOptions = endpoint({
  method: 'POST',
  path: '/api/v1/account/factors/passkeys/options',
  summary: 'What a browser needs to make a passkey',
  who: signedIn,
  answer: options,
  refusals: [403, 409],
});
export const addPasskey = endpoint({
  method: 'POST',
  path: '/api/v1/account/factors/passkeys',
  summary: 'Keeps a passkey that the browser has made',
  who: signedIn,
  body: z.object({ name, response: webAuthn }),
  answer: z.object({ passkey }),
  refusals: [403, 409],
});
export const removePasskey = endpoint({
  method: 'DELETE',
  path: '/api/v1/account/factors/passkeys/:passkeyId',
  summary: 'Takes a passkey away',
  who: signedIn,
  params: z.object({ passkeyId: id }),
  answer: done,
  refusals: [403, 404],
});

export const makeRecoveryCodes = endpoint({
  method: 'POST',
  path: '/api/v1/account/recovery-codes',
  summary: 'Ten recovery codes, each good once and shown this once; former ones end',
  who: signedIn,
  answer: recoveryCodes,
  refusals: [403, 409],
});

export const stepUpOptions = endpoint({
  method: 'POST',
  path: '/api/v1/account/step-up/options',
  summary: 'What a browser needs to ask for a passkey of the caller',
  who: signedIn,
  answer: options,
  refusals: [403, 409],
});
export const stepUp = endpoint({
  method: 'POST',
  path: '/api/v1/account/step-up',
  summary:
    'Shows anew who the caller is, for ten minutes: by a second factor, or by the password where there is none',
  who: signedIn,
  body: z.object({ ...proof, password: z.string().min(1).max(1024).optional() }),
  answer: z.object({ provenUntil: when }),
  refusals: [403, 409, 429, 503],
});

export const ticketOptions = endpoint({
  method: 'POST',
  path: '/api/v1/auth/session/factor/options',
  summary: 'What a browser needs to ask for a passkey in the second step of a sign-in',
  who: anyone,
  body: z.object({ ticket }),
  answer: options,
  refusals: [401, 409],
});
export const signInFactor = endpoint({
  method: 'POST',
  path: '/api/v1/auth/session/factor',
  summary: 'The second step of a sign-in; the session is a cookie',
  who: anyone,
  body: z.object({ ticket, ...proof }),
  answer: session,
  refusals: [401, 409, 429, 503],
});
export const passkeySignInOptions = endpoint({
  method: 'POST',
  path: '/api/v1/auth/passkey/options',
  summary: 'What a browser needs to sign in with a passkey alone',
  who: anyone,
  answer: options,
  refusals: [409],
});
export const passkeySignIn = endpoint({
  method: 'POST',
  path: '/api/v1/auth/passkey',
  summary: 'Sign in with a passkey that knows its owner; it counts as both factors',
  who: anyone,
  body: z.object({ response: webAuthn }),
  answer: session,
  refusals: [401, 409, 429],
});

export const verifyMfa = endpoint({
  method: 'POST',
  path: '/api/v2/auth/mfa/verify',
  summary:
    'The second step of a sign-in by a command line, with the token that select-organization answered',
  who: anyone,
  body: z.object({
    email: z.string().trim().max(254),
    mfaToken: z.string().min(1).max(64),
    mfaMethod: z.string().max(32).optional(),
  }),
  answer: z.object({ token: z.string() }),
  refusals: [401, 429],
});

const rule = z.enum(['none', 'admins', 'everyone']);
const factorRuleAnswer = z.object({
  rule,
  /** From when on nobody under the rule gets in without. */
  from: when.nullable(),
  /** Who is under the rule, or would be if it were for everyone, and has none; null to who may not see members. */
  without: z.array(user.extend({ isAdmin: z.boolean() })).nullable(),
});
const params = z.object({ orgId: id });
export const getFactorRule = endpoint({
  method: 'GET',
  path: '/api/v1/organizations/:orgId/factor-rule',
  summary: 'Who must have a second factor, from when on, and who has none yet',
  who: inOrganization('settings', 'read'),
  params,
  answer: factorRuleAnswer,
  refusals: [403, 404],
});
export const editFactorRule = endpoint({
  method: 'PATCH',
  path: '/api/v1/organizations/:orgId/factor-rule',
  summary: 'Asks for a second factor, of administrators or everyone, after a time of grace',
  who: inOrganization('settings', 'edit'),
  params,
  body: z.object({ rule, graceDays: z.number().int().min(0).max(90).default(14) }),
  answer: factorRuleAnswer,
  refusals: [403, 404],
});
