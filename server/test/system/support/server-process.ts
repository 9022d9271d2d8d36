import { type ChildProcess, spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { session } from '@coterie/contract';

/** A server as a process of its own, as an operator starts it. */
export type ServerProcess = {
  url: string;
  pid: number;
  readonly hasEnded: boolean;
  /** ends it without a word, as a power cut would */
  kill(): Promise<void>;
  /** asks it to end, as Ctrl-C does; fails when it does not end well */
  stop(): Promise<void>;
};

const main = fileURLToPath(new URL('../../../src/main.ts', import.meta.url));
const pollMs = 5;

/**
 * Starts a server on any free port; done when it answers. Of this process's environment it only gets what programs
 * need: the product refuses variables that it does not know.
 */
export async function startServer(
  environment: Record<string, string>,
  nodeOptions: readonly string[] = [],
): Promise<ServerProcess> {
  const { PATH = '', HOME = '', TMPDIR = '/tmp' } = process.env;
  const child = spawn(process.execPath, [...nodeOptions, main], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      PATH,
      HOME,
      TMPDIR,
      PORT: '0',
      LOG_LEVEL: 'silent',
      RATE_LIMIT_TOKEN: '0',
      RATE_LIMIT_NETWORK: '0',
      ...environment,
    },
  });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const said = { text: '' };
  const server: ServerProcess = {
    url: await address(child, said),
    pid: child.pid ?? 0,
    get hasEnded() {
      return child.exitCode !== null || child.signalCode !== null;
    },
    kill() {
      child.kill('SIGKILL');
      return ended;
    },
    async stop() {
      child.kill('SIGTERM');
      await ended;
      if (child.exitCode !== 0) throw new Error(`the server did not stop well:\n${said.text}`);
    },
  };
  await untilReady(server);
  return server;
}

/** What the server says is read to the end, so that it never waits for a reader. */
function address(child: ChildProcess, said: { text: string }): Promise<string> {
  return new Promise((resolve, reject) => {
    const hear = (data: Buffer) => {
      said.text += data;
      const [, url] = /Coterie is at (\S+)\n/.exec(said.text) ?? [];
      if (url) resolve(url);
    };
    child.stdout?.on('data', hear);
    child.stderr?.on('data', hear);
    child.once('error', reject);
    child.once('exit', () => reject(new Error(`the server ended while starting:\n${said.text}`)));
  });
}

/** A port that stays free while nobody listens on it: below those that systems give to outgoing connections. */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = 20_000 + Math.floor(Math.random() * 10_000);
    const server = createServer();
    const isFree = await new Promise<boolean>((resolve) => {
      server.once('error', () => resolve(false));
      server.listen(port, '127.0.0.1', () => resolve(true));
    });
    if (!isFree) continue;
    await new Promise((resolve) => server.close(resolve));
    return port;
  }
}

/** Whether the server and its database answer. */
export async function isReady({ url }: { url: string }): Promise<boolean> {
  const response = await fetch(url + session.getStatus.path).catch(() => undefined);
  await response?.arrayBuffer().catch(() => undefined);
  return response?.status === 200;
}

/** Waits until server and database answer; fails when the server ended. */
export async function untilReady(server: ServerProcess): Promise<void> {
  while (!(await isReady(server))) {
    if (server.hasEnded) throw new Error('the server has ended');
    await pause(pollMs);
  }
}
