import { existsSync, mkdirSync } from 'node:fs';
import { dirname, resolve } from 'node:path';

/**
 * Makes a folder and those above it that are missing, readable by their owner alone; gives the topmost that was made.
 * One after another: where none can be made, as in /proc, Node's own way of making several never ends.
 */
export function makeFolder(path: string): string | null {
  const missing: string[] = [];
  for (let one = resolve(path); !existsSync(one); one = dirname(one)) missing.push(one);
  for (const one of missing.toReversed()) makeOne(one);
  return missing.at(-1) ?? null;
}

function makeOne(path: string): void {
  try {
    mkdirSync(path, { mode: 0o700 });
  } catch (error) {
    // Another node made it at the same moment.
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
}
