import assert from 'node:assert/strict';
import { test } from 'node:test';
import { passes } from '../../src/postgres/join.ts';
import { begin, processesOn, query } from './support.ts';

test('a second server joins the PostgreSQL that runs, and the last to stop ends it', async (t) => {
  const scene = await begin(t);
  const { dataDir } = scene;
  const first = await scene.start();
  const second = await scene.hold();
  assert.deepEqual([second.attached, second.pid], [true, first.pid]);

  await first.stop();
  const third = await scene.start();
  assert.deepEqual([third.attached, third.pid], [true, second.pid]);
  await third.stop();
  await second.stop();
  assert.deepEqual(await processesOn(dataDir), []);
});

test('PostgreSQL outlives a killed server, and the next one takes it over', async (t) => {
  const scene = await begin(t);
  const { dataDir } = scene;
  const first = await scene.hold();
  await first.kill();

  const next = await scene.start();
  assert.deepEqual([next.attached, next.pid], [true, first.pid]);
  await next.stop();
  assert.deepEqual(await processesOn(dataDir), []);
});

test('a Ctrl-C in the terminal of the server does not reach PostgreSQL', async (t) => {
  const scene = await begin(t);
  const first = await scene.hold();
  const other = await scene.start();
  const ended = new Promise((resolve) => first.process.once('exit', resolve));
  process.kill(-(first.process.pid ?? 0), 'SIGINT');
  await ended;
  assert.deepEqual(await query(other.connection, 'select 1 as one'), [{ one: 1 }]);
  assert.equal(other.pid, first.pid);
});

test('servers that start at once on an empty directory share one PostgreSQL', async (t) => {
  const scene = await begin(t);
  const { dataDir } = scene;
  const holders = await Promise.all([1, 2, 3, 4].map(() => scene.hold()));
  assert.equal(new Set(holders.map(({ pid }) => pid)).size, 1);
  assert.equal(holders.filter(({ attached }) => !attached).length, 1);
  await Promise.all(holders.map((holder) => holder.stop()));
  assert.deepEqual(await processesOn(dataDir), []);
});

test('of several starts at the very same time one starts it, and the others join', async (t) => {
  const scene = await begin(t);
  await (await scene.start()).stop();
  const all = await Promise.all([scene.start(), scene.start(), scene.start()]);
  assert.equal(new Set(all.map(({ pid }) => pid)).size, 1);
  assert.equal(all.filter(({ attached }) => !attached).length, 1);
  await Promise.all(all.map((one) => one.stop()));
  assert.deepEqual(await processesOn(scene.dataDir), []);
});

test('a server that starts while the last one stops gets a PostgreSQL that stays', async (t) => {
  const scene = await begin(t);
  const { dataDir } = scene;
  let current = await scene.start();
  for (let round = 0; round < 5; round++) {
    const stopped = current.stop();
    current = await scene.start();
    await stopped;
    assert.deepEqual(await query(current.connection, 'select 1 as one'), [{ one: 1 }]);
  }
  await current.stop();
  assert.deepEqual(await processesOn(dataDir), []);
});

test('a start that lost a race is tried again, one that cannot succeed is not', () => {
  // As PostgreSQL's CreateLockFile words them (src/backend/utils/init/miscinit.c).
  for (const said of [
    'FATAL:  lock file "postmaster.pid" already exists',
    'FATAL:  lock file "postmaster.pid" is empty',
    'FATAL:  could not remove old lock file "postmaster.pid": No such file or directory',
    'FATAL:  lock file "/run/.s.PGSQL.5432.lock" already exists',
    'FATAL:  pre-existing shared memory block (key 5432001, ID 7) is still in use',
  ])
    assert.ok(passes(said), said);
  for (const said of [
    'FATAL:  could not create lock file "postmaster.pid": No space left on device',
    'FATAL:  could not remove old lock file "postmaster.pid": Permission denied',
    'FATAL:  bogus data in lock file "postmaster.pid": "x"',
    'FATAL:  database files are incompatible with server',
    'it ended without a word',
  ])
    assert.ok(!passes(said), said);
});
