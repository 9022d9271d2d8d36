import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, readdir, readlink, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { TestContext } from 'node:test';
import pg from 'pg';
import {
  type Connection,
  type Postgres,
  type PostgresOptions,
  startPostgres,
} from '../../src/postgres/index.ts';

/** Another process that holds the PostgreSQL of a data directory. */
export type Holder = {
  process: ChildProcess;
  pid: number;
  attached: boolean;
  /** asks it to stop PostgreSQL and to end */
  stop(): Promise<void>;
  /** ends it without a word, as a power cut would */
  kill(): Promise<void>;
};

/** A data directory of the test's own; what the test starts on it is stopped, last started first, and removed. */
export type Scene = {
  dataDir: string;
  start(options?: Partial<PostgresOptions>): Promise<Postgres>;
  hold(env?: NodeJS.ProcessEnv): Promise<Holder>;
};

export async function begin(t: TestContext, name = '.'): Promise<Scene> {
  const cleanup = new AsyncDisposableStack();
  t.after(() => cleanup.disposeAsync());
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'coterie-postgres-test-')));
  cleanup.defer(() => rm(folder, { recursive: true, force: true }));
  const dataDir = join(folder, name);
  return {
    dataDir,
    async start(options) {
      const postgres = await startPostgres({ dataDir, ...options });
      cleanup.defer(() => postgres.stop());
      return postgres;
    },
    async hold(env = {}) {
      const holder = await hold(dataDir, env);
      cleanup.defer(() => holder.stop());
      return holder;
    },
  };
}

/** Runs one statement over a connection of its own. */
export async function query(connection: Connection, sql: string) {
  const client = new pg.Client(connection);
  // The statement's own promise tells of a connection that was cut.
  client.on('error', () => {});
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows;
  } finally {
    await client.end();
  }
}

/** The processes that work in the data directory, as Linux tells it. */
export async function processesOn(dataDir: string): Promise<string[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const folders = await Promise.all(
    pids.map((pid) => readlink(`/proc/${pid}/cwd`).catch(() => 'ended')),
  );
  return pids.filter((_, index) => folders[index]?.startsWith(dataDir));
}

async function hold(dataDir: string, env: NodeJS.ProcessEnv): Promise<Holder> {
  const script = new URL('holder.ts', import.meta.url).pathname;
  const child = spawn(process.execPath, [script, dataDir], {
    stdio: ['pipe', 'pipe', 'inherit'],
    // A process group of its own, as a terminal gives to what it starts.
    detached: true,
    env: { ...process.env, ...env },
  });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const { pid, attached } = JSON.parse(await firstLine(child));
  const stop = () => {
    child.stdin.end();
    return ended;
  };
  const kill = () => {
    child.kill('SIGKILL');
    return ended;
  };
  return { process: child, pid, attached, stop, kill };
}

function firstLine(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    if (!child.stdout) throw new Error('the holder has no output');
    const lines = createInterface(child.stdout);
    lines.once('line', resolve);
    lines.once('close', () => reject(new Error('the holder ended before it held anything')));
  });
}
