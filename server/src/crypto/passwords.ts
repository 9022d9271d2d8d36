import { availableParallelism } from 'node:os';
import { hash, verify } from '@node-rs/argon2';

/** argon2id, 64 MiB, 3 passes, 1 lane (RFC 9106, §4); about 50 ms. */
const options = { memoryCost: 65_536, timeCost: 3, parallelism: 1 } as const;

/** What is verified for an unknown user, so that both take the same time. */
const dummy =
  '$argon2id$v=19$m=65536,t=3,p=1$hYWnoTNxYihTqFo5Q3QD9Q$KEbHa6m92r3//USAAiit799k+W4LT6isc01rEoXyJrw';

export class TooBusy extends Error {
  constructor() {
    super('too many sign-ins at once; try again in a moment');
  }
}

/**
 * Hashing is heavy by design: one slot a core, and lines that have an end. Who comes from a place that is known goes
 * first, and strangers never hold the last slot, so that they cannot make anyone else wait.
 */
export class Passwords {
  readonly #slots: number;
  readonly #longestLine: number;
  #running = 0;
  #strangers = 0;
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
    try {
      return await work();
    } finally {
      this.#running--;
      if (!isKnown) this.#strangers--;
      this.#next();
    }
  }

  /** Lets the next in, where there is a slot. */
  #next(): void {
    if (this.#running >= this.#slots) return;
    const known = this.#known.shift();
    const mayStranger = this.#strangers < Math.max(1, this.#slots - 1);
    const next = known ?? (mayStranger ? this.#unknown.shift() : undefined);
    if (!next) return;
    this.#running++;
    if (!known) this.#strangers++;
    next();
  }
}
