import { account, signIns } from '@coterie/contract';
import { deviceInWords } from '../usecases/account/device.ts';
import { changeEmail, confirmEmail } from '../usecases/account/email.ts';
import {
  changePassword,
  forgotPassword,
  makePasswordLink,
  resetPassword,
} from '../usecases/account/password.ts';
import { editProfile, profile } from '../usecases/account/profile.ts';
import { endOtherSessions, endSession, ownSessions } from '../usecases/account/sessions.ts';
import { ownSignIns, readSignIns } from '../usecases/account/sign-ins.ts';
import { deviceIn } from './door/caller.ts';
import { type Door, door, openDoor } from './door/door.ts';
import { presentProfile, presentSignIns } from './present/account.ts';

export const accountDoors: Door[] = [
  door(account.getProfile, async (parts, caller) =>
    presentProfile(parts, await profile(parts, caller)),
  ),
  door(account.editProfile, async (parts, caller, { body }) =>
    presentProfile(parts, await editProfile(parts, caller, body)),
  ),
  door(account.changePassword, async (parts, caller, { body }, { request }) => {
    await changePassword(parts, caller, body, deviceIn(request, parts.siteUrl));
    return { message: 'the password was changed; every other session and token has ended' };
  }),
  openDoor(account.forgotPassword, async (parts, origin, { body }) => {
    await forgotPassword(parts, body.email, origin);
    return { message: 'if there is such an account, a link is on its way to its address' };
  }),
  openDoor(account.resetPassword, (parts, origin, { body }) => resetPassword(parts, body, origin)),
  door(account.changeEmail, async (parts, caller, { body }, { request }) => {
    await changeEmail(parts, caller, body, deviceIn(request, parts.siteUrl));
    return {
      message: `a link is on its way to ${body.email}; until it is followed, nothing changes`,
    };
  }),
  openDoor(account.confirmEmail, (parts, origin, { body }) =>
    confirmEmail(parts, body.token, origin),
  ),
  door(account.listSessions, async (parts, caller) => ({
    sessions: (await ownSessions(parts, caller)).map((row) => ({
      id: row.id,
      kind: row.kind === 'session' ? ('session' as const) : ('token' as const),
      device: deviceInWords(row.user_agent),
      ip: row.ip,
      organization: row.organization,
      begunAt: row.created_at.toISOString(),
      usedAt: row.used_at.toISOString(),
      endsAt: row.expires_at.toISOString(),
      isCurrent: row.id === caller.token.id,
    })),
  })),
  door(account.endSession, async (parts, caller, { params }) => {
    await endSession(parts, caller, params.sessionId);
    return { message: 'it has ended' };
  }),
  door(account.endOtherSessions, async (parts, caller) => ({
    ended: await endOtherSessions(parts, caller),
  })),
  door(account.listOwnSignIns, async (parts, caller, { query }) =>
    presentSignIns(await ownSignIns(parts, caller, query)),
  ),
  door(account.makePasswordLink, async (parts, caller, { params }) => {
    const { link, expires } = await makePasswordLink(parts, caller, params.userId);
    return { link, expiresAt: expires.toISOString() };
  }),
  door(signIns.listSignIns, async (parts, caller, { query }) =>
    presentSignIns(await readSignIns(parts, caller, query)),
  ),
];
