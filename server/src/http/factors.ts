import { factors } from '@coterie/contract';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { listFactors } from '../usecases/factors/list.ts';
import {
  addPasskey,
  askOptions,
  passkeyOptions,
  removePasskey,
} from '../usecases/factors/passkeys.ts';
import { makeRecoveryCodes } from '../usecases/factors/recovery-codes.ts';
import { editFactorRule, getFactorRule } from '../usecases/factors/rule.ts';
import { ticketOptions } from '../usecases/factors/show.ts';
import { signInByFactor, signInByPasskey, verifyMfa } from '../usecases/factors/sign-in.ts';
import { stepUp, stepUpOptions } from '../usecases/factors/step-up.ts';
import { beginTotp, confirmTotp, removeTotp } from '../usecases/factors/totp.ts';
import type { Parts } from '../usecases/parts.ts';
import {
  bearerOf,
  browserOf,
  mustBeSameOrigin,
  setDeviceCookie,
  setSessionCookie,
} from './door/caller.ts';
import { type Door, door, openDoor } from './door/door.ts';
import { Turned } from './door/errors.ts';
import { presentPasskey, presentRule } from './present/factors.ts';
import { begin } from './session.ts';

type Http = { request: FastifyRequest; reply: FastifyReply };
type Browser = ReturnType<typeof browserOf>;

/** Options are plain JSON, whatever the types of the library that makes them. */
const plain = async (options: Promise<object>) => ({
  options: (await options) as { [key: string]: unknown },
});

/** Begins a session of a browser with what it is given, and answers it. */
async function beginIn(
  parts: Parts,
  { request, reply }: Http,
  signIn: (browser: Browser) => Promise<{ token: string }>,
) {
  mustBeSameOrigin(request, parts.siteUrl);
  const browser = browserOf(request, parts.siteUrl);
  const { token } = await signIn(browser);
  setSessionCookie(reply, parts.siteUrl, token);
  setDeviceCookie(reply, parts.siteUrl, browser.device);
  return begin(parts, token, request);
}

export const factorDoors: Door[] = [
  door(factors.listFactors, async (parts, caller) => {
    const { confirmedAt, passkeys, provenUntil, ...rest } = await listFactors(parts, caller);
    return {
      totp: confirmedAt && { confirmedAt: confirmedAt.toISOString() },
      passkeys: passkeys.map(presentPasskey),
      provenUntil: provenUntil === null ? null : new Date(provenUntil).toISOString(),
      ...rest,
    };
  }),
  door(factors.beginTotp, beginTotp),
  door(factors.confirmTotp, async (parts, caller, { body }) => {
    await confirmTotp(parts, caller, body.code);
    return { message: 'confirmed; it is asked for at each sign-in from now on' };
  }),
  door(factors.removeTotp, async (parts, caller) => {
    await removeTotp(parts, caller);
    return { message: 'removed' };
  }),
  door(factors.passkeyOptions, (parts, caller) => plain(passkeyOptions(parts, caller))),
  door(factors.addPasskey, async (parts, caller, { body }) => ({
    passkey: presentPasskey(await addPasskey(parts, caller, body)),
  })),
  door(factors.removePasskey, async (parts, caller, { params }) => {
    await removePasskey(parts, caller, params.passkeyId);
    return { message: 'removed' };
  }),
  door(factors.makeRecoveryCodes, async (parts, caller) => ({
    recoveryCodes: await makeRecoveryCodes(parts, caller),
  })),
  door(factors.stepUpOptions, (parts, caller) => plain(stepUpOptions(parts, caller))),
  door(factors.stepUp, async (parts, caller, { body }) => ({
    provenUntil: (await stepUp(parts, caller, body)).toISOString(),
  })),

  openDoor(factors.ticketOptions, (parts, _, { body }, { request }) => {
    mustBeSameOrigin(request, parts.siteUrl);
    return plain(ticketOptions(parts, body.ticket));
  }),
  openDoor(factors.signInFactor, (parts, origin, { body }, http) =>
    beginIn(parts, http, (browser) => signInByFactor(parts, body, origin, browser)),
  ),
  openDoor(factors.passkeySignInOptions, (parts, _, __, { request }) => {
    mustBeSameOrigin(request, parts.siteUrl);
    return plain(askOptions(parts, 'sign-in', null));
  }),
  openDoor(factors.passkeySignIn, (parts, origin, { body }, http) =>
    beginIn(parts, http, (browser) => signInByPasskey(parts, body.response, origin, browser)),
  ),
  openDoor(factors.verifyMfa, async (parts, origin, { body }, { request }) => {
    const ticket = bearerOf(request);
    if (ticket === null)
      throw new Turned(401, 'send the token that select-organization answered as bearer token');
    return { token: (await verifyMfa(parts, ticket, body, origin)).token };
  }),

  door(factors.getFactorRule, async (parts, caller, { params }) =>
    presentRule(await getFactorRule(parts, caller, params.orgId)),
  ),
  door(factors.editFactorRule, async (parts, caller, { params, body }) =>
    presentRule(await editFactorRule(parts, caller, params.orgId, body)),
  ),
];
