import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export type Server = { url: string; setUpLink: string; stop: () => Promise<void> };

const main = join(dirname(fileURLToPath(import.meta.url)), '../../server/src/main.ts');

/** Starts a server of its own on an empty data directory; answers when it is ready and has printed its set-up link. */
export async function startServer(more: Record<string, string> = {}): Promise<Server> {
  const data = await mkdtemp(join(tmpdir(), 'coterie-journey-'));
  const { DATABASE_URL: _, COTERIE_TEST_POSTGRES: __, ...env } = process.env;
  const own = { HOST: '127.0.0.1', PORT: '0', COTERIE_DATA_DIR: data, LOG_LEVEL: 'warn', ...more };
  const child = spawn(process.execPath, [main], {
    env: { ...env, ...own },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const gone = reportEnd(child);
  const stop = async () => {
    child.off('exit', gone);
    await ended(child);
    await rm(data, { recursive: true, force: true });
  };
  try {
    const setUpLink = await printedLink(child);
    return { url: new URL(setUpLink).origin, setUpLink, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** How long a first start may take, in milliseconds: it makes a database cluster. */
const patience = 60_000;

/** The set-up link, which is printed once the server listens. */
function printedLink(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = '';
    const fail = (why: string) => reject(new Error(`the server ${why}; it said: ${said}`));
    const timer = setTimeout(() => fail('did not print a set-up link in time'), patience);
    const listen = (chunk: Buffer) => {
      said += chunk.toString();
      const link = said.match(/http\S+\/setup#token=\S+(?=\s)/)?.[0];
      if (link === undefined) return;
      clearTimeout(timer);
      resolve(link);
    };
    child.stdout?.on('data', listen);
    child.stderr?.on('data', listen);
    child.once('exit', (code) => fail(`ended with ${code}`));
  });
}

/** A server that ends by itself fails every step after it: say so, with its last words. */
function reportEnd(child: ChildProcess) {
  let last = '';
  const listen = (chunk: Buffer) => {
    last = (last + chunk.toString()).slice(-4000);
  };
  child.stdout?.on('data', listen);
  child.stderr?.on('data', listen);
  const report = (code: number | null, signal: string | null) => {
    process.stderr.write(`the server ended by itself (${code ?? signal}):\n${last}\n`);
  };
  child.on('exit', report);
  return report;
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill('SIGTERM');
  await once(child, 'exit');
}
