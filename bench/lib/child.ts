import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

/** Runs a script of this folder as a process of its own; gives it with its first line. Fails when it has none. */
export async function runScript(
  name: string,
  args: readonly string[],
): Promise<{ line: string; child: ChildProcess }> {
  const path = fileURLToPath(new URL(name, import.meta.url));
  const child = spawn(process.execPath, [path, ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
  const lines = createInterface(child.stdout);
  const first = once(lines, 'line') as Promise<[string]>;
  const closed = once(lines, 'close').then(() => {
    throw new Error(`${name} ended without a word`);
  });
  const [line] = await Promise.race([first, closed]);
  closed.catch(() => {});
  return { line, child };
}
