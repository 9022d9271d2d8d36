import assert from 'node:assert/strict';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { begin, processesOn } from './support.ts';

test('a database made by another PostgreSQL version is left alone', async (t) => {
  const scene = await begin(t);
  const { dataDir } = scene;
  await mkdir(join(dataDir, 'cluster', 'data'), { recursive: true });
  await writeFile(join(dataDir, 'cluster', 'data', 'PG_VERSION'), '17\n');
  await assert.rejects(scene.start(), {
    name: 'PostgresProblem',
    message: /was made by PostgreSQL 17, and this product brings PostgreSQL 18/,
  });
});

test("another server's own data directory is left alone", async (t) => {
  const scene = await begin(t);
  const { dataDir } = scene;
  await writeFile(join(dataDir, 'PG_VERSION'), '18\n');
  await assert.rejects(scene.start(), /data directory of another PostgreSQL server/);
});

test('a data directory that cannot be one is refused by name', async (t) => {
  const { dataDir, start } = await begin(t);
  const file = join(dataDir, 'a-file');
  await writeFile(file, '');
  await assert.rejects(
    start({ dataDir: join(file, 'data') }),
    /cannot be `.*a-file\/data`: there is a file of that name/,
  );
});

test('a PostgreSQL that cannot start says why, and leaves no process', async (t) => {
  const scene = await begin(t);
  const { dataDir } = scene;
  await (await scene.start()).stop();
  await rm(join(dataDir, 'cluster', 'data', 'global', 'pg_control'));
  await assert.rejects(scene.start(), {
    name: 'PostgresProblem',
    message: /did not start on .*pg_control/s,
  });
  assert.deepEqual(await processesOn(dataDir), []);
});

test('a running PostgreSQL that does not know our password is not used', async (t) => {
  const scene = await begin(t);
  const { dataDir } = scene;
  await scene.start();
  const path = join(dataDir, 'cluster', 'credentials.json');
  const credentials = await readFile(path, 'utf8');
  await writeFile(path, JSON.stringify({ admin: 'wrong', owner: 'wrong' }));
  await assert.rejects(scene.start(), /does not accept the password kept beside/);
  await writeFile(path, credentials);
});

test('a start that is called off leaves no process', async (t) => {
  const scene = await begin(t);
  const { dataDir } = scene;
  await (await scene.start()).stop();
  const calledOff = new AbortController();
  const start = scene.start({
    signal: calledOff.signal,
    onProgress: () => calledOff.abort(),
  });
  await assert.rejects(start, { name: 'AbortError' });
  while ((await processesOn(dataDir)).length > 0);
});
