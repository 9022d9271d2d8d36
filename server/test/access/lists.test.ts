import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { describe, it } from 'node:test';
import { Ids } from '../../src/access/ids.ts';
import { type List, Lists } from '../../src/access/lists.ts';

const always = { from: Number.NEGATIVE_INFINITY, until: Number.POSITIVE_INFINITY };
const uuids = (count: number) => Array.from({ length: count }, () => randomUUID());
const listOf = (count: number, more: Partial<List> = {}): List => ({
  ids: Ids.of(uuids(count)),
  version: 1,
  time: always,
  renaming: null,
  ...more,
});
const [org, other] = ['one', 'other'];

describe('ids in sixteen bytes each', () => {
  const ids = uuids(5);
  const packed = Ids.of(ids);
  it('come out as they went in, by page', () => {
    assert.equal(packed.length, 5);
    assert.deepEqual(packed.slice(0, 5), ids);
    assert.deepEqual(packed.slice(3, 9), ids.slice(3));
    assert.deepEqual(packed.slice(7, 9), []);
    assert.equal(packed.at(2), ids[2]);
  });
  it('may be none', () => assert.deepEqual(Ids.of([]).slice(0, 10), []));
});

describe('lists kept between two pages', () => {
  it('are found for the same organization, question, version and time alone', () => {
    const lists = new Lists(10_000);
    const list = listOf(3, { version: 7, time: { from: 10, until: 20 } });
    lists.keep(org, ['may', { a: 1 }], list);
    const found = (...asked: Parameters<Lists['find']>) => lists.find(...asked) !== undefined;
    assert.equal(lists.find(org, ['may', { a: 1 }], 7, 10)?.ids, list.ids);
    assert.ok(found(org, ['may', { a: 1 }], 7, 19));
    assert.ok(!found(org, ['may', { a: 1 }], 7, 20), 'something has ended');
    assert.ok(!found(org, ['may', { a: 1 }], 7, 9), 'something has not begun');
    assert.ok(!found(org, ['may', { a: 1 }], 8, 15), 'a newer version');
    assert.ok(!found(org, ['may', { a: 1 }], 6, 15), 'an older version');
    assert.ok(!found(org, ['may', { a: 2 }], 7, 15), 'another question');
    assert.ok(!found(other, ['may', { a: 1 }], 7, 15), 'another organization');
  });

  it('go when a list of a newer version of their organization comes, and nobody else’s', () => {
    const lists = new Lists(10_000);
    lists.keep(org, 'a', listOf(1));
    lists.keep(org, 'b', listOf(1));
    lists.keep(other, 'a', listOf(1));
    lists.keep(org, 'c', listOf(1, { version: 2 }));
    assert.equal(lists.held.count, 2);
    assert.ok(lists.find(other, 'a', 1, 0));
  });

  it('take no more than the budget: those asked for longest ago go first, and a longer one is not kept', () => {
    const budget = 3 * 2200;
    const lists = new Lists(budget);
    for (const question of ['a', 'b', 'c']) lists.keep(org, question, listOf(100));
    assert.ok(lists.find(org, 'a', 1, 0));
    lists.keep(org, 'd', listOf(100));
    assert.deepEqual(
      ['a', 'b', 'c', 'd'].filter((question) => lists.find(org, question, 1, 0)),
      ['a', 'c', 'd'],
    );
    const { bytes } = lists.held;
    lists.keep(org, 'd', listOf(100));
    assert.equal(lists.held.bytes, bytes, 'one that takes the place of another is counted once');
    lists.keep(org, 'long', listOf(500));
    assert.equal(lists.find(org, 'long', 1, 0), undefined);
    lists.keep(org, 'x'.repeat(budget), listOf(1));
    assert.deepEqual([lists.held.count, lists.held.bytes], [3, bytes]);
    lists.keep(org, 'e', listOf(1, { version: 2 }));
    assert.ok(lists.held.bytes < 1000, 'what has gone is not counted');
  });
});
