import { createPublicKey, type KeyObject } from 'node:crypto';
import { refuse } from '@coterie/kernel';
import { createRemoteJWKSet, customFetch, type JWTVerifyGetKey } from 'jose';
import { z } from 'zod';
import { type Ask, type Target, Unreachable } from '../../../outside/ask.ts';

/** What an issuer says of itself (OpenID Connect Discovery 1.0, §4). */
const discovered = z.object({ issuer: z.string(), jwks_uri: z.string() });
export type Discovered = z.output<typeof discovered>;

/** How long what an issuer says is believed, and after how long an unknown key is asked for again (milliseconds). */
const believed = 10 * 60_000;
const cooling = 30_000;
const mostHeld = 500;

/** The public keys of issuers, held in memory: public all of them, and the same for every organization. */
export class Keys {
  readonly #ask: Ask;
  readonly #sets = new Map<string, JWTVerifyGetKey>();
  readonly #issuers = new Map<string, { until: number; found: Promise<Discovered> }>();

  constructor(ask: Ask) {
    this.#ask = ask;
  }

  /** The keys at an address. Those that a token names itself (`jku`, `jwk`, `x5u`) are looked at by nobody. */
  at(target: Target): JWTVerifyGetKey {
    return held(this.#sets, nameOf(target), () =>
      createRemoteJWKSet(new URL(target.url), {
        cacheMaxAge: believed,
        cooldownDuration: cooling,
        timeoutDuration: 15_000,
        [customFetch]: async (url) => {
          const { status, body } = await this.#ask({ ...target, url });
          return new Response(new Uint8Array(body), { status });
        },
      }),
    );
  }

  /** What an issuer says of itself at its well-known address. */
  discover(target: Target): Promise<Discovered> {
    const name = nameOf(target);
    const known = this.#issuers.get(name);
    if (known && known.until < Date.now()) this.#issuers.delete(name);
    const { found } = held(this.#issuers, name, () => ({
      until: Date.now() + believed,
      found: this.#fetch(target),
    }));
    found.catch(() => this.#issuers.delete(name));
    return found;
  }

  async #fetch(target: Target): Promise<Discovered> {
    const { status, body } = await this.#ask(target);
    const { data } = discovered.safeParse(status === 200 ? parsed(body) : undefined);
    if (!data) throw new Unreachable('the issuer gives no OpenID configuration at its address');
    return data;
  }
}

/** An answer as JSON; undefined where it is none. */
export function parsed(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    return undefined;
  }
}

const nameOf = ({ url, ca = '' }: Target): string => `${url}\n${ca}`;

function held<T>(map: Map<string, T>, name: string, make: () => T): T {
  const known = map.get(name) ?? make();
  map.delete(name);
  const oldest = map.keys().next();
  if (map.size >= mostHeld && !oldest.done) map.delete(oldest.value);
  map.set(name, known);
  return known;
}

/** Public keys in PEM, which are given by hand. */
export const keysIn = (pems: readonly string[]): KeyObject[] =>
  pems.map((pem) => createPublicKey(pem));

/** Refuses what is no public key, and one that is not public. */
export function needPublicKeys(field: string, pems: readonly string[]): void {
  const expected = 'public keys in PEM, at least one';
  if (pems.length === 0) refuse({ reason: 'invalid', field, expected });
  for (const [index, pem] of pems.entries()) {
    try {
      if (pem.includes('PRIVATE KEY')) throw new Error('not public');
      createPublicKey(pem);
    } catch {
      refuse({ reason: 'invalid', field: `${field}.${index}`, expected: 'a public key in PEM' });
    }
  }
}
