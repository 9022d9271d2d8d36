import { lchown, lstat, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { type Command, succeeds } from './command.ts';

/**
 * As whom PostgreSQL's programs run. They refuse to run as root, so root steps down: by user and group id, or by
 * `wrap`, which puts the program into a user namespace where root's own id looks like an unprivileged one.
 */
export type RunAs = { uid?: number; gid?: number; wrap: readonly string[] };

const nobody = 65534;
const namespace = ['unshare', '--user', `--map-user=${nobody}`, `--map-group=${nobody}`, '--'];

/** Root steps down to the owner of the data directory; where root owns it, into a namespace; where that is forbidden, to `nobody`, who then owns it. */
export async function chooseRunAs(root: string): Promise<RunAs> {
  if (process.getuid?.() !== 0) return { wrap: [] };
  const { uid, gid } = await stat(root);
  if (uid !== 0) return { uid, gid, wrap: [] };
  const inNamespace: RunAs = { wrap: namespace };
  if (await succeeds(commandAs(inNamespace, 'true', []))) return inNamespace;
  const unprivileged = { uid: nobody, gid: nobody, wrap: [] };
  await giveTreeTo(unprivileged, root);
  return unprivileged;
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
  await giveTo(runAs, path);
  if (!(await lstat(path)).isDirectory()) return;
  for (const name of await readdir(path)) await giveTreeTo(runAs, join(path, name));
}
