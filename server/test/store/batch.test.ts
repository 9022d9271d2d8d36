import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Batch } from '../../src/store/batch.ts';
import type { Db } from '../../src/store/db.ts';

const db = {} as Db;

/** A reader whose statements end when they are told to. */
function readerByHand() {
  const statements: { keys: readonly number[]; end: (error?: Error) => void }[] = [];
  const batch = new Batch<number, string>(
    (_, keys) =>
      new Promise((resolve, reject) => {
        const end = (error?: Error) =>
          error ? reject(error) : resolve(keys.map((key) => (key < 0 ? undefined : `v${key}`)));
        statements.push({ keys, end });
      }),
  );
  return { batch, statements };
}

describe('batch', () => {
  it('sends at once when nothing is under way; what is asked meanwhile goes together', async () => {
    const { batch, statements } = readerByHand();
    const asked = [1, 2, 3, 4, -5].map((key) => batch.get(db, key));
    assert.deepEqual(
      statements.map(({ keys }) => keys),
      [[1], [2]],
    );
    statements[0]?.end();
    assert.equal(await asked[0], 'v1');
    await Promise.resolve();
    assert.deepEqual(statements[2]?.keys, [3, 4, -5]);
    statements[1]?.end();
    statements[2]?.end();
    assert.deepEqual(await Promise.all(asked), ['v1', 'v2', 'v3', 'v4', undefined]);
  });

  it('never answers from a statement sent before the asking', async () => {
    const { batch, statements } = readerByHand();
    const first = batch.get(db, 7);
    const later = batch.get(db, 7);
    assert.equal(statements.length, 2, 'the same key asked again is read again');
    for (const { end } of statements) end();
    assert.deepEqual([await first, await later], ['v7', 'v7']);
  });

  it('a failure fails those it was for, and the next is read as ever', async () => {
    const { batch, statements } = readerByHand();
    const asked = [1, 2, 3].map((key) => batch.get(db, key).catch((error: Error) => error.message));
    statements[0]?.end(new Error('lost'));
    assert.equal(await asked[0], 'lost');
    await Promise.resolve();
    statements[1]?.end();
    statements[2]?.end();
    assert.deepEqual(await Promise.all(asked), ['lost', 'v2', 'v3']);
  });
});
