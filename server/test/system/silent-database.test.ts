import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { describe, it } from 'node:test';
import { groups } from '@coterie/contract';
import { withDeadline } from '../../src/store/db.ts';
import { openCompany, openHouse } from '../support/house.ts';

/** Stands between a node and its database; what it carries can fall silent, on the connections that are open by then. */
async function relayTo(url: string) {
  // The tests' PostgreSQL listens on a socket; a node reaches it through here by an address.
  const [, user = '', password = '', database = '', host = '', port = ''] =
    /^postgresql:\/\/([^:]+):([^@]+)@\/([^?]+)\?host=([^&]+)&port=(\d+)$/.exec(url) ?? [];
  const carried = new Set<Socket>();
  const server = createServer((near) => {
    const far = connect(`${decodeURIComponent(host)}/.s.PGSQL.${port}`);
    for (const socket of [near, far]) {
      carried.add(socket);
      socket.on('error', () => {});
      socket.on('close', () => carried.delete(socket));
    }
    near.pipe(far);
    far.pipe(near);
    near.on('close', () => far.destroy());
    far.on('close', () => near.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const own = (server.address() as { port: number }).port;
  return {
    url: `postgresql://${user}:${password}@127.0.0.1:${own}/${database}`,
    silence() {
      for (const socket of carried) {
        socket.unpipe();
        socket.pause();
      }
    },
    close() {
      for (const socket of carried) socket.destroy();
      server.close();
    },
  };
}

describe('a database that falls silent', { timeout: 120_000 }, () => {
  it('is 503 within its deadline, its connections are given up, and all is well on new ones', async () => {
    const house = await openHouse();
    const relay = await relayTo(house.database.url);
    try {
      const company = await openCompany(house);
      house.env.DATABASE_URL = relay.url;
      const node = await house.addNode();
      const admin = company.admin.at(node.url);
      await Promise.all(Array.from({ length: 30 }, () => admin.call(groups.listGroups)));
      relay.silence();
      const began = performance.now();
      const status = await fetch(`${node.url}/api/status`);
      assert.equal(status.status, 503);
      assert.match(await status.text(), /does not answer/);
      assert.equal((await fetch(`${node.url}/api/live`)).status, 200);
      const hanging = await Promise.all(
        Array.from({ length: 40 }, () =>
          admin.call(groups.listGroups).then(
            () => 200,
            (error: { status: number }) => error.status,
          ),
        ),
      );
      assert.ok(hanging.every((one) => one === 503 || one === 200));
      assert.ok(performance.now() - began < 60_000, 'it hung');
      assert.deepEqual(await admin.call(groups.listGroups), []);
      assert.equal((await fetch(`${node.url}/api/ready`)).status, 200);
      relay.silence();
      await node.stop();
      house.nodes.pop();
    } finally {
      relay.close();
      await house.close();
    }
  });

  it('what is named to take longer may', async () => {
    const house = await openHouse();
    try {
      const [node] = house.nodes;
      assert.ok(node);
      const { sql } = await import('kysely');
      const sleep = (seconds: number) => sql`SELECT pg_sleep(${seconds})`.execute(node.parts.db);
      await assert.rejects(
        withDeadline(200, () => sleep(3)),
        /no answer of the database within 0.2 s/,
      );
      await withDeadline(30_000, () => sleep(0.5));
    } finally {
      await house.close();
    }
  });
});
