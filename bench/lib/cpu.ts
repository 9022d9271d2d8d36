import { readdir, readFile } from 'node:fs/promises';
import { childrenOf } from '../../server/test/system/support/embedded.ts';

/** The milliseconds that a process and its children have computed for, all threads together (Linux). */
export async function cpuMs(pid: number): Promise<number> {
  const all = await Promise.all([pid, ...(await childrenOf(pid))].map(threadsOf));
  const times = await Promise.all(all.flat().map(nanosecondsOf));
  return times.reduce((sum, ns) => sum + ns, 0) / 1e6;
}

async function threadsOf(pid: number): Promise<string[]> {
  const folder = `/proc/${pid}/task`;
  return (await readdir(folder)).map((thread) => `${folder}/${thread}/schedstat`);
}

/** The time on a processor is the first number (Linux, Documentation/scheduler/sched-stats). */
async function nanosecondsOf(file: string): Promise<number> {
  const text = await readFile(file, 'utf8').catch(() => '0');
  return Number(text.split(' ')[0]);
}
