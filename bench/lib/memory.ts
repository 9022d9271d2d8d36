import { readFile } from 'node:fs/promises';
import { childrenOf } from '../../server/test/system/support/embedded.ts';

/** The resident memory of a process in MiB, shared pages included (Linux). */
export const residentMiB = (pid: number): Promise<number> => field(pid, 'Rss');

/** The memory of a process and its children in MiB, each shared page counted once (Linux). */
export async function proportionalMiB(pid: number): Promise<number> {
  const pids = [pid, ...(await childrenOf(pid))];
  const each = await Promise.all(pids.map((one) => field(one, 'Pss')));
  return each.reduce((sum, one) => sum + one, 0);
}

async function field(pid: number, name: string): Promise<number> {
  const text = await readFile(`/proc/${pid}/smaps_rollup`, 'utf8');
  return Number(new RegExp(`^${name}: +(\\d+) kB`, 'm').exec(text)?.[1]) / 1024;
}
