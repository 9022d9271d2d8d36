import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { Failure } from './failure.mjs';
import { step } from './progress.mjs';
import { readJson, root, workspaces } from './root.mjs';
import { run } from './run.mjs';

/** @typedef {{ version?: string, integrity?: string, link?: boolean, optional?: boolean, [kind: string]: unknown }} Locked */

/** Installs the dependencies unless they are there exactly as the lock file says. Runs no install script. */
export async function ensureInstalled() {
  if (isInstalled(root)) return;
  await step('Installing dependencies', async () => {
    const { code, output } = await npm(['ci', '--include=dev', ...quiet]);
    if (code !== 0) throw new Failure(`npm could not install the dependencies:\n${output}`);
  });
}

const quiet = ['--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];

/** Whether npm's own record of what it installed agrees with the lock file, and that with each package.json.
 * @param {string} folder */
export function isInstalled(folder) {
  const record = join(folder, 'node_modules', '.package-lock.json');
  if (!existsSync(record)) return false;
  /** @type {Record<string, Locked>} */
  const wanted = readJson(join(folder, 'package-lock.json')).packages;
  /** @type {Record<string, Locked>} */
  const present = readJson(record).packages;
  return (
    ['', ...workspaces(folder)].every((name) => isLocked(folder, name, wanted[name])) &&
    Object.entries(wanted).every(([path, one]) => isPresent(path, one, present[path]))
  );
}

const kinds = ['dependencies', 'devDependencies', 'optionalDependencies'];

/** @param {string} folder
 * @param {string} name
 * @param {Locked | undefined} locked */
function isLocked(folder, name, locked) {
  const own = readJson(join(folder, name, 'package.json'));
  return kinds.every((kind) => isDeepStrictEqual(own[kind] ?? {}, locked?.[kind] ?? {}));
}

/** Optional packages are those of other systems; what is there must be the right one all the same.
 * @param {string} path
 * @param {Locked} wanted
 * @param {Locked | undefined} present */
function isPresent(path, wanted, present) {
  if (!path.startsWith('node_modules/') && !path.includes('/node_modules/')) return true;
  if (!present) return wanted.optional === true;
  return present.version === wanted.version && present.integrity === wanted.integrity;
}

/** npm tells its scripts where it lies; on Windows it can otherwise only be found by a shell.
 * @param {string[]} args */
function npm(args) {
  const own = process.env.npm_execpath;
  if (own?.endsWith('.js')) return run(process.execPath, [own, ...args]);
  return run('npm', args, { shell: process.platform === 'win32' });
}
