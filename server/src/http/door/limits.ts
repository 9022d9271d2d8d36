import { hash } from 'node:crypto';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { networkOf } from '../../usecases/session/addresses.ts';
import { Turned } from './errors.ts';

/** How many requests a minute one token, and one network, may make of this node; 0 for no limit. */
export type Limits = { token: number; network: number };

const minute = 60;
/** Asked by what watches over a node, which must be answered whatever else is asked. */
const free = new Set(['/api/live', '/api/ready', '/api/status']);

/** Limits requests by token and by network, and tells how many are left (RateLimit headers, draft-ietf-httpapi-ratelimit-headers-06). */
export function installLimits(api: FastifyInstance, limits: Limits): void {
  const limiters = (['token', 'network'] as const).flatMap((name) =>
    limits[name] > 0
      ? [{ name, limiter: new RateLimiterMemory({ points: limits[name], duration: minute }) }]
      : [],
  );
  if (limiters.length === 0) return;
  api.addHook('onRequest', async (request, reply) => {
    if (free.has(request.routeOptions.url ?? '')) return;
    for (const { name, limiter } of limiters) {
      const key = name === 'token' ? tokenOf(request) : networkOf(request.ip);
      if (key === null) continue;
      const left = await limiter.consume(key).catch((refused: unknown) => {
        if (refused instanceof RateLimiterRes) return refused;
        throw refused;
      });
      const isOver = left.consumedPoints > limits[name];
      const known = Number(reply.getHeader('ratelimit-remaining') ?? Number.POSITIVE_INFINITY);
      const reset = Math.max(1, Math.ceil(left.msBeforeNext / 1000));
      if (left.remainingPoints <= known)
        reply.headers({
          'ratelimit-policy': `${limits[name]};w=${minute}`,
          'ratelimit-limit': limits[name],
          'ratelimit-remaining': left.remainingPoints,
          'ratelimit-reset': reset,
        });
      if (!isOver) continue;
      reply.headers({ 'retry-after': reset, 'x-ratelimit-reset': reset });
      throw new Turned(
        429,
        `too many requests of this ${name}: ${limits[name]} a minute are taken; try again in ${reset} seconds`,
      );
    }
  });
}

/** What a request shows of itself, hashed; null where it shows nothing. */
function tokenOf({ headers }: FastifyRequest): string | null {
  const shown = headers.authorization ?? headers.cookie;
  return shown === undefined ? null : hash('sha256', shown, 'base64url');
}
