import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { sql } from 'kysely';
import { readOn } from '../../src/jobs/follow.ts';
import type { Reader } from '../../src/usecases/access/reader.ts';
import { type Company, type House, openCompany, openHouse } from '../support/house.ts';

type Taken = { node: string; fence: number; positions: number[] };

/** A reader of the access log that writes down what it was given, in a table of its own. */
const readerOf = (node: string, given: Taken[], more: Partial<Reader> = {}): Reader => ({
  name: 'test',
  isDue: ({ log }) => log === 'access',
  async take(tx, { fence }, lines) {
    const positions = lines.map(({ position }) => position);
    for (const one of positions) await sql`INSERT INTO told VALUES (${one}, ${node})`.execute(tx);
    given.push({ node, fence, positions });
    return true;
  },
  ...more,
});

describe('the logs are read on', () => {
  let house: House;
  let company: Company;
  let given: Taken[];
  const db = () => (house.nodes[0] ?? assert.fail()).parts.db;
  const parts = () => ({ db: db(), now: Date.now });
  const told = async () =>
    (await sql<{ n: number }>`SELECT n FROM told ORDER BY n`.execute(db())).rows.map(({ n }) => n);
  const head = async () =>
    (
      await db()
        .selectFrom('access_heads')
        .select('version')
        .where('org_id', '=', company.orgId)
        .executeTakeFirstOrThrow()
    ).version;
  const upTo = (n: number) => Array.from({ length: n }, (_, index) => index + 1);

  beforeEach(async () => {
    house = await openHouse();
    company = await openCompany(house);
    given = [];
    await sql`CREATE TABLE told (n integer, node text)`.execute(db());
    for (const name of ['One', 'Two', 'Three']) await company.group(name);
  });
  afterEach(() => house.close());

  it('each entry once and in its order, however many nodes read at once', async () => {
    const turns = ['a', 'b', 'c'].map((node) =>
      readOn(parts(), readerOf(node, given), randomUUID()),
    );
    await Promise.all(turns);
    assert.deepEqual(await told(), upTo(await head()));
    await company.group('Four');
    await readOn(parts(), readerOf('d', given), randomUUID());
    assert.deepEqual(await told(), upTo(await head()));
    assert.ok(
      given.every(({ positions }) => positions.every((one, n) => one === (positions[0] ?? 0) + n)),
    );
  });

  it('again, where reading failed or was declined; what was written by then is taken back', async () => {
    const failing = readerOf('a', given);
    const throws = async (...asked: Parameters<Reader['take']>) => {
      await failing.take(...asked);
      throw new Error('the receiver is away');
    };
    const turn = readOn(parts(), { ...failing, take: throws }, randomUUID());
    await assert.rejects(turn, /receiver is away/);
    await readOn(parts(), readerOf('b', given, { take: async () => false }), randomUUID());
    assert.deepEqual(await told(), []);
    await readOn(parts(), readerOf('c', given), randomUUID());
    assert.deepEqual(await told(), upTo(await head()));
  });

  it('by one node at a time: another waits for the end of the lease, and not for the node’s clock', async () => {
    const ahead = { ...parts(), now: () => Date.now() + 24 * 3600 * 1000 };
    const inside = Promise.withResolvers<void>();
    const go = Promise.withResolvers<void>();
    const slow = readerOf('a', given, {
      async take() {
        inside.resolve();
        await go.promise;
        return false;
      },
    });
    const turn = readOn(parts(), slow, randomUUID());
    await inside.promise;
    await readOn(ahead, readerOf('b', given), randomUUID());
    const early = await told();
    go.resolve();
    await turn;
    assert.deepEqual(early, []);
    await readOn(parts(), readerOf('b', given), randomUUID());
    assert.deepEqual(await told(), upTo(await head()));
  });

  it('by a node that was away no longer, once another has taken over', async () => {
    const inside = Promise.withResolvers<void>();
    const go = Promise.withResolvers<void>();
    const first = readerOf('a', given);
    const sleeping = readerOf('a', given, {
      async take(...asked) {
        inside.resolve();
        await go.promise;
        return first.take(...asked);
      },
    });
    const turn = readOn(parts(), sleeping, randomUUID());
    await inside.promise;
    await sql`UPDATE followers SET held_until = clock_timestamp() - interval '1 second'`.execute(
      db(),
    );
    await readOn(parts(), readerOf('b', given), randomUUID());
    go.resolve();
    await turn;
    assert.deepEqual(await told(), upTo(await head()));
    const fences = given.map(({ node, fence }) => [node, fence] as const);
    assert.deepEqual(fences, [
      ['b', 2],
      ['a', 1],
    ]);
    const { rows } = await sql<{ node: string }>`SELECT DISTINCT node FROM told`.execute(db());
    assert.deepEqual(rows, [{ node: 'b' }]);
  });
});
