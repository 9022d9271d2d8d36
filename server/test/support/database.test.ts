import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import pg from 'pg';
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

async function migrate(url: string): Promise<void> {
  migrated++;
  await run(url, 'create table migrated (n int)');
}

async function run(url: string, sql: string): Promise<unknown[]> {
  const pool = new pg.Pool({ connectionString: url });
  try {
    return (await pool.query(sql)).rows;
  } finally {
    await pool.end();
  }
}

async function dropAll(databases: TestDatabase[]): Promise<void> {
  for (const database of databases) await database.drop();
}
