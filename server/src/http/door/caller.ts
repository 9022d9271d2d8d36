import { isIP } from 'node:net';
import type {} from '@fastify/cookie';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Caller, From, Parts } from '../../usecases/parts.ts';
import { authenticate } from '../../usecases/session/authenticate.ts';
import { deviceOf } from '../../usecases/session/sign-in.ts';
import { Turned } from './errors.ts';

const safe = new Set(['GET', 'HEAD', 'OPTIONS']);

export const from = (request: FastifyRequest): From => ({
  id: request.id,
  ip: request.ip,
  userAgent: request.headers['user-agent']?.slice(0, 200) ?? null,
});

/** Sessions live in a cookie that only this host gets, over TLS alone; plain http is for loopback. */
export const cookieName = (siteUrl: string): string =>
  siteUrl.startsWith('https:') ? '__Host-coterie' : 'coterie';

const options = (siteUrl: string) =>
  ({ path: '/', httpOnly: true, sameSite: 'lax', secure: siteUrl.startsWith('https:') }) as const;
const day = 24 * 3600;

export function setSessionCookie(reply: FastifyReply, siteUrl: string, token: string): void {
  reply.setCookie(cookieName(siteUrl), token, { ...options(siteUrl), maxAge: 30 * day });
}

export const clearSessionCookie = (reply: FastifyReply, siteUrl: string): void => {
  reply.clearCookie(cookieName(siteUrl), options(siteUrl));
};

const deviceCookie = (siteUrl: string) => `${cookieName(siteUrl)}-device`;

/** What a browser keeps of its sign-ins: a random name, new where it has none yet, and its session. */
export function browserOf(
  request: FastifyRequest,
  siteUrl: string,
): { device: string; former: string | null } {
  const kept = request.cookies[deviceCookie(siteUrl)];
  return {
    device: deviceOf(kept),
    former: request.cookies[cookieName(siteUrl)] ?? null,
  };
}

/** What the browser has kept from a sign-in; null where it has kept nothing. */
export const deviceIn = (request: FastifyRequest, siteUrl: string): string | null => {
  const kept = request.cookies[deviceCookie(siteUrl)];
  return kept === undefined ? null : deviceOf(kept);
};

/** Kept for a year: who signs in by this browser again is counted apart from strangers. It lets nobody in. */
export function setDeviceCookie(reply: FastifyReply, siteUrl: string, device: string): void {
  reply.setCookie(deviceCookie(siteUrl), device, { ...options(siteUrl), maxAge: 365 * day });
}

/** Who calls: by bearer token, else by the console's cookie. Throws 401. */
export async function callerOf(
  parts: Pick<Parts, 'db' | 'reads' | 'mint' | 'now' | 'siteUrl'>,
  request: FastifyRequest,
): Promise<Caller> {
  const bearer = bearerOf(request);
  if (bearer === null && sessionIn(request, parts.siteUrl) !== undefined)
    mustBeSameOrigin(request, parts.siteUrl);
  const token = bearer ?? sessionIn(request, parts.siteUrl);
  if (token === undefined)
    throw new Turned(401, 'sign in first: no bearer token and no session came with the request');
  const caller = await authenticate(parts, token, from(request));
  const fits = caller && (caller.token.kind === 'session') === (bearer === null);
  if (!caller || !fits)
    throw new Turned(401, 'the token or session is unknown, over or revoked; sign in again');
  return caller;
}

const sessionIn = (request: FastifyRequest, siteUrl: string): string | undefined =>
  request.cookies[cookieName(siteUrl)];

/** Who calls by now, asked again while an answer goes on: null when the token or session is over. */
export const callerAgain = (parts: Parts, request: FastifyRequest): Promise<Caller | null> =>
  authenticate(parts, bearerOf(request) ?? sessionIn(request, parts.siteUrl) ?? '', from(request), {
    isSame: true,
  });

/** Who calls, at a door for anyone; null for whoever says nothing that is in force. */
export const callerIfAny = async (
  parts: Parts,
  request: FastifyRequest,
): Promise<Caller | null> => {
  const { authorization } = request.headers;
  const isSilent = authorization === undefined && sessionIn(request, parts.siteUrl) === undefined;
  return isSilent ? null : callerAgain(parts, request).catch(() => null);
};

export function bearerOf(request: FastifyRequest): string | null {
  const header = request.headers.authorization?.trim();
  if (!header) return null;
  const match = /^Bearer\s+(\S+)$/i.exec(header);
  if (!match) throw new Turned(401, 'expected the header `Authorization: Bearer <token>`');
  return match[1] as string;
}

/**
 * Against requests forged by other sites: what changes anything and comes with a cookie must come from this origin,
 * and be of a kind that no form of another site can send.
 */
export function mustBeSameOrigin(request: FastifyRequest, siteUrl: string): void {
  if (safe.has(request.method)) return;
  const site = request.headers['sec-fetch-site'];
  const { origin } = request.headers;
  const isSame =
    origin === undefined
      ? site === 'same-origin' && isNobodysOrOurs(request, siteUrl)
      : isOwn(request, origin, siteUrl) && (site === undefined || site === 'same-origin');
  const type = request.headers['content-type'] ?? '';
  const isOurs =
    request.headers['x-coterie-console'] !== undefined || type.startsWith('application/json');
  if (!isSame || !isOurs)
    throw new Turned(
      403,
      `this request did not come from ${siteUrl}; open the console there, or set SITE_URL to the address that people use`,
    );
}

/** The page's origin is that of this site: its configured address, or the one asked for where that cannot be another's. */
const isOwn = (request: FastifyRequest, origin: string, siteUrl: string): boolean =>
  origin === new URL(siteUrl).origin ||
  (isNobodys(request.hostname) && origin === `${request.protocol}://${request.host}`);

const isNobodysOrOurs = (request: FastifyRequest, siteUrl: string): boolean =>
  isNobodys(request.hostname) || request.host === new URL(siteUrl).host;

/**
 * Whether a host is an address, or this machine's own name: any other name is in the hands of whoever owns it, and could be
 * made to mean this server for a moment (DNS rebinding).
 */
function isNobodys(hostname: string): boolean {
  const plain = hostname.replace(/^\[(.*)\]$/, '$1').toLowerCase();
  return isIP(plain) !== 0 || plain === 'localhost' || plain.endsWith('.localhost');
}

/** Refuses what a browser sends, at a door for scripts that asks for no proof. */
export function mustBeNoBrowser({ headers }: FastifyRequest): void {
  if (headers.origin !== undefined || headers['sec-fetch-site'] !== undefined)
    throw new Turned(
      403,
      'this is for scripts; in a browser, open the link that was printed at the start',
    );
}
