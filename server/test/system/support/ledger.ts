import assert from 'node:assert/strict';
import { Milestone } from './milestone.ts';

export const absent = '(absent)';

/**
 * What is known of things written to from outside: one value after an acknowledged write, two while one is under way
 * or after it was not acknowledged. Each thing has one writer at a time.
 */
export class Ledger {
  readonly #possible = new Map<string, ReadonlySet<string>>();
  readonly sent = new Milestone();
  readonly acknowledged = new Milestone();

  /** The value a thing stands at; refuses one in doubt. */
  value(thing: string): string {
    const [value = absent, ...others] = this.#possible.get(thing) ?? [];
    assert.deepEqual(others, [], `${thing} is in doubt`);
    return value;
  }

  /** Sends a write that sets a thing to a value (`absent` takes it away), and fails as the write does. */
  async write(thing: string, value: string, send: () => Promise<unknown>): Promise<void> {
    this.#possible.set(thing, new Set([this.value(thing), value]));
    this.sent.add();
    await send();
    this.acknowledged.add();
    this.#possible.set(thing, new Set([value]));
  }

  /** Holds what was found against what is known, and goes on from that: nothing is in doubt any more. */
  settle(found: ReadonlyMap<string, string>, when: string): void {
    for (const [thing, possible] of this.#possible) {
      const value = found.get(thing) ?? absent;
      const known = [...possible].join(' or ');
      assert.ok(possible.has(value), `${when}: ${thing} is ${value}, not ${known}`);
      this.#possible.set(thing, new Set([value]));
    }
    for (const thing of found.keys())
      assert.ok(this.#possible.has(thing), `${when}: nobody has written ${thing}`);
  }
}
