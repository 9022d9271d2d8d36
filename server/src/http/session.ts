import { session } from '@coterie/contract';
import type { Caller, Parts } from '../usecases/parts.ts';
import { authenticate } from '../usecases/session/authenticate.ts';
import { currentSession } from '../usecases/session/current.ts';
import { ownOrganizations } from '../usecases/session/organizations.ts';
import { logIn, signIn } from '../usecases/session/sign-in.ts';
import { signOut } from '../usecases/session/sign-out.ts';
import { selectOrganization, switchOrganization } from '../usecases/session/switch.ts';
import { NotAuthenticated } from '../usecases/session/throttle.ts';
import { bootstrap } from '../usecases/setup/bootstrap.ts';
import { createOrganization } from '../usecases/setup/create-organization.ts';
import { memoryFor } from '../usecases/setup/memory.ts';
import { setUp } from '../usecases/setup/set-up.ts';
import {
  browserOf,
  callerIfAny,
  clearSessionCookie,
  from,
  mustBeNoBrowser,
  mustBeSameOrigin,
  setDeviceCookie,
  setSessionCookie,
} from './door/caller.ts';
import { type Door, door, openDoor } from './door/door.ts';
import { Turned } from './door/errors.ts';
import { version } from './pages/version.ts';
import { presentUser } from './present/people.ts';

async function presentSession(parts: Parts, caller: Caller) {
  const { user, factor, ...rest } = await currentSession(parts, caller);
  const requiredFrom = factor.requiredFrom?.toISOString() ?? null;
  return {
    user: { ...presentUser(user), isInstanceAdmin: user.is_instance_admin },
    ...rest,
    factor: { ...factor, requiredFrom },
  };
}

/** What a new session's first answer is: the same as asking for it. */
export async function begin(parts: Parts, token: string, request: Parameters<typeof from>[0]) {
  const caller = await authenticate(parts, token, from(request));
  if (!caller) throw new Turned(401, 'the session ended at once; sign in again');
  return presentSession(parts, caller);
}

export const sessionDoors: Door[] = [
  openDoor(session.getStatus, async (parts, _, __, { request }) => ({
    date: new Date(parts.now()).toISOString(),
    message: 'Ok',
    version,
    setUpNeeded: (await parts.health.look(parts.db)).isNew,
    emailConfigured: parts.mailConfigured,
    memory: await memoryFor(parts, await callerIfAny(parts, request)),
  })),
  openDoor(session.live, async () => ({ message: 'alive' })),
  openDoor(session.ready, async (parts) => {
    await parts.health.look(parts.db);
    return { message: 'ready' };
  }),
  openDoor(session.setUp, async (parts, origin, { body }, { request, reply }) => {
    mustBeSameOrigin(request, parts.siteUrl);
    const { token } = await setUp(parts, body, origin);
    setSessionCookie(reply, parts.siteUrl, token);
    return begin(parts, token, request);
  }),
  openDoor(session.bootstrap, async (parts, origin, { body }, { request }) => {
    mustBeNoBrowser(request);
    const { user, organization, identity } = await bootstrap(parts, body, origin);
    return {
      message: 'set up; keep the token, it is shown this once',
      identity: { id: identity.id, name: identity.name, credentials: { token: identity.token } },
      organization,
      user: { ...presentUser(user), superAdmin: user.is_instance_admin },
    };
  }),
  openDoor(session.signIn, async (parts, origin, { body }, { request, reply }) => {
    mustBeSameOrigin(request, parts.siteUrl);
    const browser = browserOf(request, parts.siteUrl);
    const done = await signIn(parts, body, origin, browser);
    if ('ticket' in done) return { factorNeeded: true as const, ...done };
    const { token } = done;
    setSessionCookie(reply, parts.siteUrl, token);
    setDeviceCookie(reply, parts.siteUrl, browser.device);
    return begin(parts, token, request);
  }),
  door(session.getCurrentSession, presentSession),
  door(session.signOut, async (parts, caller, _, { reply }) => {
    await signOut(parts, caller);
    clearSessionCookie(reply, parts.siteUrl);
    return { message: 'signed out' };
  }),
  door(session.switchOrganization, async (parts, caller, { body }) =>
    presentSession(parts, await switchOrganization(parts, caller, body.organizationId)),
  ),
  openDoor(session.login, async (parts, origin, { body }) => ({
    accessToken: (await logIn(parts, body, origin)).token,
  })),
  openDoor(session.loginOtherwise, async () => {
    throw new NotAuthenticated();
  }),
  door(session.selectOrganization, async (parts, caller, { body }) => {
    const given = await selectOrganization(parts, caller, body.organizationId);
    return given.isMfaEnabled ? { ...given, mfaMethod: 'totp' as const } : given;
  }),
  door(session.listOrganizations, async (parts, caller) => ({
    organizations: await ownOrganizations(parts, caller),
  })),
  door(session.listAccessibleOrganizations, async (parts, caller) => ({
    organizations: (await ownOrganizations(parts, caller)).map((one) => ({
      ...one,
      subOrganizations: [],
    })),
  })),
  door(session.checkAuth, async () => ({ message: 'authenticated' })),
  door(session.createOrganization, async (parts, caller, { body }) => ({
    organization: await createOrganization(parts, caller, body),
  })),
];
