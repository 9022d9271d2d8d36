import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { groups, session } from '@coterie/contract';
import { type Company, type House, openCompany, openHouse } from '../support/house.ts';
import { embeddedIn } from './support/embedded.ts';
import { startServer } from './support/server-process.ts';

const beginnings: Record<string, string> = {
  'sends nothing': '',
  'sent half a header': 'POST /api/v3/auth/login HTTP/1.1\r\nHost: x\r\nContent-',
  'sent half a body':
    'POST /api/v3/auth/login HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 900\r\n\r\n{"em',
  'is kept alive': 'GET /api/live HTTP/1.1\r\nHost: x\r\n\r\n',
};

async function hanging(url: string, text: string): Promise<Socket> {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  socket.on('error', () => {});
  await new Promise((resolve) => socket.once('connect', resolve));
  if (text) socket.write(text);
  return socket;
}

describe('stopping', { timeout: 120_000 }, () => {
  it('ends on SIGTERM whatever connected clients do, with exit code 0', async () => {
    const dataDir = await mkdtemp(join(tmpdir(), 'coterie-stopping-'));
    try {
      const server = await startServer({ COTERIE_DATA_DIR: dataDir });
      const sockets = await Promise.all(
        Object.values(beginnings).map((text) => hanging(server.url, text)),
      );
      await pause(100);
      await server.stop();
      for (const socket of sockets) socket.destroy();
    } finally {
      await (await embeddedIn(dataDir).catch(() => null))?.clear();
      await rm(dataDir, { recursive: true, force: true });
    }
  });

  it('answers what is under way, and refuses to be called ready meanwhile', async () => {
    const house = await openHouse();
    const company = await openCompany(house);
    const node = await house.addNode();
    const underWay = Promise.withResolvers<void>();
    const held = Promise.withResolvers<void>();
    const { db } = node.parts;
    const slow = db.transaction().execute(async (tx) => {
      await tx.selectFrom('access_heads').selectAll().forUpdate().execute();
      held.resolve();
      await underWay.promise;
    });
    await held.promise;
    const made = company.admin.at(node.url).call(groups.createGroup, { body: { name: 'Last' } });
    while (node.parts.health.underWay === 0) await pause(5);
    const stopped = node.stop();
    while (!node.parts.health.isStopping) await pause(5);
    await assert.rejects(node.parts.health.look(db), /stopping/);
    underWay.resolve();
    await slow;
    assert.equal((await made).name, 'Last');
    await stopped;
    await house.close();
  });
});

describe('the state of a node', () => {
  let house: House;
  let company: Company;
  before(async () => {
    house = await openHouse();
    company = await openCompany(house);
  });
  after(() => house.close());
  const statusOf = async (path: string) => (await fetch(house.url + path)).status;

  it('is told apart: alive, and ready', async () => {
    for (const path of ['/api/live', '/api/ready', '/api/status'])
      assert.equal(await statusOf(path), 200, path);
  });

  for (const [code, words] of [
    ['53100', /no room left/],
    ['53200', /out of memory/],
    ['53300', /no more connections/],
    ['25006', /read-only/],
  ] as const)
    it(`a database that says ${code} is 503 in words, at the door and in the state, until it is over`, async () => {
      const [node] = house.nodes;
      assert.ok(node);
      const well = node.parts.db;
      const failing = new Proxy(well, {
        get(target, name) {
          const found = Reflect.get(target, name, target);
          if (name !== 'transaction' && name !== 'updateTable')
            return typeof found === 'function' ? found.bind(target) : found;
          return () => {
            throw Object.assign(new Error('could not extend file'), { code });
          };
        },
      });
      const change = () =>
        company.admin.refusal(groups.createGroup, { body: { name: `No room ${code}` } });
      const { access } = node.parts;
      node.parts.db = failing;
      node.parts.access = Object.assign(Object.create(Object.getPrototypeOf(access)), access, {
        change: () => Promise.reject(Object.assign(new Error('could not extend file'), { code })),
      });
      try {
        const refusal = await change();
        assert.equal(refusal.statusCode, 503);
        assert.match(refusal.message, words);
        assert.equal(await statusOf('/api/ready'), 503);
        assert.equal(await statusOf('/api/status'), 503);
        assert.equal(await statusOf('/api/live'), 200);
      } finally {
        node.parts.db = well;
        node.parts.access = access;
      }
      assert.equal(await statusOf('/api/ready'), 200);
      assert.equal((await company.group(`Room ${code}`)).name, `Room ${code}`);
    });

  it('requests of a token and of a network are limited, and told how many are left', async () => {
    const small = await openHouse({ RATE_LIMIT_TOKEN: '5', RATE_LIMIT_NETWORK: '50' });
    try {
      const { admin } = await openCompany(small);
      const ask = () =>
        fetch(small.url + session.listOrganizations.path, {
          headers: { authorization: `Bearer ${admin.token}` },
        });
      const first = await ask();
      assert.equal(first.headers.get('ratelimit-limit'), '5');
      assert.equal(first.headers.get('ratelimit-remaining'), '4');
      assert.ok(Number(first.headers.get('ratelimit-reset')) > 0);
      const all = [first];
      while (all.length < 6) all.push(await ask());
      assert.deepEqual(
        all.map(({ status }) => status),
        [200, 200, 200, 200, 200, 429],
      );
      assert.ok(Number(all.at(-1)?.headers.get('retry-after')) > 0);
      const strangers: number[] = [];
      for (let n = 0; n < 60; n++)
        strangers.push(
          (
            await fetch(small.url + session.listOrganizations.path, {
              headers: { authorization: `Bearer ${n}` },
            })
          ).status,
        );
      assert.ok(strangers.includes(401) && strangers.at(-1) === 429);
      assert.equal((await fetch(`${small.url}/api/status`)).status, 200);
    } finally {
      await small.close();
    }
  });
});
