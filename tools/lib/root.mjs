import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder of the whole product. */
export const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');

/** A path inside the product.
 * @param {...string} parts */
export function inRoot(...parts) {
  return join(root, ...parts);
}

/** Reads a JSON file.
 * @param {string} path */
export function readJson(path) {
  return JSON.parse(readFileSync(path, 'utf8'));
}

/** The folders of the workspaces, relative to the root.
 * @param {string} [folder]
 * @returns {string[]} */
export function workspaces(folder = root) {
  return readJson(join(folder, 'package.json')).workspaces;
}
