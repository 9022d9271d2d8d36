import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Command, plan, type World } from '../../src/index.ts';

/** A line: who asks for what, and the reason for which it is refused, null for let. */
export type Line = readonly [who: string, what: string, command: Command, refused: string | null];

/** Each line is a test; what is refused to someone is let to the product itself, so that it is a rule that refuses. */
export function table(title: string, world: World, lines: readonly Line[], at = 0): void {
  for (const [who, what, command, refused] of lines)
    void test(`${title}: ${what} (${who})`, () => {
      const outcome = plan(world, command, { principal: who }, at);
      const reason = 'refusal' in outcome ? outcome.refusal.reason : null;
      assert.equal(reason, refused, JSON.stringify(outcome));
    });
}
