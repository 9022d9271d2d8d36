import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { adminUser, readCredentials } from '../../src/postgres/cluster.ts';
import { openLayout } from '../../src/postgres/layout.ts';
import { findPostmaster } from '../../src/postgres/postmaster.ts';
import { type TestDatabase, testDatabaseIn } from './database.ts';

/** A PostgreSQL of its own: the shared one's template is made with the real migrations. */
let dataDir = '';
let migrated = 0;

before(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'coterie-database-test-'));
});
after(() => rm(dataDir, { recursive: true, force: true }));

test('databases made at once are migrated once, and do not see each other', async () => {
  const databases = await Promise.all([1, 2, 3].map(() => testDatabaseIn(dataDir, migrate)));
  assert.equal(migrated, 1);
  for (const { url } of databases) await run(url, 'insert into migrated values (1)');
  for (const { url } of databases)
    assert.deepEqual(await run(url, 'select n from migrated'), [{ n: 1 }]);
  await dropAll(databases);
});

test('a migration that failed half way is begun anew', async () => {
  const fresh = await mkdtemp(join(tmpdir(), 'coterie-database-test-'));
  const failing = async (url: string) => {
    await migrate(url);
    throw new Error('no more');
  };
  await assert.rejects(testDatabaseIn(fresh, failing), /no more/);
  const database = await testDatabaseIn(fresh, migrate);
  assert.deepEqual(await run(database.url, 'select n from migrated'), []);
  await database.drop();
  await rm(fresh, { recursive: true, force: true });
});

test('a dropped database is gone, whoever is connected', async () => {
  const database = await testDatabaseIn(dataDir, migrate);
  const client = new pg.Client({ connectionString: database.url });
  const cut = new Promise((resolve) => client.on('error', resolve));
  await client.connect();
  const kept = await testDatabaseIn(dataDir, migrate);
  await database.drop();
  await cut;
  await assert.rejects(run(database.url, 'select 1'), { code: '3D000' });
  await kept.drop();
});

test('a database is dropped while autovacuum works in it', async () => {
  const database = await testDatabaseIn(dataDir, migrate);
  const admin = await superuser();
  try {
    for (const slow of ['naptime = 1', 'vacuum_cost_delay = 100', 'vacuum_cost_limit = 1'])
      await admin.query(`alter system set autovacuum_${slow}`);
    await admin.query('select pg_reload_conf()');
    await run(database.url, 'insert into migrated select generate_series(1, 10000)');
    await run(database.url, 'delete from migrated');
    const [made] = await run(database.url, 'select current_database() as name');
    const isThere = async () => {
      const { rowCount } = await admin.query(
        "select 1 from pg_stat_activity where backend_type = 'autovacuum worker' and datname = $1",
        [(made as { name: string }).name],
      );
      return rowCount !== 0;
    };
    while (!(await isThere())) await pause(5);
  } finally {
    await admin.end();
  }
  await database.drop();
});

/** Whoever supervises the PostgreSQL of this file, which runs. */
async function superuser(): Promise<pg.Client> {
  const layout = await openLayout(dataDir);
  const { endpoint } = (await findPostmaster(layout)) ?? {};
  const { admin } = await readCredentials(layout);
  const client = new pg.Client({
    ...endpoint,
    user: adminUser,
    password: admin,
    database: 'postgres',
  });
  await client.connect();
  return client;
}

async function migrate(url: string): Promise<void> {
  migrated++;
  await run(url, 'create table migrated (n int)');
}

/** By a client of its own: a pool says that it has ended while PostgreSQL still has its connections. */
async function run(url: string, sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

async function dropAll(databases: TestDatabase[]): Promise<void> {
  for (const database of databases) await database.drop();
}
