import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import type { PostgresProblem } from '../../src/postgres/index.ts';
import { begin, processesOn, query } from './support.ts';

test('PostgreSQL killed under a running server comes back with all that was committed', async (t) => {
  const told = new Told();
  const postgres = await (await begin(t)).start({ onProgress: told.hear });
  await query(postgres.connection, 'create table kept (n int)');
  for (let round = 1; round <= 3; round++) {
    await query(postgres.connection, `insert into kept values (${round})`);
    const before = postgres.pid;
    const back = told.next('PostgreSQL is back');
    process.kill(before, 'SIGKILL');
    await back;
    assert.notEqual(postgres.pid, before);
    const [row] = await query(postgres.connection, 'select count(*)::int as rows from kept');
    assert.deepEqual(row, { rows: round });
  }
});

test('a restart waits for a statement of the killed PostgreSQL that is still at work', async (t) => {
  const told = new Told();
  const postgres = await (await begin(t)).start({ onProgress: told.hear });
  // It only looks whether PostgreSQL still lives once it is through, and may even get its answer.
  const long = 'select sum(n) from generate_series(1, 8000000) n';
  const statement = Promise.allSettled([query(postgres.connection, long)]);
  const working = `select 1 from pg_stat_activity where state = 'active' and query = '${long}'`;
  while ((await query(postgres.connection, working)).length === 0);
  const back = told.next('PostgreSQL is back');
  process.kill(postgres.pid, 'SIGKILL');
  await back;
  await statement;
  assert.deepEqual(await query(postgres.connection, 'select 1 as one'), [{ one: 1 }]);
});

test('a crash of one session is no reason for a restart', async (t) => {
  const told = new Told();
  const postgres = await (await begin(t)).start({ onProgress: told.hear });
  const before = postgres.pid;
  const back = told.next('PostgreSQL is back');
  const victim = query(postgres.connection, 'select pg_sleep(600)');
  const cut = assert.rejects(victim);
  let pids: Record<string, unknown>[] = [];
  while (pids.length === 0) pids = await query(postgres.connection, sleeping);
  process.kill(Number(pids[0]?.pid), 'SIGKILL');
  await cut;
  await back;
  assert.equal(postgres.pid, before);
  assert.deepEqual(await query(postgres.connection, 'select 1 as one'), [{ one: 1 }]);
});

const sleeping = "select pid from pg_stat_activity where wait_event = 'PgSleep'";

test('two servers whose PostgreSQL is killed agree on one new one', async (t) => {
  const scene = await begin(t);
  const { dataDir } = scene;
  const told = new Told();
  const other = await scene.hold();
  const postgres = await scene.start({ onProgress: told.hear });
  const back = told.next('PostgreSQL is back');
  process.kill(postgres.pid, 'SIGKILL');
  await back;
  await postgres.stop();
  await other.stop();
  assert.deepEqual(await processesOn(dataDir), []);
});

test('a PostgreSQL that dies again and again is given up', async (t) => {
  const scene = await begin(t);
  const told = new Told();
  const gone = told.next('gone');
  let problem: PostgresProblem | undefined;
  const postgres = await scene.start({
    onProgress: told.hear,
    onGone: (reason) => {
      problem = reason;
      told.hear('gone');
    },
  });
  for (let round = 1; round <= 5; round++) {
    const back = told.next('PostgreSQL is back');
    process.kill(postgres.pid, 'SIGKILL');
    await back;
  }
  process.kill(postgres.pid, 'SIGKILL');
  await gone;
  assert.match(problem?.message ?? '', /ended 6 times within a minute/);
  await postgres.stop();
});

test('a lock file left by a crash does not matter, though its process id belongs to another program', async (t) => {
  const scene = await begin(t);
  const { dataDir } = scene;
  const first = await scene.start();
  const path = join(dataDir, 'cluster', 'data', 'postmaster.pid');
  const lock = await readFile(path, 'utf8');
  await first.stop();
  // Not our parent or ourselves, whose ids PostgreSQL overlooks anyway.
  const bystander = await (await begin(t)).hold();
  await writeFile(path, lock.replace(String(first.pid), String(bystander.process.pid)));

  const second = await scene.start();
  assert.equal(second.attached, false);
  await second.stop();
  await bystander.stop();
});

/** Keeps what was told, and lets a test wait for the next such sentence. */
class Told {
  readonly #waiting: { text: string; resolve: (text: string) => void }[] = [];

  hear = (text: string): void => {
    const index = this.#waiting.findIndex((one) => one.text === text);
    if (index >= 0) this.#waiting.splice(index, 1)[0]?.resolve(text);
  };

  next(text: string): Promise<string> {
    return new Promise((resolve) => this.#waiting.push({ text, resolve }));
  }
}
