import assert from 'node:assert/strict';
import { Milestone } from './milestone.ts';

/** What everyone must be answered from an acknowledgement until the next change is asked for. */
type Settled = { answer: string | number };

/**
 * Readers that ask again and again, several at once, while somebody changes what they are answered. A read is judged
 * when it began after the acknowledgement of one change and ended before the next was asked for.
 */
export class Readers {
  readonly #read: () => Promise<string | number>;
  readonly #work: Promise<unknown>;
  #settled: Settled | undefined;
  #isEnding = false;
  readonly #judged = new Milestone();

  constructor(count: number, read: () => Promise<string | number>) {
    this.#read = read;
    this.#work = Promise.all(Array.from({ length: count }, () => this.#keepReading()));
    // Looked at by `through` and `end`.
    this.#work.catch(() => {});
  }

  /** Makes a change, and from its acknowledgement on holds every read to the answer, until `reads` of them were. */
  async through(change: () => Promise<unknown>, answer: string | number, reads = 1): Promise<void> {
    this.#settled = undefined;
    await change();
    this.#settled = { answer };
    await this.#judged.further(reads, this.#work);
    this.#settled = undefined;
  }

  /** Lets the last reads end; fails when one was answered from an older world. */
  async end(): Promise<void> {
    this.#isEnding = true;
    await this.#work;
  }

  async #keepReading(): Promise<void> {
    try {
      while (!this.#isEnding) {
        const began = this.#settled;
        const answer = await this.#read();
        if (!began || began !== this.#settled) continue;
        assert.equal(answer, began.answer);
        this.#judged.add();
      }
    } finally {
      this.#isEnding = true;
    }
  }
}
