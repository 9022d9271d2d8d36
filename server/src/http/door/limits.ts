import { hash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { FastifyInstance } from 'fastify';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { networkOf } from '../../usecases/session/addresses.ts';
import { Turned } from './errors.ts';

/** How many requests a minute one token, and one network, may make of this node; 0 for no limit. */
export type Limits = { token: number; network: number };

const minute = 60;
/** Asked by what watches over a node, which must be answered whatever else is asked. */
const free = new Set(['/api/live', '/api/ready', '/api/status']);

/** What a limiter says of a request: the headers that tell how many are left, and why it is refused, if it is. */
export type Told = { headers: Record<string, string | number>; refusal: string | null };
/**
 * Counts requests by token and by network, each once (RateLimit headers, draft-ietf-httpapi-ratelimit-headers-06); null
 * for no limits.
 */
export type Limiter = ((request: IncomingMessage, ip: string) => Promise<Told>) | null;

export function limiterOf(limits: Limits): Limiter {
  const limiters = (['token', 'network'] as const).flatMap((name) =>
    limits[name] > 0
      ? [{ name, limiter: new RateLimiterMemory({ points: limits[name], duration: minute }) }]
      : [],
  );
  if (limiters.length === 0) return null;
  /** One that the quick way gives up comes by the ordinary one, too. */
  const counted = new WeakMap<IncomingMessage, Promise<Told>>();
  return (request, ip) => {
    const told = counted.get(request) ?? count(tokenOf(request), networkOf(ip));
    counted.set(request, told);
    return told;
  };

  async function count(token: string | null, network: string): Promise<Told> {
    const told: Told = { headers: {}, refusal: null };
    let least = Number.POSITIVE_INFINITY;
    for (const { name, limiter } of limiters) {
      const key = name === 'token' ? token : network;
      if (key === null) continue;
      const left = await limiter.consume(key).catch((refused: unknown) => {
        if (refused instanceof RateLimiterRes) return refused;
        throw refused;
      });
      const isOver = left.consumedPoints > limits[name];
      const reset = Math.max(1, Math.ceil(left.msBeforeNext / 1000));
      if (left.remainingPoints <= least) {
        least = left.remainingPoints;
        told.headers['ratelimit-policy'] = `${limits[name]};w=${minute}`;
        told.headers['ratelimit-limit'] = limits[name];
        told.headers['ratelimit-remaining'] = left.remainingPoints;
        told.headers['ratelimit-reset'] = reset;
      }
      if (!isOver) continue;
      told.headers['retry-after'] = reset;
      told.headers['x-ratelimit-reset'] = reset;
      told.refusal = `too many requests of this ${name}: ${limits[name]} a minute are taken; try again in ${reset} seconds`;
      break;
    }
    return told;
  }
}

/** Refuses requests that are too many. */
export function installLimits(api: FastifyInstance, limiter: Limiter): void {
  if (limiter === null) return;
  api.addHook('onRequest', async ({ raw, ip, routeOptions }, reply) => {
    if (free.has(routeOptions.url ?? '')) return;
    const told = await limiter(raw, ip);
    reply.headers(told.headers);
    if (told.refusal !== null) throw new Turned(429, told.refusal);
  });
}

/** What a request shows of itself, hashed; null where it shows nothing. */
function tokenOf({ headers: { authorization, cookie } }: IncomingMessage): string | null {
  const shown = authorization ?? cookie;
  return shown === undefined ? null : hash('sha256', shown, 'base64url');
}
