import assert from 'node:assert/strict';
import { test } from 'node:test';
import { joinOrStart } from '../../src/postgres/join.ts';
import { openSession, type Session } from '../../src/postgres/session.ts';
import { openSite, type Site } from '../../src/postgres/site.ts';
import { begin } from './support.ts';

test('only the last user may end PostgreSQL, and once it may, nobody joins any more', async (t) => {
  const scene = await begin(t);
  const postgres = await scene.start();
  const site = await openSite(scene.dataDir, () => {});
  const first = await join(site);
  const second = await join(site);
  await postgres.stop();

  assert.equal(await second.leave(), false);
  assert.equal(await first.leave(), true);
  assert.deepEqual(await openSession(first.endpoint, site.credentials), {
    reason: 'its last user is stopping it',
    answers: true,
  });
  await Promise.all([first.close(), second.close()]);
  await (await scene.start()).stop();
});

test('of users who leave at once, exactly one is the last', async (t) => {
  const scene = await begin(t);
  const postgres = await scene.start();
  const site = await openSite(scene.dataDir, () => {});
  const users = await Promise.all([1, 2, 3, 4, 5].map(() => join(site)));
  await postgres.stop();
  const last = await Promise.all(users.map((user) => user.leave()));
  assert.equal(last.filter(Boolean).length, 1);
  await Promise.all(users.map((user) => user.close()));
  await (await scene.start()).stop();
});

async function join(site: Site): Promise<Session> {
  const signal = new AbortController().signal;
  return (await joinOrStart(site, { progress: () => {}, signal })).session;
}
