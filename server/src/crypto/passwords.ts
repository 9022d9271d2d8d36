import { availableParallelism } from 'node:os';
import { hash, verify } from '@node-rs/argon2';

/** argon2id, 64 MiB, 3 passes, 1 lane (RFC 9106, §4); about 50 ms. */
const options = { memoryCost: 65_536, timeCost: 3, parallelism: 1 } as const;

/** What is verified for an unknown user, so that both take the same time. */
const dummy =
  '$argon2id$v=19$m=65536,t=3,p=1$hYWnoTNxYihTqFo5Q3QD9Q$KEbHa6m92r3//USAAiit799k+W4LT6isc01rEoXyJrw';

/** Strangers rest no longer than this after one of them (milliseconds). */
const longestRest = 200;

export class TooBusy extends Error {
  constructor() {
    super('too many sign-ins at once; try again in a moment');
  }
}

/**
 * Hashing is heavy by design: one slot a core, and lines that have an end. Who comes from a place that is known goes
 * first. Strangers never hold the last slot, none begins while someone known is at work, and after each the cores rest as
 * long as it took, so that however many they are, nobody else waits for them.
 */
export class Passwords {
  readonly #slots: number;
  readonly #longestLine: number;
  #running = 0;
  #strangers = 0;
  /** Strangers rest until then (milliseconds of the process). */
  #restsUntil = 0;
  #isWaking = false;
  readonly #known: (() => void)[] = [];
  readonly #unknown: (() => void)[] = [];

  constructor(longestLine = 64, slots = availableParallelism()) {
    this.#longestLine = longestLine;
    this.#slots = slots;
  }

  hash(password: string): Promise<string> {
    return this.#inTurn(true, () => hash(password, options));
  }

  /** Whether the password is the one hashed; false, after the same work, when there is none. */
  verify(stored: string | null, password: string, isKnown = true): Promise<boolean> {
    return this.#inTurn(
      isKnown,
      async () => (await verify(stored ?? dummy, password)) && stored !== null,
    );
  }

  async #inTurn<T>(isKnown: boolean, work: () => Promise<T>): Promise<T> {
    const line = isKnown ? this.#known : this.#unknown;
    if (line.length >= this.#longestLine) throw new TooBusy();
    await new Promise<void>((resolve) => {
      line.push(resolve);
      this.#next();
    });
    const began = performance.now();
    try {
      return await work();
    } finally {
      this.#running--;
      if (!isKnown) {
        this.#strangers--;
        const ended = performance.now();
        this.#restsUntil = ended + Math.min(ended - began, longestRest);
      }
      this.#next();
    }
  }

  #mayStranger(): boolean {
    if (this.#unknown.length === 0 || this.#running > this.#strangers) return false;
    if (this.#strangers >= Math.max(1, this.#slots - 1)) return false;
    const rest = this.#restsUntil - performance.now();
    if (rest <= 0) return true;
    this.#wakeIn(rest);
    return false;
  }

  #wakeIn(milliseconds: number): void {
    if (this.#isWaking) return;
    this.#isWaking = true;
    setTimeout(() => {
      this.#isWaking = false;
      this.#next();
    }, milliseconds).unref();
  }

  /** Lets the next in, where there is a slot. */
  #next(): void {
    if (this.#running >= this.#slots) return;
    const known = this.#known.shift();
    const next = known ?? (this.#mayStranger() ? this.#unknown.shift() : undefined);
    if (!next) return;
    this.#running++;
    if (!known) this.#strangers++;
    next();
  }
}
