import assert from 'node:assert/strict';
import { rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { begin, processesOn, query } from './support.ts';

test('a first start makes a durable database that a second start finds again', async (t) => {
  const scene = await begin(t, 'data');
  const told: string[] = [];
  const first = await scene.start({ onProgress: (text) => told.push(text) });
  await query(first.connection, 'create table kept as select 42 as answer');
  await first.stop();

  const second = await scene.start({ onProgress: (text) => told.push(text) });
  assert.deepEqual(await query(second.connection, 'select answer from kept'), [{ answer: 42 }]);
  assert.deepEqual(told, ['creating the database', 'starting PostgreSQL', 'starting PostgreSQL']);
  assert.equal(second.attached, false);
});

test('stop leaves no process behind, and may be called twice', async (t) => {
  const scene = await begin(t);
  const { dataDir } = scene;
  const postgres = await scene.start();
  assert.notDeepEqual(await processesOn(dataDir), []);
  await Promise.all([postgres.stop(), postgres.stop()]);
  assert.deepEqual(await processesOn(dataDir), []);
});

test('stop cuts open sessions instead of waiting for them', async (t) => {
  const postgres = await (await begin(t)).start();
  const asleep = query(postgres.connection, 'select pg_sleep(600)');
  const refusal = assert.rejects(asleep, { code: '57P01' });
  while ((await query(postgres.connection, sleeping)).length === 0);
  await postgres.stop();
  await refusal;
});

const sleeping = "select 1 from pg_stat_activity where wait_event = 'PgSleep'";

test('the settings keep what is committed, and listen to nobody outside', async (t) => {
  const postgres = await (await begin(t)).start();
  const names = 'fsync,synchronous_commit,full_page_writes,data_checksums,listen_addresses';
  const rows = await query(
    postgres.connection,
    `select name, setting from pg_settings where name = any(string_to_array('${names}', ','))`,
  );
  assert.deepEqual(Object.fromEntries(rows.map(({ name, setting }) => [name, setting])), {
    data_checksums: 'on',
    fsync: 'on',
    full_page_writes: 'on',
    listen_addresses: '',
    synchronous_commit: 'on',
  });
});

test('the product is an ordinary user who needs its password', async (t) => {
  const scene = await begin(t);
  const postgres = await scene.start();
  const [user] = await query(
    postgres.connection,
    'select rolsuper, rolcreaterole from pg_roles where rolname = current_user',
  );
  assert.deepEqual(user, { rolsuper: false, rolcreaterole: false });
  for (const name of ['coterie', 'postgres'])
    await assert.rejects(
      query({ ...postgres.connection, user: name, password: 'a guess' }, 'select 1'),
      { code: '28P01' },
    );
});

test('only its owner can read the data, the passwords and the socket', async (t) => {
  const scene = await begin(t, 'data');
  const { dataDir } = scene;
  const postgres = await scene.start();
  const passwords = join(dataDir, 'cluster', 'credentials.json');
  for (const path of [dataDir, join(dataDir, 'cluster'), passwords, postgres.connection.host])
    assert.equal((await stat(path)).mode & 0o077, 0, path);
});

test('a data directory with a long path gets its socket elsewhere', async (t) => {
  const scene = await begin(t, 'a-long-name-'.repeat(10));
  const { dataDir } = scene;
  const postgres = await scene.start();
  t.after(() => rm(postgres.connection.host, { recursive: true }));
  assert.ok(!postgres.connection.host.startsWith(dataDir));
  assert.equal((await stat(postgres.connection.host)).mode & 0o777, 0o700);
  assert.deepEqual(await query(postgres.connection, 'select 1 as one'), [{ one: 1 }]);
});
