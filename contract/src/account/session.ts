import { z } from 'zod';
import { anyone, endpoint, instanceAdmin, signedIn } from '../endpoint.ts';
import { email, id, name, organization, password, user, when } from '../shared.ts';

export const session = z
  .object({
    user: user.extend({ isInstanceAdmin: z.boolean() }),
    organization: organization.nullable(),
    organizations: z.array(organization),
    /** What the caller may do in the organization, as `subject:action`, so that a page offers nothing else. */
    permissions: z.array(z.string()),
    /** Whether the caller manages some group there, and so may see that one without `groups:read`. */
    managesGroups: z.boolean(),
    /** Whether the caller has a second factor, and whether the organization asks for one: from when on nobody gets in without. */
    factor: z.object({ has: z.boolean(), requiredFrom: when.nullable(), isShut: z.boolean() }),
  })
  .meta({ id: 'Session' });
/** The password was right and a second factor is still to be shown, with this ticket: five minutes, five tries. */
export const ticketed = z.object({
  factorNeeded: z.literal(true),
  factors: z.array(z.enum(['totp', 'passkey', 'recoveryCode'])),
  ticket: z.string(),
});
const credentials = z.object({ email, password: z.string().min(1).max(1024) });
const organizationChoice = z.object({
  organizationId: id,
  userAgent: z.string().max(200).optional(),
});

/** How much of a thing is held in memory, about, and how much may be (bytes). */
const room = z.object({ used: z.number().int(), most: z.number().int() });
export const getStatus = endpoint({
  method: 'GET',
  path: '/api/status',
  summary: 'Ready to serve, and whether the first administrator is still to be made',
  who: anyone,
  answer: z.object({
    date: when,
    message: z.string(),
    version: z.string(),
    setUpNeeded: z.boolean(),
    emailConfigured: z.boolean(),
    /** What this node holds in memory; told to administrators of the instance. */
    memory: z.object({ organizations: room, secrets: room, answers: room }).optional(),
  }),
  refusals: [503],
});

export const live = endpoint({
  method: 'GET',
  path: '/api/live',
  summary: 'Whether the process runs and answers, whatever its database does',
  who: anyone,
  answer: z.object({ message: z.string() }),
});
export const ready = endpoint({
  method: 'GET',
  path: '/api/ready',
  summary:
    'Whether requests can be served: the database answers and takes changes, and the node is not stopping; 503 with the reason within 2 seconds otherwise',
  who: anyone,
  answer: z.object({ message: z.string() }),
  refusals: [503],
});

export const setUp = endpoint({
  method: 'POST',
  path: '/api/v1/setup',
  summary:
    'First run: makes the first administrator and an organization, with the one-time token from the start-up line',
  who: anyone,
  body: z.object({
    token: z.string().min(1).max(200),
    email,
    password,
    firstName: name.optional(),
    lastName: name.optional(),
    organization: name,
  }),
  answer: session,
  refusals: [403, 409],
});

export const bootstrap = endpoint({
  method: 'POST',
  path: '/api/v1/admin/bootstrap',
  summary:
    'Set-up without a browser, once, on an empty instance; answers with a machine identity token',
  who: anyone,
  body: z.object({ email, password, organization: name, domain: z.string().optional() }),
  answer: z.object({
    message: z.string(),
    identity: z.object({ id, name: z.string(), credentials: z.object({ token: z.string() }) }),
    organization,
    user: user.extend({ superAdmin: z.boolean() }),
  }),
  refusals: [409],
});

export const signIn = endpoint({
  method: 'POST',
  path: '/api/v1/auth/session',
  summary:
    'Sign in with e-mail and password; the session is a cookie, or a second factor is asked for first',
  who: anyone,
  body: credentials,
  answer: z.union([ticketed, session]),
  refusals: [401, 429, 503],
});
export const getCurrentSession = endpoint({
  method: 'GET',
  path: '/api/v1/auth/session',
  summary: 'Who is signed in, in which organization, and what may be done there',
  who: signedIn,
  answer: session,
});
export const signOut = endpoint({
  method: 'DELETE',
  path: '/api/v1/auth/session',
  summary: 'Ends the session or token that the call is made with',
  who: signedIn,
  beforeFactor: true,
  answer: z.object({ message: z.string() }),
});
export const switchOrganization = endpoint({
  method: 'POST',
  path: '/api/v1/auth/session/organization',
  summary: 'Moves the session to another organization of the user',
  who: signedIn,
  body: organizationChoice,
  answer: session,
  refusals: [404],
});

export const login = endpoint({
  method: 'POST',
  path: '/api/v3/auth/login',
  summary: 'A bearer token for a user, without a browser',
  who: anyone,
  body: credentials,
  answer: z.object({ accessToken: z.string() }),
  refusals: [401, 429, 503],
});
/**
 * Where the command line goes on after `login` refused it, to an older way of signing in, and of which it shows the answer
 * (wire contract, §2.3): the same words again.
 */
export const loginOtherwise = endpoint({
  method: 'POST',
  path: '/api/v3/auth/login1',
  summary:
    'An older way of signing in, always refused: `POST /api/v3/auth/login` is the one there is',
  who: anyone,
  body: z.unknown(),
  takesAny: true,
  answer: z.object({}),
  refusals: [401],
});
export const selectOrganization = endpoint({
  method: 'POST',
  path: '/api/v3/auth/select-organization',
  summary: "A bearer token for one of the user's organizations",
  who: signedIn,
  beforeFactor: true,
  body: organizationChoice,
  /** With `isMfaEnabled` the token is good for nothing but showing the second factor. */
  answer: z.object({
    token: z.string(),
    isMfaEnabled: z.boolean(),
    mfaMethod: z.literal('totp').optional(),
  }),
  refusals: [404],
});

export const listOrganizations = endpoint({
  method: 'GET',
  path: '/api/v1/organization',
  summary: "The caller's organizations",
  who: signedIn,
  beforeFactor: true,
  answer: z.object({ organizations: z.array(organization) }),
});
export const listAccessibleOrganizations = endpoint({
  method: 'GET',
  path: '/api/v1/organization/accessible-with-sub-orgs',
  summary:
    "The caller's organizations, as clients that know sub-organizations ask for them; there are none below these",
  who: signedIn,
  beforeFactor: true,
  answer: z.object({
    organizations: z.array(organization.extend({ subOrganizations: z.array(organization) })),
  }),
});
export const checkAuth = endpoint({
  method: 'POST',
  path: '/api/v1/auth/checkAuth',
  summary: 'Whether the token is in force: 200, or 401',
  who: signedIn,
  asks: true,
  beforeFactor: true,
  answer: z.object({ message: z.string() }),
});
export const createOrganization = endpoint({
  method: 'POST',
  path: '/api/v1/organizations',
  summary: 'Another organization on this instance, with the caller as its admin',
  who: instanceAdmin,
  body: z.object({ name }),
  answer: z.object({ organization }),
});
