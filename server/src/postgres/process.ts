import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { codeOf } from './problem.ts';

/** Whether a process with this id exists; one that ended but was not yet collected by its parent counts too. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return codeOf(error) === 'EPERM';
  }
}

/** The command line of a process, its words divided by zeros or blanks; empty when it ended or cannot be told. */
export async function commandLine(pid: number): Promise<string> {
  if (process.platform === 'linux') return readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
  const list = promisify(execFile)('ps', ['-o', 'command=', '-p', String(pid)]);
  return list.then(
    ({ stdout }) => stdout,
    () => '',
  );
}
