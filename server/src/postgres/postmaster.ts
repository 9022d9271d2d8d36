import { spawn } from 'node:child_process';
import { constants, existsSync, readFileSync } from 'node:fs';
import { open, readFile, rename, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { plainEnv, run } from './command.ts';
import type { Endpoint } from './endpoint.ts';
import type { Layout } from './layout.ts';
import { codeOf, messageOf, PostgresProblem } from './problem.ts';
import { commandLine, isAlive } from './process.ts';
import { commandAs } from './run-as.ts';
import { settings } from './settings.ts';
import type { Site } from './site.ts';

/** What PostgreSQL's own lock file says; `running` is false when the process it names is gone or is another program. */
export type Postmaster = { pid: number; endpoint: Endpoint; running: boolean };

/** A PostgreSQL we started; `ended` tells why once it is over. */
export type Child = { ended: string | undefined; pid: number };

const largestLog = 5_000_000;

/** Reads PostgreSQL's lock file (lines: process id, data directory, start time, port, socket directory, address, …). */
export async function findPostmaster(layout: Layout): Promise<Postmaster | undefined> {
  const path = join(layout.data, 'postmaster.pid');
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    if (codeOf(error) === 'ENOENT') return '';
    throw new PostgresProblem(`cannot read \`${path}\`: ${messageOf(error)}`, { cause: error });
  });
  const [pid, , , port, socketDir, address] = text.split('\n');
  if (!Number(pid)) return undefined;
  const endpoint = { host: socketDir || address || '127.0.0.1', port: Number(port) };
  return { pid: Number(pid), endpoint, running: await isPostmaster(Number(pid), layout) };
}

/** After a crash or in a new container another program may have got the process id: its command line tells. */
export async function isPostmaster(pid: number, layout: Layout): Promise<boolean> {
  if (!isAlive(pid)) return false;
  if (process.platform === 'win32') return true;
  return (await commandLine(pid)).includes(layout.data);
}

/** Starts PostgreSQL in a session of its own, so that neither a Ctrl-C in our terminal nor our death reaches it. */
export async function startPostmaster(
  { layout, programs, runAs }: Site,
  endpoint: Endpoint,
): Promise<Child> {
  const stale = await findPostmaster(layout);
  const log = await openLog(layout);
  const begin = (await log.stat()).size;
  const args = ['-D', layout.data, ...settings(endpoint)];
  const { file, args: words, options } = commandAs(runAs, programs.postgres, args);
  const postgres = spawn(file, words, {
    ...options,
    cwd: '/',
    detached: true,
    env: { ...plainEnv(), ...overlook(stale) },
    stdio: ['ignore', log.fd, log.fd],
  });
  const child: Child = { ended: undefined, pid: postgres.pid ?? 0 };
  postgres.once('error', (error) => {
    child.ended = messageOf(error);
  });
  postgres.once('exit', () => {
    child.ended = readFrom(layout.log, begin);
  });
  postgres.unref();
  await log.close();
  return child;
}

/**
 * A lock file left by a crash, whose process id now belongs to another program, would keep PostgreSQL from starting.
 * It overlooks one id, meant for its grandparent's; its other checks (shared memory in use) stay.
 */
function overlook(stale: Postmaster | undefined): NodeJS.ProcessEnv {
  return stale && !stale.running ? { PG_GRANDPARENT_PID: String(stale.pid) } : {};
}

/** Asks PostgreSQL to end now: open sessions are cut, what is committed is kept. */
export async function endPostmaster(pid: number, { layout, programs }: Site): Promise<void> {
  if (process.platform !== 'win32') {
    process.kill(pid, 'SIGINT');
    return;
  }
  const args = ['stop', '-m', 'fast', '-W', '-D', layout.data];
  await run({ file: programs.pgCtl, args, options: {} });
}

/** The log is opened without following links: where PostgreSQL runs as another user, that user owns its folder. */
async function openLog(layout: Layout) {
  const size = await stat(layout.log).then(
    (log) => log.size,
    () => 0,
  );
  if (size > largestLog) await rename(layout.log, `${layout.log}.1`);
  const { O_APPEND, O_CREAT, O_WRONLY, O_NOFOLLOW = 0 } = constants;
  return open(layout.log, O_APPEND | O_CREAT | O_WRONLY | O_NOFOLLOW, 0o600);
}

/** What it said in this attempt; read at once, so that `ended` is never seen without it. */
function readFrom(path: string, begin: number): string {
  const said = existsSync(path) ? readFileSync(path).subarray(begin).toString().trim() : '';
  return said || 'it ended without a word';
}
