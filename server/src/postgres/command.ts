import { spawn } from 'node:child_process';

/** A program with its arguments, and the user it runs as. */
export type Command = {
  file: string;
  args: readonly string[];
  options: { uid?: number; gid?: number };
};

/** What a finished command left behind; `code` is null when it was ended by a signal. */
export type Outcome = { code: number | null; output: string };

/** Runs the command to its end with the input given; refuses when it cannot be started at all. */
export function run(command: Command, input = ''): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    const child = spawn(command.file, command.args, {
      ...command.options,
      env: plainEnv(),
      cwd: '/',
    });
    const chunks: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => chunks.push(chunk));
    // A program that ends before it has read everything breaks the pipe; its exit code tells more than that error.
    child.stdin.on('error', () =>
      chunks.push(Buffer.from('\nthe input was not read to its end\n')),
    );
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, output: Buffer.concat(chunks).toString() }));
    child.stdin.end(input);
  });
}

/** Whether the command can be started and ends well. */
export async function succeeds(command: Command): Promise<boolean> {
  return run(command).then(
    ({ code }) => code === 0,
    () => false,
  );
}

/** The environment without what would steer PostgreSQL elsewhere, and with messages in one language. */
export function plainEnv(): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(([name]) => !/^(PG|LC_|LANG)/.test(name));
  return { ...Object.fromEntries(kept), LC_ALL: 'C' };
}
