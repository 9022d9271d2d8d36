import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { type Connection, connectionUrl, startPostgres } from '../../../src/postgres/index.ts';
import { childrenOf, type Embedded, embeddedIn } from '../support/embedded.ts';
import {
  freePort,
  isReady,
  type ServerProcess,
  startServer,
  untilReady,
} from '../support/server-process.ts';

/** Some server processes on one PostgreSQL, and what can befall them. */
export type Nodes = {
  urls: readonly string[];
  connection: Connection;
  /** ends a node as a power cut would; done when it is gone */
  kill(node: number): Promise<void>;
  /** starts a killed one again, at the same address */
  restart(node: number): Promise<void>;
  /** stops a node in the middle of whatever it does; what is sent to it waits */
  halt(node: number): void;
  resume(node: number): void;
  /** ends PostgreSQL as a power cut would; done when all nodes answer again */
  killDatabase(): Promise<void>;
  /** ends one of PostgreSQL's processes, at which it ends the others too; done when all nodes answer again */
  killBackend(): Promise<void>;
};

/** Starts so many nodes; what it started and made goes with `cleanup`. */
export async function startNodes(count: number, cleanup: AsyncDisposableStack): Promise<Nodes> {
  const dataDir = await mkdtemp(join(tmpdir(), 'coterie-model-'));
  cleanup.defer(() => rm(dataDir, { recursive: true, force: true }));
  const postgres = await startPostgres({ dataDir: join(dataDir, 'postgres') });
  cleanup.defer(() => postgres.stop());
  const environment = {
    COTERIE_DATA_DIR: dataDir,
    COTERIE_ROOT_KEY: randomBytes(32).toString('hex'),
    DATABASE_URL: connectionUrl(postgres.connection),
  };
  const servers: ServerProcess[] = [];
  cleanup.defer(async () => {
    for (const { pid } of servers) process.kill(pid, 'SIGCONT');
    for (const server of servers) await server.stop();
  });
  for (let node = 0; node < count; node++)
    servers.push(await startServer({ ...environment, PORT: String(await freePort()) }));
  const at = (node: number) => servers[node] as ServerProcess;
  const faults = databaseFaults(await embeddedIn(dataDir), servers);
  return {
    urls: servers.map(({ url }) => url),
    connection: postgres.connection,
    kill: (node) => at(node).kill(),
    async restart(node) {
      servers[node] = await startServer({ ...environment, PORT: new URL(at(node).url).port });
    },
    halt: (node) => void process.kill(at(node).pid, 'SIGSTOP'),
    resume: (node) => void process.kill(at(node).pid, 'SIGCONT'),
    ...faults,
  };
}

function databaseFaults(embedded: Embedded, servers: readonly ServerProcess[]) {
  /** The database is away before it is back: a node must not be taken for ready before it has noticed. */
  const untilBack = async () => {
    for (const server of servers) await untilReady(server);
  };
  return {
    async killDatabase() {
      const pid = await embedded.pid();
      await embedded.kill();
      while ([pid, undefined].includes(await embedded.pid())) await pause(5);
      await untilBack();
    },
    async killBackend() {
      const postmaster = (await embedded.pid()) ?? 0;
      const before = await childrenOf(postmaster);
      process.kill(before.at(-1) as number, 'SIGKILL');
      const isLeft = async () => {
        const now = await childrenOf(postmaster);
        return now.some((pid) => before.includes(pid));
      };
      while (await isLeft()) await pause(5);
      while (!(await isReady(servers[0] as ServerProcess))) await pause(5);
      await untilBack();
    },
  };
}
