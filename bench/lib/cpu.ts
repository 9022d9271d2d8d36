import { readFile } from 'node:fs/promises';
import { childrenOf } from '../../server/test/system/support/embedded.ts';

/** Linux counts a process's time in hundredths of a second, whatever its clock. */
const tickMs = 10;

/** The milliseconds that a process and its children have computed for, in user and system together (Linux). */
export async function cpuMs(pid: number): Promise<number> {
  const all = await Promise.all([pid, ...(await childrenOf(pid))].map(ticksOf));
  return tickMs * all.reduce((sum, ticks) => sum + ticks, 0);
}

async function ticksOf(pid: number): Promise<number> {
  const text = await readFile(`/proc/${pid}/stat`, 'utf8');
  // The name, in brackets, may have blanks; user and system time are the 14th and 15th field.
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  return Number(fields[11]) + Number(fields[12]);
}
