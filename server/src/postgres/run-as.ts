import { lchown, lstat, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { type Command, succeeds } from './command.ts';
import { PostgresProblem } from './problem.ts';

/**
 * As whom PostgreSQL's programs run. They refuse to run as root, so root steps down: by user and group id, or by
 * `wrap`, which puts the program into a user namespace where root's own id looks like an unprivileged one.
 */
export type RunAs = { uid?: number; gid?: number; wrap: readonly string[] };

const nobody = 65534;
const namespace = ['unshare', '--user', `--map-user=${nobody}`, `--map-group=${nobody}`, '--'];

/** Chooses the first who can run PostgreSQL on the folder, and makes the folder theirs; refuses when nobody can. */
export async function chooseRunAs(root: string): Promise<RunAs> {
  if (process.platform === 'win32') return { wrap: [] };
  const owner = await stat(root);
  for (const runAs of candidates(owner)) {
    if (runAs.uid !== owner.uid) await giveTreeTo(runAs, root);
    if (await fits(runAs, root)) return runAs;
  }
  throw new PostgresProblem(
    `PostgreSQL cannot run on \`${root}\` as user ${process.getuid?.()}: it needs a user other than root, with a name, who can reach that folder`,
  );
}

/** Root steps down to the owner of the folder; where root owns it, into a namespace; where that is forbidden, to `nobody`. */
function candidates({ uid, gid }: { uid: number; gid: number }): RunAs[] {
  if (process.getuid?.() !== 0) return [{ wrap: [] }, { wrap: namespace }];
  if (uid === 0) return [{ wrap: namespace }, { uid: nobody, gid: nobody, wrap: [] }];
  return [
    { uid, gid, wrap: [] },
    { uid, gid, wrap: namespace },
  ];
}

/** PostgreSQL wants to know its user's name, and a container may run as a bare number. */
function fits(runAs: RunAs, root: string): Promise<boolean> {
  return succeeds(commandAs(runAs, 'sh', ['-c', 'id -un && test -w "$0"', root]));
}

/** A command for the program, run as the given one. */
export function commandAs(runAs: RunAs, program: string, args: readonly string[]): Command {
  const [file = program, ...rest] = [...runAs.wrap, program, ...args];
  const { uid, gid } = runAs;
  return { file, args: rest, options: uid === undefined ? {} : { uid, gid } };
}

/** Hands one file or folder to the one PostgreSQL runs as; nothing to do when that is ourselves. */
export async function giveTo({ uid, gid }: RunAs, path: string): Promise<void> {
  if (uid !== undefined && gid !== undefined) await lchown(path, uid, gid);
}

/** Hands over a folder with all that is in it. */
export async function giveTreeTo(runAs: RunAs, path: string): Promise<void> {
  if (runAs.uid === undefined) return;
  await giveTo(runAs, path);
  if (!(await lstat(path)).isDirectory()) return;
  for (const name of await readdir(path)) await giveTreeTo(runAs, join(path, name));
}
