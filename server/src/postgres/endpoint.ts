import { chmod, lstat, mkdir } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Layout } from './layout.ts';
import { codeOf, PostgresProblem } from './problem.ts';
import type { RunAs } from './run-as.ts';
import { giveTo } from './run-as.ts';

/** Where PostgreSQL listens: a socket directory with a port that only names the socket, or 127.0.0.1 on Windows. */
export type Endpoint = { host: string; port: number };

/** Socket addresses hold 104 bytes on macOS and 108 on Linux, their closing zero among them. */
const longestSocketPath = 103;
const socketPort = 5432;

export function socketPath(endpoint: Endpoint): string {
  return join(endpoint.host, `.s.PGSQL.${endpoint.port}`);
}

/** A place to listen for a PostgreSQL that is about to be started. */
export async function newEndpoint(layout: Layout, runAs: RunAs): Promise<Endpoint> {
  if (process.platform === 'win32') return { host: '127.0.0.1', port: await freePort() };
  const candidates = [
    join(layout.root, 'run'),
    join(tmpdir(), `coterie-${layout.key}`),
    `/tmp/coterie-${layout.key}`,
  ].map((host) => ({ host, port: socketPort }));
  const endpoint = candidates.find((it) => Buffer.byteLength(socketPath(it)) <= longestSocketPath);
  if (!endpoint) throw new PostgresProblem('no directory has a path short enough for a socket');
  await ensurePrivate(endpoint.host, runAs);
  return endpoint;
}

/** Makes the socket directory for its owner alone; refuses one that somebody else prepared in a shared place. */
export async function ensurePrivate(dir: string, runAs: RunAs): Promise<void> {
  try {
    await mkdir(dir, { mode: 0o700 });
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error;
  }
  const found = await lstat(dir);
  const owners = [process.getuid?.(), runAs.uid];
  if (!found.isDirectory() || !owners.includes(found.uid))
    throw new PostgresProblem(
      `the socket directory \`${dir}\` belongs to somebody else: remove it`,
    );
  await chmod(dir, 0o700);
  await giveTo(runAs, dir);
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(address && typeof address === 'object' ? address.port : 0));
    });
  });
}
