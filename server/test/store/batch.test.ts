import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { setImmediate } from 'node:timers/promises';
import { Batch } from '../../src/store/batch.ts';
import type { Db } from '../../src/store/db.ts';

const db = {} as Db;

/** Until what was answered has been heard, and what is then due was sent. */
async function turn(): Promise<void> {
  await setImmediate();
  await setImmediate();
}

/** A reader whose statements end when they are told to. */
function readerByHand() {
  const statements: { keys: readonly number[]; end: (error?: Error) => void }[] = [];
  const batch = new Batch<number, string>(
    (_, keys) =>
      new Promise((resolve, reject) => {
        const answer = statements.length + 1;
        const end = (error?: Error) =>
          error
            ? reject(error)
            : resolve(keys.map((key) => (key < 0 ? undefined : `${key} by ${answer}`)));
        statements.push({ keys, end });
      }),
    String,
  );
  return { batch, statements };
}

describe('batch', () => {
  it('sends together what is asked in one turn, and what is asked while two statements are under way', async () => {
    const { batch, statements } = readerByHand();
    const asked = [1, 2].map((key) => batch.get(db, key));
    assert.equal(statements.length, 0);
    await turn();
    asked.push(batch.get(db, 3));
    await turn();
    asked.push(...[4, 5].map((key) => batch.get(db, key)));
    await turn();
    asked.push(batch.get(db, -6));
    await turn();
    assert.deepEqual(
      statements.map(({ keys }) => keys),
      [[1, 2], [3]],
    );
    statements[0]?.end();
    assert.equal(await asked[0], '1 by 1');
    await turn();
    assert.deepEqual(statements[2]?.keys, [4, 5, -6]);
    statements[1]?.end();
    statements[2]?.end();
    assert.deepEqual(await Promise.all(asked), [
      ...['1 by 1', '2 by 1', '3 by 2', '4 by 3', '5 by 3'],
      undefined,
    ]);
  });

  it('reads once for all who ask for the same, and never answers from a statement sent before the asking', async () => {
    const { batch, statements } = readerByHand();
    const [first, second] = [batch.get(db, 7), batch.get(db, 7)];
    await turn();
    const later = batch.get(db, 7);
    await turn();
    assert.deepEqual(
      statements.map(({ keys }) => keys),
      [[7], [7]],
    );
    for (const { end } of statements) end();
    assert.deepEqual(await Promise.all([first, second, later]), ['7 by 1', '7 by 1', '7 by 2']);
  });

  it('a failure fails those it was for, and the next is read as ever', async () => {
    const { batch, statements } = readerByHand();
    const messageOf = (error: Error) => error.message;
    const asked = [1, 1].map((key) => batch.get(db, key).catch(messageOf));
    await turn();
    const next = batch.get(db, 2);
    await turn();
    statements[0]?.end(new Error('lost'));
    assert.deepEqual(await Promise.all(asked), ['lost', 'lost']);
    statements[1]?.end();
    assert.equal(await next, '2 by 2');
  });

  it('asks for no more than 200 in a statement', async () => {
    const { batch, statements } = readerByHand();
    const asked = Array.from({ length: 250 }, (_, key) => batch.get(db, key));
    await turn();
    statements[0]?.end();
    await asked[0];
    await turn();
    statements[1]?.end();
    await Promise.all(asked);
    assert.deepEqual(
      statements.map(({ keys }) => keys.length),
      [200, 50],
    );
  });
});
