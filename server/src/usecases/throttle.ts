import { createHash } from 'node:crypto';
import { isIPv6 } from 'node:net';
import {
  blockedUntil,
  clearFailures,
  countFailure,
  type Lockout,
  lockOut,
} from '../store/throttles.ts';
import type { Parts } from './parts.ts';

/** Too many failed sign-ins; `seconds` until the next is looked at. */
export class Throttled extends Error {
  readonly seconds: number;
  constructor(seconds: number) {
    super('too many failed sign-ins');
    this.seconds = seconds;
  }
}

/** Wrong e-mail or password, client id or secret: never said which. */
export class NotAuthenticated extends Error {
  constructor(message = 'the e-mail address or the password is wrong') {
    super(message);
  }
}

/** How many failures are free, and the longest wait after (seconds): for one account from one network, a network, an account. */
const limits = { pair: [5, 900], network: [50, 300], account: [100, 10] } as const;

/**
 * Runs a sign-in under the throttle: the wait grows with each failure, the same for accounts that do not exist.
 * An account alone waits a few seconds at most, so that nobody is locked out by others. With `lockout`, one account from
 * one network waits as that says.
 */
export async function throttled<T>(
  { db, now }: Pick<Parts, 'db' | 'now'>,
  account: string,
  ip: string | null,
  signIn: () => Promise<T>,
  lockout: Lockout | null = null,
): Promise<T> {
  const network = networkOf(ip);
  const keys = {
    pair: key('pair', account, network),
    network: key('network', network),
    account: key('account', account),
  };
  const at = new Date(now());
  const until = await blockedUntil(db, Object.values(keys), at);
  if (until) throw new Throttled(Math.max(1, Math.ceil((until.getTime() - at.getTime()) / 1000)));
  try {
    const result = await signIn();
    await clearFailures(db, keys.pair);
    return result;
  } catch (error) {
    if (error instanceof NotAuthenticated)
      for (const [name, [free, longest]] of Object.entries(limits)) {
        const one = keys[name as keyof typeof keys];
        if (name === 'pair' && lockout) await lockOut(db, one, at, lockout);
        else await countFailure(db, one, at, free, longest);
      }
    throw error;
  }
}

const key = (...parts: string[]): string =>
  createHash('sha256').update(parts.join('\n')).digest('base64url');

/** An IPv6 customer has at least a /64: addresses within one count as one. */
const networkOf = (ip: string | null): string => {
  if (ip === null || !isIPv6(ip) || ip.startsWith('::ffff:')) return ip ?? '';
  const [head = '', tail = ''] = ip.split('::');
  const front = head.split(':').filter(Boolean);
  const back = tail.split(':').filter(Boolean);
  const zeros = ip.includes('::')
    ? Array.from({ length: 8 - front.length - back.length }, () => '0')
    : [];
  return [...front, ...zeros, ...back].slice(0, 4).join(':');
};
