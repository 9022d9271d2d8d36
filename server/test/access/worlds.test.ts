import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { added, type Id, World } from '@coterie/kernel';
import { type KyselyPlugin, sql } from 'kysely';
import { bytesOf, HeldWorlds } from '../../src/access/held.ts';
import { Worlds } from '../../src/access/worlds.ts';
import { type Db, openDb } from '../../src/store/db.ts';
import { pageSize } from '../../src/store/facts.ts';
import { startLog } from '../../src/store/log.ts';
import { type TestDatabase, testDatabase } from '../support/database.ts';
import { migrated } from '../support/house.ts';

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

  /** An organization with so many programs, all in each of its three groups, of which two are in the first. */
  async function organization(members: number): Promise<Id> {
    const org = randomUUID();
    const slug = org;
    await db.insertInto('organizations').values({ id: org, name: slug, slug }).execute();
    await db.transaction().execute((tx) => startLog(tx, org));
    await sql`with group_ as (insert into groups (org_id, id, name, slug, built_in_role, status)
        select ${org}, gen_random_uuid(), slug, slug, 'no-access', 'active'
        from unnest(array['all', 'one', 'two']) slug returning id, slug),
      made as (insert into members (org_id, id, membership_id, kind, status)
        select ${org}, gen_random_uuid(), gen_random_uuid(), 'machineIdentity', 'active'
        from generate_series(1, ${members}::int) returning id),
      roles as (insert into member_roles (org_id, member_id, ordinal, built_in_role)
        select ${org}, id, 0, 'member' from made),
      nested as (insert into edges (org_id, id, group_id, child_group_id, source, added_at)
        select ${org}, gen_random_uuid(), around.id, inner_.id, 'manual', now()
        from group_ around, group_ inner_ where around.slug = 'all' and inner_.slug <> 'all')
      insert into edges (org_id, id, group_id, principal_id, source, added_at)
        select ${org}, gen_random_uuid(), group_.id, made.id, 'manual', now() from made, group_`.execute(
      db,
    );
    return org;
  }

  it('a large organization is read in pages, and between two of them another is loaded and answered', async () => {
    const [large, small] = [await organization(3 * pageSize + 1), await organization(3)];
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
    const org = await organization(pageSize + 1);
    let isDone = false;
    const worlds = new Worlds(
      db.withPlugin(
        seeing(async (rows) => {
          if (rows !== pageSize || isDone) return;
          isDone = true;
          await addMember(org);
        }),
      ),
      plenty,
    );
    const world = await worlds.now(org);
    assert.equal(world?.count('member'), pageSize + 1);
    assert.equal(world?.version, 0);
    assert.equal((await worlds.now(org))?.count('member'), pageSize + 2);
  });

  /** A member more, in the tables and in the log. */
  async function addMember(org: Id): Promise<void> {
    const [id, membership] = [randomUUID(), randomUUID()];
    const member = {
      id,
      membership,
      kind: 'machineIdentity',
      status: 'active',
      roles: [],
    } as const;
    const entry = JSON.stringify({ changes: [added('member', member)] });
    const hash = Buffer.alloc(32);
    const { kind, status } = member;
    await db
      .insertInto('members')
      .values({ org_id: org, id, membership_id: membership, kind, status })
      .execute();
    await db
      .insertInto('access_log')
      .values({ org_id: org, version: 1, at: new Date(), entry, previous_hash: hash, hash })
      .execute();
    await db.updateTable('access_heads').set({ version: 1 }).where('org_id', '=', org).execute();
  }

  it('are dropped when they take more than the budget, and loaded again when asked for', async () => {
    const orgs = [await organization(10), await organization(10), await organization(10)] as const;
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

/** Tells how many rows each statement gave, before whoever asked gets them. */
const seeing = (hear: (rows: number) => Promise<void>): KyselyPlugin => ({
  transformQuery: ({ node }) => node,
  async transformResult({ result }) {
    await hear(result.rows.length);
    return result;
  },
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
