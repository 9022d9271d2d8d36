import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { database, ownerUser, readCredentials } from '../../../src/postgres/cluster.ts';
import { type Connection, startPostgres } from '../../../src/postgres/index.ts';
import { openLayout } from '../../../src/postgres/layout.ts';
import { findPostmaster } from '../../../src/postgres/postmaster.ts';

/** The embedded PostgreSQL of somebody else's data directory, looked at without becoming one of its supervisors. */
export type Embedded = {
  /** the process id of the PostgreSQL that runs; undefined while none does */
  pid(): Promise<number | undefined>;
  connection(): Promise<Connection>;
  /** ends its processes without a word, as a power cut would */
  kill(): Promise<void>;
  /** ends one that a killed server has left behind */
  clear(): Promise<void>;
};

/** Looks at the PostgreSQL of a server's data directory. */
export async function embeddedIn(serverDataDir: string): Promise<Embedded> {
  const dataDir = join(serverDataDir, 'postgres');
  const layout = await openLayout(dataDir);
  const pid = async () => {
    const found = await findPostmaster(layout);
    return found?.running ? found.pid : undefined;
  };
  return {
    pid,
    async connection() {
      const found = await findPostmaster(layout);
      if (!found) throw new Error(`no PostgreSQL runs on ${dataDir}`);
      const { owner } = await readCredentials(layout);
      return { ...found.endpoint, user: ownerUser, password: owner, database };
    },
    async kill() {
      const postmaster = await pid();
      if (postmaster === undefined) throw new Error(`no PostgreSQL runs on ${dataDir}`);
      // The children are found before and killed after it: a postmaster that lives mends the death of a child.
      for (const one of [postmaster, ...(await childrenOf(postmaster))]) end(one);
    },
    async clear() {
      if ((await pid()) === undefined) return;
      await (await startPostgres({ dataDir })).stop();
    },
  };
}

/** The child processes, where the system tells (Linux); else none. */
export async function childrenOf(pid: number): Promise<number[]> {
  const text = await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8').catch(() => '');
  return text.split(' ').filter(Boolean).map(Number);
}

function end(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch (error) {
    if ((error as { code?: string }).code !== 'ESRCH') throw error;
  }
}
