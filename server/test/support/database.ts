import { createHash, randomBytes } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { type Connection, connectionUrl, startPostgres } from '../../src/postgres/index.ts';

export type TestDatabase = { url: string; drop(): Promise<void> };

/** Brings an empty database to the newest schema, and leaves no connection to it: what it makes is what every test gets. */
export type Migrate = (url: string) => Promise<void>;

const migrations = new URL('../../migrations/', import.meta.url);
/** Any number, as long as all test processes use the same one. */
const templateLock = 4_807_531;

/**
 * A migrated database of its own, on the PostgreSQL that all tests of a run share: that of COTERIE_TEST_POSTGRES, or,
 * for a test file run by hand, one in the temporary folder. `drop` removes the database.
 */
export function testDatabase(migrate: Migrate): Promise<TestDatabase> {
  return testDatabaseIn(sharedDataDir(), migrate);
}

/** The same with nothing in it yet. */
export function emptyDatabase(): Promise<TestDatabase> {
  return copyIn(sharedDataDir(), async () => 'template0');
}

/** A migrated database on the PostgreSQL of the data directory given. */
export function testDatabaseIn(dataDir: string, migrate: Migrate): Promise<TestDatabase> {
  return copyIn(dataDir, (connection) => ensureTemplate(connection, migrate));
}

async function copyIn(
  dataDir: string,
  templateOf: (connection: Connection) => Promise<string>,
): Promise<TestDatabase> {
  const postgres = await startPostgres({ dataDir });
  const { connection } = postgres;
  const name = `test_${process.pid}_${randomBytes(6).toString('hex')}`;
  try {
    const template = await templateOf(connection);
    await withAdmin(connection, (admin) =>
      admin.query(`create database ${name} template ${template}`),
    );
  } catch (error) {
    await postgres.stop();
    throw error;
  }
  return {
    url: urlTo(connection, name),
    async drop() {
      await withAdmin(connection, (admin) => dropDatabase(admin, name));
      await postgres.stop();
    },
  };
}

function sharedDataDir(): string {
  const given = process.env.COTERIE_TEST_POSTGRES;
  return given ?? join(tmpdir(), `coterie-test-postgres-${process.getuid?.() ?? 'user'}`);
}

/** The name of the database that is copied for each test; the first process to come makes it, and the others wait. */
async function ensureTemplate(connection: Connection, migrate: Migrate): Promise<string> {
  const name = `template_${await migrationsHash()}`;
  await withAdmin(connection, async (admin) => {
    await admin.query('select pg_advisory_lock($1)', [templateLock]);
    if (!(await exists(admin, name))) await makeTemplate(admin, connection, name, migrate);
  });
  return name;
}

/** The name appears only when the schema is complete, so a run killed in the middle leaves no half template. */
async function makeTemplate(
  admin: pg.Client,
  connection: Connection,
  name: string,
  migrate: Migrate,
): Promise<void> {
  const making = `making_${name}`;
  if (await exists(admin, making)) await dropDatabase(admin, making);
  await admin.query(`create database ${making}`);
  await migrate(urlTo(connection, making));
  // A database is only copied while nobody is connected to it, not even autovacuum.
  await admin.query(`alter database ${making} with allow_connections false`);
  await admin.query(`alter database ${making} rename to ${name}`);
}

async function exists(admin: pg.Client, name: string): Promise<boolean> {
  const { rowCount } = await admin.query('select 1 from pg_database where datname = $1', [name]);
  return rowCount !== 0;
}

/** `with (force)` is refused while autovacuum is there, whom a plain drop sends away; the others are sent away before. */
async function dropDatabase(admin: pg.Client, name: string): Promise<void> {
  await admin.query(`alter database ${name} with allow_connections false`);
  await admin.query(
    'select pg_terminate_backend(pid, 10000) from pg_stat_activity where datname = $1 and usename = current_user',
    [name],
  );
  await admin.query(`drop database ${name}`);
}

async function migrationsHash(): Promise<string> {
  const names = (await readdir(migrations)).filter((name) => name.endsWith('.sql')).sort();
  const hash = createHash('sha256');
  for (const name of names)
    hash.update(`${name}\n`).update(await readFile(new URL(name, migrations)));
  return hash.digest('hex').slice(0, 16);
}

async function withAdmin(
  connection: Connection,
  work: (admin: pg.Client) => Promise<unknown>,
): Promise<void> {
  const admin = new pg.Client(connection);
  await admin.connect();
  try {
    await work(admin);
  } finally {
    await admin.end();
  }
}

function urlTo(connection: Connection, database: string): string {
  return connectionUrl({ ...connection, database });
}
