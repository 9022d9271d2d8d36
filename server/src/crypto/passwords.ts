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

/** Hashing is heavy by design: one slot a core, and a queue that has an end. */
export class Passwords {
  #running = 0;
  readonly #slots = availableParallelism();
  readonly #waiting: (() => void)[] = [];
  readonly #longestQueue: number;

  constructor(longestQueue = 64) {
    this.#longestQueue = longestQueue;
  }

  hash(password: string): Promise<string> {
    return this.#inTurn(() => hash(password, options));
  }

  /** Whether the password is the one hashed; false, after the same work, when there is none. */
  verify(stored: string | null, password: string): Promise<boolean> {
    return this.#inTurn(async () => (await verify(stored ?? dummy, password)) && stored !== null);
  }

  async #inTurn<T>(work: () => Promise<T>): Promise<T> {
    if (this.#running >= this.#slots) {
      if (this.#waiting.length >= this.#longestQueue) throw new TooBusy();
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    } else this.#running++;
    try {
      return await work();
    } finally {
      const next = this.#waiting.shift();
      if (next) next();
      else this.#running--;
    }
  }
}
