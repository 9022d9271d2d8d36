import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import { access, chown, realpath, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { makeFolder } from './make-folder.ts';
import { codeOf, PostgresProblem } from './problem.ts';

/** Where each thing lies in the data directory. */
export type Layout = {
  root: string;
  /** appears whole, by one rename: PostgreSQL's own files and the passwords that fit them */
  cluster: string;
  /** PostgreSQL's own data directory */
  data: string;
  credentials: string;
  log: string;
  /** binaries copied here when the installed ones cannot be run in place */
  programs: string;
  /** a short name for this directory, for paths elsewhere */
  key: string;
};

/** Makes the data directory when it is missing; refuses one that cannot be written. */
export async function openLayout(dataDir: string): Promise<Layout> {
  try {
    await makeOwnFolder(resolve(dataDir));
    const root = await realpath(dataDir);
    await access(root, constants.R_OK | constants.W_OK | constants.X_OK);
    return layoutIn(root);
  } catch (error) {
    const code = codeOf(error);
    if (code === 'EEXIST' || code === 'ENOTDIR')
      throw new PostgresProblem(
        `the data directory cannot be \`${dataDir}\`: there is a file of that name, or on the way to it; choose another one by COTERIE_DATA_DIR`,
        { cause: error },
      );
    throw new PostgresProblem(
      `cannot write to the data directory \`${dataDir}\` (${code}): choose another one, or make it writable for this user`,
      { cause: error },
    );
  }
}

/** What root makes inside another user's folder is that user's, so that it stays reachable once root steps down. */
async function makeOwnFolder(path: string): Promise<void> {
  const made = makeFolder(path);
  if (made === null || process.getuid?.() !== 0) return;
  const { uid, gid } = await stat(dirname(made));
  for (let one = path; one.length >= made.length; one = dirname(one)) await chown(one, uid, gid);
}

function layoutIn(root: string): Layout {
  const cluster = join(root, 'cluster');
  return {
    root,
    cluster,
    data: join(cluster, 'data'),
    credentials: join(cluster, 'credentials.json'),
    log: join(root, 'postgres.log'),
    programs: join(root, 'programs'),
    key: createHash('sha256').update(root).digest('hex').slice(0, 16),
  };
}
