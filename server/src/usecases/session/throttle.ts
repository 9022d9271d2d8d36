import { createHash } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { insertSignIn, type Outcome } from '../../store/accounts/sign-ins.ts';
import {
  type Bucket,
  blockedFor,
  endAttempt,
  hasPlaces,
  isKnownPlace,
  rememberPlaces,
  takeAttempt,
} from '../../store/accounts/throttles.ts';
import type { From, Parts } from '../parts.ts';
import { networkOf } from './addresses.ts';
import { slots } from './slots.ts';

/** Too many failed sign-ins; `seconds` until the next is looked at. */
export class Throttled extends Error {
  readonly seconds: number;
  constructor(seconds: number, message = 'too many failed sign-ins') {
    super(message);
    this.seconds = seconds;
  }
}

/** Wrong e-mail or password, client id or secret: never said which. */
export class NotAuthenticated extends Error {
  constructor(message = 'the e-mail address or the password is wrong') {
    super(message);
  }
}

/** After `threshold` failures, none longer than `reset` seconds after the one before, a wait of `duration` seconds. */
export type Lockout = { threshold: number; duration: number; reset: number };

/** Who tries to sign in, as what, and from where. */
export type Attempt = {
  kind: 'user' | 'machineIdentity';
  /** The e-mail address or client id as it was given. */
  account: string;
  method: string;
  /** A second step after a right password: counted apart, so that no password, given again, forgives wrong codes. */
  step?: 'factor' | undefined;
  from: From;
  /** What the browser has kept from a sign-in before. */
  device?: string | null;
  /** What strangers wait for, and who comes from a known place, where it is not the usual. */
  lockout?: { stranger: Lockout; known: Lockout | null };
};

/** What is known of an attempt before it is looked at, and what is found out meanwhile for the log. */
export type Looking = {
  /** Whether someone has signed in to the account from this device or network before. */
  isKnown: boolean;
  /** Whether anyone did, from anywhere the attempt comes from. */
  knownPlaces: readonly string[];
  /** Whether it comes from a network from which nobody has signed in, to an account that someone has signed in to. */
  isNewNetwork: boolean;
  /** Whose account it is, once that is found. */
  found: { user_id?: string; org_id?: string | null; identity_id?: string };
  /** Why it is refused, or goes no further yet, for the log alone: the one who asks is told no more than that it was wrong. */
  why?: Outcome;
  /** What exactly was wrong, for the log alone. */
  detail?: string;
};

const hour = 3600;
const usual = (key: string, free: number, longest: number, forgives: boolean): Bucket => ({
  key,
  free,
  longest,
  fixed: false,
  reset: hour,
  forgives,
});
const locking = (key: string, { threshold, duration, reset }: Lockout): Bucket => ({
  key,
  free: threshold,
  longest: duration,
  fixed: true,
  reset: Math.max(reset, duration),
  forgives: true,
});

/** How long an attempt waits for others of its account that are under way (milliseconds), and how many may. */
const patience = 10_000;
const mostWaiting = 200;

/**
 * Runs a sign-in under the throttle. It is counted before it is looked at; the wait grows with each failure, the same
 * for accounts that do not exist. Who comes from a device or network that has signed in to the account before is counted
 * apart, by that place alone: no stranger can make them wait. Strangers share a count by account and network, by network,
 * and by account. Every attempt, let in or not, is in the log of sign-ins.
 */
export async function throttled<T>(
  { db }: Pick<Parts, 'db'>,
  attempt: Attempt,
  signIn: (looking: Looking) => Promise<T>,
): Promise<T> {
  const { kind, account, from } = attempt;
  const name = `${kind}:${account.toLowerCase()}`;
  const counted = attempt.step ? `${name}\n${attempt.step}` : name;
  const network = networkOf(from.ip);
  const places = placesNamed(from, attempt.device);
  const known = await isKnownPlace(db, key(name), Object.values(places));
  const place = known.find((one) => one === places.device) ?? known[0];
  const isNewNetwork = !known.includes(places.network) && (await hasPlaces(db, key(name)));
  const isKnown = place !== undefined;
  const looking: Looking = { isKnown, knownPlaces: known, isNewNetwork, found: {} };
  const { stranger, known: own } = attempt.lockout ?? { stranger: null, known: null };
  const buckets: Bucket[] =
    place === undefined
      ? [
          stranger
            ? locking(key('pair', counted, network), stranger)
            : usual(key('pair', counted, network), 5, 900, true),
          usual(key('network', kind, network), 50, 300, false),
          // Who gets to a code has the password: strangers may be made to wait for long.
          usual(key('strangers', counted), 20, attempt.step ? 900 : 10, false),
        ]
      : own || !stranger
        ? [
            own
              ? locking(key('own', counted, place), own)
              : usual(key('own', counted, place), 5, 900, true),
          ]
        : [];
  const log = (outcome: Outcome, bundle: string | null) =>
    insertSignIn(
      db,
      {
        kind,
        user_id: looking.found.user_id ?? null,
        org_id: looking.found.org_id ?? null,
        identity_id: looking.found.identity_id ?? null,
        account: account.slice(0, 254),
        method: attempt.method,
        outcome,
        ip: from.ip,
        user_agent: from.userAgent,
        request_id: from.id,
        detail: looking.detail ?? null,
      },
      bundle,
    );
  const counting = isKnown ? directly : ofStrangers;
  try {
    await admitted(db, buckets, counting);
  } catch (error) {
    if (error instanceof Throttled)
      await counting(() => log('throttled', key('throttled', kind, network)));
    throw error;
  }
  let result: T;
  try {
    result = await signIn(looking);
  } catch (error) {
    const isWrong = error instanceof NotAuthenticated;
    if (buckets.length > 0)
      await counting(() => endAttempt(db, buckets, isWrong ? 'failed' : 'nothing'));
    if (isWrong)
      await counting(() =>
        log(
          looking.why ?? 'wrong',
          key('wrong', counted, network, looking.why ?? '', looking.detail ?? ''),
        ),
      );
    throw error;
  }
  if (buckets.length > 0) await endAttempt(db, buckets, 'right');
  // Half a sign-in makes no place known.
  if (looking.why === undefined) await rememberPlaces(db, key(name), Object.values(places));
  await log(looking.why ?? 'in', null);
  return result;
}

/** The key under which the places of an account are kept. */
export const placesOf = (kind: Attempt['kind'], account: string): string =>
  key(`${kind}:${account.toLowerCase()}`);

const placesNamed = (from: From, device: string | null | undefined) => ({
  network: key('network', networkOf(from.ip)),
  ...(device ? { device: key('device', device) } : {}),
});
/** The places that a request comes from: its network, and what its browser has kept. */
export const placesFrom = (from: From, device: string | null): string[] =>
  Object.values(placesNamed(from, device));

/**
 * Counts what is not asked for often by anyone, for an account and by a network, and makes whoever asks too often wait.
 * Every time counts, and accounts that nobody has count alike, so that no mailbox is flooded and nothing told.
 */
export async function rationed(
  { db }: Pick<Parts, 'db'>,
  what: string,
  account: string | null,
  from: From,
): Promise<void> {
  const ration = (free: number, longest: number, ...names: string[]): Bucket => ({
    key: key(what, ...names),
    free,
    longest,
    fixed: true,
    reset: hour,
    forgives: false,
  });
  const buckets = [
    ...(account === null ? [] : [ration(3, 900, 'account', account.toLowerCase())]),
    ration(30, 300, 'network', networkOf(from.ip)),
  ];
  try {
    await admitted(db, buckets, ofStrangers);
  } catch (error) {
    if (!(error instanceof Throttled)) throw error;
    throw new Throttled(error.seconds, 'this was asked for too often');
  }
  await endAttempt(db, buckets, 'failed');
}

/** How statements that count are run. */
type Counting = <T>(work: () => Promise<T>) => Promise<T>;
const directly: Counting = (work) => work();
/** Strangers wait for each other's rows: a few at once, so that they never hold every connection to the database. */
const ofStrangers: Counting = slots(4);

type Line = { waiting: number; last: Promise<unknown>; over: Throttled | null };
/**
 * Attempts of this node under the same narrowest key stand in line, so that only the first asks the database again. Where
 * it is told to come later, so are all behind it: nobody is looked at for having waited long enough.
 */
const lines = new Map<string, Line>();

/**
 * Keys that this node has found blocked: until when, and until when that is believed (milliseconds of the process). A flood
 * asks the database no more.
 */
const blocked = new Map<string, { until: number; believed: number }>();
const mostBlocked = 10_000;
/** Kept no longer than this (milliseconds): an operator may lift a wait by hand. */
const longestKept = 5_000;

function refuseBlocked(buckets: readonly Bucket[]): void {
  const now = performance.now();
  for (const { key } of buckets) {
    const found = blocked.get(key);
    if (!found) continue;
    if (found.believed > now)
      throw new Throttled(Math.max(1, Math.ceil((found.until - now) / 1000)));
    blocked.delete(key);
  }
}

function noteBlocked(key: string, milliseconds: number): void {
  if (blocked.size >= mostBlocked) blocked.clear();
  const now = performance.now();
  const until = now + milliseconds;
  blocked.set(key, { until, believed: Math.min(until, now + longestKept) });
}

/** For tests, which lift waits by hand. */
export const forgetBlocked = (): void => blocked.clear();

async function admitted(
  db: Parts['db'],
  buckets: readonly Bucket[],
  counting: Counting,
): Promise<void> {
  const [narrowest] = buckets;
  if (!narrowest) return;
  refuseBlocked(buckets);
  const line: Line = lines.get(narrowest.key) ?? {
    waiting: 0,
    last: Promise.resolve(),
    over: null,
  };
  if (line.waiting >= mostWaiting) throw new Throttled(1);
  lines.set(narrowest.key, line);
  line.waiting++;
  const turn = line.last.then(() => {
    if (line.over) throw line.over;
    return admit(db, buckets, counting);
  });
  line.last = turn.catch((error) => {
    if (error instanceof Throttled) line.over = error;
  });
  try {
    await turn;
  } finally {
    if (--line.waiting === 0) lines.delete(narrowest.key);
  }
}

async function admit(
  db: Parts['db'],
  buckets: readonly Bucket[],
  counting: Counting,
): Promise<void> {
  const until = performance.now() + patience;
  for (;;) {
    const taken = new Set(await counting(() => takeAttempt(db, buckets)));
    if (taken.size === buckets.length) return;
    const partly = buckets.filter((one) => taken.has(one.key));
    if (partly.length > 0) await counting(() => endAttempt(db, partly, 'nothing'));
    const waits = await counting(() => blockedFor(db, buckets));
    for (const [key, milliseconds] of waits) noteBlocked(key, milliseconds);
    if (waits.size > 0 || performance.now() > until)
      throw new Throttled(Math.max(1, Math.ceil(Math.max(0, ...waits.values()) / 1000)));
    await pause(15);
  }
}

const key = (...parts: string[]): string =>
  createHash('sha256').update(parts.join('\n')).digest('base64url');
