import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { inverse } from '@coterie/kernel';
import { readSnapshot } from '../../src/access/read-world.ts';
import { Worlds } from '../../src/access/worlds.ts';
import { type Db, openDb } from '../../src/store/db.ts';
import { type TestDatabase, testDatabase } from '../support/database.ts';
import { migrated } from '../support/house.ts';
import { commit, newcomer, organization, seeing } from './organization.ts';

const plenty = 2 ** 30;

describe('a world that several bring up to date at once', () => {
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

  /** The database as one sees it who is kept waiting with the rows of the statement that gives so many. */
  function keptWaiting(rows: number) {
    const [reached, gate] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const slow = db.withPlugin(
      seeing(async (given) => {
        if (given !== rows) return;
        reached.resolve();
        await gate.promise;
      }),
    );
    return { slow, reached: reached.promise, release: gate.resolve };
  }

  it('changes that this node has made are not taken while it misses those of another before them', async () => {
    const org = await organization(db, 3);
    const worlds = new Worlds(db, plenty);
    await worlds.now(org);
    await commit(db, org, [newcomer()]);
    const own = [newcomer()];
    worlds.note(org, await commit(db, org, own), own);
    const world = await worlds.now(org);
    assert.deepEqual([world?.version, world?.count('member')], [2, 5]);
  });

  it('changes that this node has made are not taken again when it is told of them late', async () => {
    const org = await organization(db, 3);
    const worlds = new Worlds(db, plenty);
    await worlds.now(org);
    const joined = [newcomer()];
    const version = await commit(db, org, joined);
    await commit(db, org, inverse(joined));
    const world = await worlds.now(org);
    worlds.note(org, version, joined);
    assert.deepEqual([world?.version, world?.count('member')], [2, 3]);
  });

  it('who has read older changes takes nothing back that came meanwhile', async () => {
    const org = await organization(db, 3);
    const worlds = new Worlds(db, plenty);
    await worlds.now(org);
    const joined = [newcomer()];
    const version = await commit(db, org, joined);
    const { slow, reached, release } = keptWaiting(1);
    const late = worlds.at(org, version, slow);
    await reached;
    await commit(db, org, inverse(joined));
    const world = await worlds.now(org);
    release();
    assert.equal(await late, world);
    assert.deepEqual([world?.version, world?.count('member')], [2, 3]);
  });

  it('who has loaded an older one is given the newer that came meanwhile', async () => {
    const org = await organization(db, 3);
    const worlds = new Worlds(db, plenty);
    const { slow, reached, release } = keptWaiting(3);
    const late = readSnapshot(slow, (tx) => worlds.at(org, 0, tx));
    await reached;
    await commit(db, org, [newcomer()]);
    const world = await worlds.now(org);
    release();
    assert.equal(await late, world);
    assert.equal(await worlds.at(org, 1), world);
    assert.deepEqual([world?.version, world?.count('member')], [1, 4]);
  });

  it('is loaded once, and the changes are read once, however many ask', async () => {
    const org = await organization(db, 3);
    let statements = 0;
    const counted = db.withPlugin(seeing(async () => void statements++));
    const ask = async (worlds: Worlds, version: number, times: number) => {
      statements = 0;
      const asked = Array.from({ length: times }, () => worlds.at(org, version));
      const [world, ...others] = new Set(await Promise.all(asked));
      assert.equal(others.length, 0);
      return { version: world?.version, members: world?.count('member'), statements };
    };
    const worlds = new Worlds(counted, plenty);
    const alone = await ask(new Worlds(counted, plenty), 0, 1);
    assert.deepEqual(await ask(worlds, 0, 5), alone);
    await commit(db, org, [newcomer()]);
    assert.deepEqual(await ask(worlds, 1, 5), { version: 1, members: 4, statements: 1 });
  });

  it('is brought up to date for who asks after one whose asking failed', async () => {
    const org = await organization(db, 3);
    let isBroken = true;
    const worlds = new Worlds(
      db.withPlugin(
        seeing(async (rows) => {
          if (rows !== 3 || !isBroken) return;
          isBroken = false;
          throw new Error('the connection broke');
        }),
      ),
      plenty,
    );
    const [first, second] = await Promise.allSettled([worlds.at(org, 0), worlds.at(org, 0)]);
    assert.equal(first.status, 'rejected');
    assert.equal(second.status === 'fulfilled' && second.value?.count('member'), 3);
  });
});
