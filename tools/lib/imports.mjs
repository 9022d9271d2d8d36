import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Failure } from './failure.mjs';
import { node24 } from './node24.mjs';
import { inRoot, root } from './root.mjs';
import { run, script } from './run.mjs';

const folders = ['kernel', 'contract', 'server', 'web', 'cli', 'bench', 'tools'];

/** Holds the imports below a folder against the rules; `format` is one of dependency-cruiser's.
 * @param {string} [folder]
 * @param {string} [format] */
export async function checkImports(folder = root, format = 'err') {
  // Without it TypeScript files are passed over in silence, and every rule seems to be kept.
  if (!existsSync(inRoot('node_modules', '@swc', 'core')))
    throw new Failure(
      'dependency-cruiser needs @swc/core to read TypeScript, and it is not installed',
    );
  const args = [
    script('dependency-cruiser', 'depcruise'),
    `--config=${inRoot('.dependency-cruiser.cjs')}`,
    `--output-type=${format}`,
    ...folders.filter((name) => existsSync(join(folder, name))),
  ];
  return run(node24(), args, { cwd: folder });
}
