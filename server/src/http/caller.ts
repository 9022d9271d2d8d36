import type {} from '@fastify/cookie';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Caller, From, Parts } from '../usecases/parts.ts';
import { authenticate } from '../usecases/session/authenticate.ts';
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

export function setSessionCookie(reply: FastifyReply, siteUrl: string, token: string): void {
  reply.setCookie(cookieName(siteUrl), token, {
    path: '/',
    httpOnly: true,
    sameSite: 'lax',
    secure: siteUrl.startsWith('https:'),
    maxAge: 30 * 24 * 3600,
  });
}

export const clearSessionCookie = (reply: FastifyReply, siteUrl: string): void => {
  reply.clearCookie(cookieName(siteUrl), {
    path: '/',
    httpOnly: true,
    sameSite: 'lax',
    secure: siteUrl.startsWith('https:'),
  });
};

/** Who calls: by bearer token, else by the console's cookie. Throws 401. */
export async function callerOf(
  parts: Pick<Parts, 'db' | 'reads' | 'mint' | 'now' | 'siteUrl'>,
  request: FastifyRequest,
): Promise<Caller> {
  const bearer = bearerOf(request);
  const cookie = bearer === null ? request.cookies[cookieName(parts.siteUrl)] : undefined;
  if (cookie !== undefined) mustBeSameOrigin(request, parts.siteUrl);
  const token = bearer ?? cookie;
  if (token === undefined)
    throw new Turned(401, 'sign in first: no bearer token and no session came with the request');
  const caller = await authenticate(parts, token, from(request));
  const fits = caller && (caller.token.kind === 'session') === (bearer === null);
  if (!caller || !fits)
    throw new Turned(401, 'the token or session is unknown, over or revoked; sign in again');
  return caller;
}

function bearerOf(request: FastifyRequest): string | null {
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
    site === undefined
      ? origin !== undefined && isOwn(request, origin, siteUrl)
      : site === 'same-origin';
  const type = request.headers['content-type'] ?? '';
  const isOurs =
    request.headers['x-coterie-console'] !== undefined || type.startsWith('application/json');
  if (!isSame || !isOurs)
    throw new Turned(
      403,
      'this request did not come from this site; open the console and try again',
    );
}

const isOwn = (request: FastifyRequest, origin: string, siteUrl: string): boolean =>
  origin === new URL(siteUrl).origin || origin === `${request.protocol}://${request.host}`;
