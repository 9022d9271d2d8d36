import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { call, session } from '@coterie/contract';
import { readConfig } from '../../src/config.ts';
import { CannotStart } from '../../src/house.ts';
import { makeLogger, start } from '../../src/server.ts';
import { openDb } from '../../src/store/db.ts';
import { type TestDatabase, testDatabase } from '../support/database.ts';
import { migrated, sender } from '../support/house.ts';

describe('the root key', () => {
  let database: TestDatabase;
  let dataDir: string;
  before(async () => {
    database = await testDatabase(migrated);
    dataDir = mkdtempSync(join(tmpdir(), 'coterie-key-'));
  });
  after(async () => {
    await database.drop();
    rmSync(dataDir, { recursive: true, force: true });
  });

  const tryToStart = (folder: string, more: Record<string, string> = {}) =>
    start(
      readConfig(
        { PORT: '0', DATABASE_URL: database.url, COTERIE_DATA_DIR: folder, ...more },
        folder,
      ),
      makeLogger('silent'),
      () => {},
    );

  async function everything(): Promise<string> {
    const { db, close } = openDb({ url: database.url }, () => {});
    const tables = [
      'instance',
      'users',
      'organizations',
      'organization_keys',
      'access_log',
    ] as const;
    const rows = [];
    for (const table of tables) rows.push(await db.selectFrom(table).selectAll().execute());
    await close();
    return JSON.stringify(rows);
  }

  it('is made at the first start, for its owner alone, and found at the next', async () => {
    const node = await tryToStart(dataDir);
    await call(sender(node.url), session.bootstrap, {
      body: { email: 'a@example.com', password: 'correct horse battery', organization: 'A' },
    });
    await node.stop();
    const file = join(dataDir, 'root.key');
    assert.equal(statSync(file).mode & 0o777, 0o600);
    const key = readFileSync(file, 'utf8');
    await (await tryToStart(dataDir)).stop();
    assert.equal(readFileSync(file, 'utf8'), key);
  });

  it('missing: no start, a message that says what to do, and nothing written', async () => {
    const empty = mkdtempSync(join(tmpdir(), 'coterie-nokey-'));
    const rows = await everything();
    await assert.rejects(
      tryToStart(empty),
      (error: Error) =>
        error instanceof CannotStart &&
        /COTERIE_ROOT_KEY/.test(error.message) &&
        /Nothing was changed/.test(error.message),
    );
    assert.equal(existsSync(join(empty, 'root.key')), false);
    assert.equal(await everything(), rows);
    rmSync(empty, { recursive: true });
  });

  it('wrong: no start, and nothing written', async () => {
    const rows = await everything();
    await assert.rejects(
      tryToStart(dataDir, { COTERIE_ROOT_KEY: '11'.repeat(32) }),
      (error: Error) => error instanceof CannotStart && /not the one/.test(error.message),
    );
    assert.equal(await everything(), rows);
    await (await tryToStart(dataDir)).stop();
  });
});
