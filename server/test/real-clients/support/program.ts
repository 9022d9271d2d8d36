import { spawn } from 'node:child_process';

type Given = {
  cwd?: string;
  env?: NodeJS.ProcessEnv;
  input?: string;
  /** after which it is ended */
  seconds?: number;
};
export type Ended = { code: number; out: string; err: string };

/** Runs a program to its end. One that cannot be started ends with 127, one that takes too long with 124, as in a shell. */
export function run(
  [file = '', ...args]: readonly string[],
  { cwd, env = {}, input = '', seconds = 60 }: Given = {},
): Promise<Ended> {
  return new Promise((resolve) => {
    const child = spawn(file, args, {
      cwd,
      env: { ...process.env, ...env },
      stdio: 'pipe',
      timeout: seconds * 1000,
      killSignal: 'SIGKILL',
    });
    const heard = { out: '', err: '' };
    child.stdout.on('data', (data) => {
      heard.out += data;
    });
    child.stderr.on('data', (data) => {
      heard.err += data;
    });
    child.once('error', (error) => resolve({ ...heard, code: 127, err: error.message }));
    child.once('close', (code) => resolve({ ...heard, code: code ?? 124 }));
    child.stdin.on('error', () => {}).end(input);
  });
}

/** What it printed; anything but a good end fails. */
export async function printed(command: readonly string[], given: Given = {}): Promise<string> {
  const { code, out, err } = await run(command, given);
  if (code !== 0) throw new Error(`${command.join(' ')} ended with ${code}:\n${out}${err}`);
  return out;
}
