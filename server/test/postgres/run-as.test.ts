import assert from 'node:assert/strict';
import { chmod, chown, cp, mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { openLayout } from '../../src/postgres/layout.ts';
import { findPrograms, installedPackage } from '../../src/postgres/programs.ts';
import { begin, processesOn } from './support.ts';

const asRoot = { skip: process.getuid?.() === 0 ? false : 'only root has to step down' };

test('root runs PostgreSQL where its own id looks unprivileged', asRoot, async (t) => {
  const { start, dataDir } = await begin(t, 'data');
  const postgres = await start();
  assert.match(await readFile(`/proc/${postgres.pid}/uid_map`, 'utf8'), /^\s*65534\s+0\s+1\s*$/);
  assert.equal((await stat(join(dataDir, 'cluster', 'data'))).uid, 0);
});

test(
  'where namespaces are forbidden, root runs PostgreSQL as an unprivileged user',
  asRoot,
  async (t) => {
    const { hold, dataDir } = await begin(t, 'data');
    await chmod(dirname(dataDir), 0o755);
    const PATH = await pathWithout('unshare', t);
    const first = await hold({ PATH });
    assert.equal(await userOf(first.pid), 65534);
    await first.stop();

    const second = await hold();
    assert.equal(await userOf(second.pid), 65534);
    await second.stop();
    assert.deepEqual(await processesOn(dataDir), []);
  },
);

test('a database made in a namespace goes on where namespaces are forbidden', asRoot, async (t) => {
  const { start, hold, dataDir } = await begin(t, 'data');
  await chmod(dirname(dataDir), 0o755);
  await (await start()).stop();
  const holder = await hold({ PATH: await pathWithout('unshare', t) });
  assert.equal(await userOf(holder.pid), 65534);
});

test('root keeps to the owner of the folder the data lies in', asRoot, async (t) => {
  const { start, dataDir } = await begin(t, 'home/data');
  await chmod(dirname(dirname(dataDir)), 0o755);
  await mkdir(dirname(dataDir), { mode: 0o700 });
  await chown(dirname(dataDir), 12345, 12345);
  const postgres = await start();
  assert.equal(await userOf(postgres.pid), 12345);
});

test('a data directory that the unprivileged user cannot reach is refused', asRoot, async (t) => {
  const { start, dataDir } = await begin(t, 'closed/data');
  await mkdir(dataDir, { recursive: true });
  await chmod(dirname(dataDir), 0o700);
  await chown(dataDir, 12345, 12345);
  await assert.rejects(
    start(),
    /it needs a user other than root, with a name, who can reach that folder/,
  );
});

test(
  'programs that the unprivileged user cannot reach or link are copied, once',
  asRoot,
  async (t) => {
    const { dataDir } = await begin(t, 'data');
    await chmod(dirname(dataDir), 0o755);
    const layout = await openLayout(dataDir);
    const unprivileged = { uid: 65534, gid: 65534, wrap: [] };
    await chown(dataDir, 65534, 65534);
    const { folder, version } = await installedPackage();
    const closed = { folder: join(dirname(dataDir), 'closed'), version };
    await cp(folder, closed.folder, {
      recursive: true,
      filter: (path) => !path.endsWith('.so.60'),
    });
    await chmod(closed.folder, 0o700);

    const programs = await findPrograms(layout, unprivileged, closed);
    assert.ok(programs.postgres.startsWith(dataDir), programs.postgres);
    const made = (await stat(programs.postgres)).ino;
    await findPrograms(layout, unprivileged, closed);
    assert.equal((await stat(programs.postgres)).ino, made);
  },
);

async function userOf(pid: number): Promise<number> {
  return (await stat(`/proc/${pid}`)).uid;
}

/** A PATH whose first folder holds a program of that name that refuses to do anything. */
async function pathWithout(program: string, t: TestContext): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'coterie-path-'));
  t.after(() => rm(folder, { recursive: true, force: true }));
  await writeFile(join(folder, program), '#!/bin/sh\nexit 1\n', { mode: 0o755 });
  return `${folder}:${process.env.PATH}`;
}
