import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, sep } from 'node:path';

/** All files below a folder, with `/` between their parts, sorted; none when the folder is missing.
 * @param {string} folder
 * @param {(path: string) => boolean} [enter] whether to look into a folder
 * @returns {string[]} */
export function filesBelow(folder, enter = () => true) {
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) return [];
  const found = readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name).split(sep).join('/');
    if (!entry.isDirectory()) return [path];
    return enter(path) ? filesBelow(path, enter) : [];
  });
  return found.sort();
}

/** One hash over names and contents.
 * @param {readonly string[]} paths */
export function hashOf(paths) {
  const hash = createHash('sha256');
  for (const path of paths) hash.update(`${path}\0`).update(readFileSync(path)).update('\0');
  return hash.digest('hex');
}
