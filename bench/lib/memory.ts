import { readFile } from 'node:fs/promises';
import { childrenOf } from '../../server/test/system/support/embedded.ts';

/** The resident memory of a process in MiB, shared pages included (Linux). */
export const residentMiB = (pid: number): Promise<number> => field(pid, 'Rss');

/** The memory of a process and its children in MiB, each shared page counted once (Linux). */
export async function proportionalMiB(pid: number): Promise<number> {
  const own = field(pid, 'Pss');
  const children = (await childrenOf(pid)).map((one) => field(one, 'Pss').catch(ofOneThatEnded));
  return (await Promise.all([own, ...children])).reduce((sum, one) => sum + one, 0);
}

/** A child may have ended since it was listed (autovacuum's do), and takes nothing then. */
function ofOneThatEnded(error: NodeJS.ErrnoException): number {
  if (error.code === 'ENOENT' || error.code === 'ESRCH') return 0;
  throw error;
}

async function field(pid: number, name: string): Promise<number> {
  const text = await readFile(`/proc/${pid}/smaps_rollup`, 'utf8');
  return Number(new RegExp(`^${name}: +(\\d+) kB`, 'm').exec(text)?.[1]) / 1024;
}
