import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

/** A script that runs, with its first line, and a way to wait for each further one. */
export type Script = { child: ChildProcess; line: string; next: () => Promise<string> };

/** Runs a script of this folder as a process of its own. Fails when a line is waited for that does not come. */
export async function runScript(name: string, args: readonly string[]): Promise<Script> {
  const path = fileURLToPath(new URL(name, import.meta.url));
  const child = spawn(process.execPath, [path, ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
  const next = async () => {
    const { value, done } = await lines.next();
    if (done) throw new Error(`${name} ended without a word`);
    return value;
  };
  return { child, line: await next(), next };
}
