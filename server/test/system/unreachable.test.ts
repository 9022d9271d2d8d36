import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { groups, session } from '@coterie/contract';
import { sql } from 'kysely';
import { isUnreachable, openDb } from '../../src/store/db.ts';
import { callerAt, openCompany, openHouse } from '../support/house.ts';

describe('a database that cannot be reached', () => {
  it('is 503 at every door, with when to try again, and all is well once it is back', async () => {
    const house = await openHouse();
    try {
      const company = await openCompany(house);
      const [node] = house.nodes;
      assert.ok(node);
      const well = node.parts.db;
      const gone = openDb({ host: '/nowhere', user: 'u', password: 'p', database: 'd' }, () => {});
      node.parts.db = gone.db;
      for (const refusal of [
        await callerAt(house.url, company.admin.token).refusal(groups.listGroups),
        await callerAt(house.url, company.admin.token).refusal(session.getStatus),
      ]) {
        assert.deepEqual([refusal.statusCode, refusal.error], [503, 'ServiceUnavailable']);
        assert.match(refusal.message, /database cannot be reached/);
      }
      const response = await fetch(`${house.url}/api/status`);
      assert.ok(Number(response.headers.get('retry-after')) > 0);
      node.parts.db = well;
      await gone.close();
      assert.deepEqual(await company.admin.call(groups.listGroups), []);
    } finally {
      await house.close();
    }
  });

  it('is 503 when a connection is ended under a statement', async () => {
    const house = await openHouse();
    try {
      const company = await openCompany(house);
      const [node] = house.nodes;
      assert.ok(node);
      const { db } = node.parts;
      const waiting = db.transaction().execute(async (tx) => {
        await sql`SELECT 1 FROM access_heads FOR UPDATE`.execute(tx);
        const create = company.admin.refusal(groups.createGroup, { body: { name: 'Waits' } });
        for (let ended = 0; ended === 0; ) {
          const { rows } = await sql<{
            n: number;
          }>`SELECT count(pg_terminate_backend(pid)) AS n FROM pg_stat_activity
            WHERE wait_event_type = 'Lock' AND datname = current_database()`.execute(db);
          ended = rows[0]?.n ?? 0;
        }
        return create;
      });
      assert.equal((await waiting).statusCode, 503);
      assert.equal((await company.group('After')).name, 'After');
    } finally {
      await house.close();
    }
  });

  it('is let go by a transaction that stands still, and what comes next is answered', async () => {
    const house = await openHouse();
    try {
      const company = await openCompany(house);
      const { db } = (house.nodes[0] as (typeof house.nodes)[0]).parts;
      const { rows } = await sql<{ limit: string }>`
        SELECT current_setting('idle_in_transaction_session_timeout') AS limit`.execute(db);
      assert.deepEqual(rows, [{ limit: '30s' }]);
      await assert.rejects(
        db.transaction().execute(async (tx) => {
          await sql`SET LOCAL idle_in_transaction_session_timeout = '1ms'`.execute(tx);
          const { rows: here } = await sql<{ pid: number }>`SELECT pg_backend_pid() AS pid`.execute(
            tx,
          );
          const gone = `NOT EXISTS (SELECT FROM pg_stat_activity WHERE pid = ${here[0]?.pid})`;
          for (let isGone = false; !isGone; )
            isGone =
              (await sql<{ gone: boolean }>`SELECT ${sql.raw(gone)} AS gone`.execute(db)).rows[0]
                ?.gone === true;
          await sql`SELECT 1`.execute(tx);
        }),
        isUnreachable,
      );
      assert.deepEqual(await company.admin.call(groups.listGroups), []);
    } finally {
      await house.close();
    }
  });
});
