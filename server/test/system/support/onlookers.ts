import assert from 'node:assert/strict';

/** Readers that ask again and again; whatever they are shown must not be `forbidden`. */
export class Onlookers {
  readonly #work: Promise<unknown>;
  readonly #current: Promise<string[]>[] = [];
  #isEnding = false;
  /** how many values they were shown */
  shown = 0;

  constructor(count: number, read: () => Promise<string[]>, forbidden: RegExp) {
    const keep = (_: unknown, index: number) => this.#keepReading(index, read, forbidden);
    this.#work = Promise.all(Array.from({ length: count }, keep));
    // Looked at by `breath` and `end`.
    this.#work.catch(() => {});
  }

  /** Lets every read that is under way end. */
  async breath(): Promise<void> {
    await Promise.race([Promise.all(this.#current), this.#work]);
  }

  /** Lets the last reads end; fails when one was shown what is forbidden. */
  async end(): Promise<void> {
    this.#isEnding = true;
    await this.#work;
  }

  async #keepReading(index: number, read: () => Promise<string[]>, forbidden: RegExp) {
    try {
      while (!this.#isEnding) {
        const current = read();
        this.#current[index] = current;
        for (const value of await current) {
          assert.doesNotMatch(value, forbidden);
          this.shown++;
        }
      }
    } finally {
      this.#isEnding = true;
    }
  }
}
