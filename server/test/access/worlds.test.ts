import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { added, World } from '@coterie/kernel';
import { bytesOf, HeldWorlds } from '../../src/access/held.ts';
import { Worlds } from '../../src/access/worlds.ts';
import { type Db, openDb } from '../../src/store/db.ts';
import { pageSize } from '../../src/store/facts/read.ts';
import { type TestDatabase, testDatabase } from '../support/database.ts';
import { migrated } from '../support/house.ts';
import { commit, newcomer, organization, seeing } from './organization.ts';

const plenty = 2 ** 30;

describe('the worlds held in memory', () => {
  let database: TestDatabase;
  let db: Db;
  let close: () => Promise<void>;
  before(async () => {
    database = await testDatabase(migrated);
    ({ db, close } = openDb({ url: database.url }, () => {}));
  });
  after(async () => {
    await close();
    await database.drop();
  });

  it('a large organization is read in pages, and between two of them another is loaded and answered', async () => {
    const [large, small] = [await organization(db, 3 * pageSize + 1), await organization(db, 3)];
    const pages: number[] = [];
    const gate = Promise.withResolvers<void>();
    const reached = Promise.withResolvers<void>();
    const worlds = new Worlds(
      db.withPlugin(
        seeing(async (rows) => {
          pages.push(rows);
          if (rows !== pageSize || pages.filter((one) => one === pageSize).length !== 3) return;
          reached.resolve();
          await gate.promise;
        }),
      ),
      plenty,
    );
    const loading = worlds.now(large);
    await reached.promise;
    assert.equal((await worlds.now(small))?.count('member'), 3);
    assert.equal(worlds.held.count, 1);
    gate.resolve();
    const world = await loading;
    assert.equal(world?.count('member'), 3 * pageSize + 1);
    assert.equal(world?.count('edge'), 3 * (3 * pageSize + 1) + 2);
    assert.deepEqual([...(world?.all('member') ?? [])][pageSize]?.roles, ['member']);
    assert.equal(Math.max(...pages), pageSize);
  });

  it('a change made while a large organization is read is not lost', async () => {
    const org = await organization(db, pageSize + 1);
    let isDone = false;
    const worlds = new Worlds(
      db.withPlugin(
        seeing(async (rows) => {
          if (rows !== pageSize || isDone) return;
          isDone = true;
          await commit(db, org, [newcomer()]);
        }),
      ),
      plenty,
    );
    const world = await worlds.now(org);
    assert.equal(world?.count('member'), pageSize + 1);
    assert.equal(world?.version, 0);
    assert.equal((await worlds.now(org))?.count('member'), pageSize + 2);
  });

  it('are dropped when they take more than the budget, and loaded again when asked for', async () => {
    const orgs = [
      await organization(db, 10),
      await organization(db, 10),
      await organization(db, 10),
    ] as const;
    const [first, second, third] = orgs;
    const one = await new Worlds(db, plenty).now(first);
    assert.ok(one);
    let loads = 0;
    const worlds = new Worlds(
      db.withPlugin(
        seeing(async (rows) => {
          if (rows === 10) loads++;
        }),
      ),
      2.5 * bytesOf(one),
    );
    for (const org of [first, second, first, third, first]) await worlds.now(org);
    assert.equal(worlds.held.count, 2);
    const before = loads;
    await worlds.now(first);
    assert.equal(loads, before);
    assert.equal((await worlds.now(second))?.count('member'), 10);
    assert.ok(loads > before);
  });
});

const member = (n: number) =>
  added('member', {
    id: `member ${n}`,
    membership: `membership ${n}`,
    kind: 'user',
    status: 'active',
    roles: ['member'],
  });

describe('a budget for worlds', () => {
  const worldOf = (members: number) =>
    new World().apply(Array.from({ length: members }, (_, n) => member(n)));
  const one = bytesOf(worldOf(10));

  it('drops first whom it was asked for longest ago', () => {
    const held = new HeldWorlds(3 * one);
    for (const org of ['a', 'b', 'c']) held.put(org, worldOf(10));
    held.get('a');
    held.put('d', worldOf(10));
    assert.deepEqual(
      ['a', 'b', 'c', 'd'].filter((org) => held.get(org)),
      ['a', 'c', 'd'],
    );
    assert.equal(held.bytes, 3 * one);
  });

  it('never drops the one that is asked for, however large', () => {
    const held = new HeldWorlds(one);
    held.put('a', worldOf(10));
    held.put('b', worldOf(1000));
    assert.deepEqual([held.get('a'), held.get('b')?.count('member')], [undefined, 1000]);
    assert.equal(held.count, 1);
  });

  it('makes room when one that it holds has grown', () => {
    const held = new HeldWorlds(3 * one);
    const [a, b] = [worldOf(10), worldOf(10)];
    held.put('a', a);
    held.put('b', b);
    held.put('b', b.apply(Array.from({ length: 100 }, (_, n) => member(n))));
    assert.equal(held.get('a'), undefined);
    assert.equal(held.bytes, bytesOf(b));
  });
});
