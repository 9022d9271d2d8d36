import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { isInstalled } from '../lib/installed.mjs';

const manifest = { name: 'all', workspaces: ['part'], devDependencies: { tool: '1.0.0' } };
const part = { name: 'part', dependencies: { library: '2.0.0' } };
const packages = {
  '': { devDependencies: { tool: '1.0.0' } },
  part: { dependencies: { library: '2.0.0' } },
  'node_modules/part': { link: true },
  'node_modules/tool': { version: '1.0.0', integrity: 'a' },
  'node_modules/library': { version: '2.0.0', integrity: 'b' },
  'node_modules/for-another-system': { version: '3.0.0', integrity: 'c', optional: true },
};
const present = {
  'node_modules/part': packages['node_modules/part'],
  'node_modules/tool': packages['node_modules/tool'],
  'node_modules/library': packages['node_modules/library'],
};

/** @type {[string, Record<string, unknown>, boolean][]} */
const cases = [
  ['everything as locked', {}, true],
  ['nothing yet', { 'node_modules/.package-lock.json': undefined }, false],
  [
    'a package missing',
    {
      'node_modules/.package-lock.json': {
        packages: { ...present, 'node_modules/tool': undefined },
      },
    },
    false,
  ],
  [
    'another version',
    {
      'node_modules/.package-lock.json': {
        packages: { ...present, 'node_modules/tool': { version: '1.0.1', integrity: 'a' } },
      },
    },
    false,
  ],
  [
    'another content of the same version',
    {
      'node_modules/.package-lock.json': {
        packages: { ...present, 'node_modules/tool': { version: '1.0.0', integrity: 'z' } },
      },
    },
    false,
  ],
  [
    'a dependency that the lock file does not know',
    { 'part/package.json': { ...part, devDependencies: { more: '1.0.0' } } },
    false,
  ],
];

for (const [name, changes, expected] of cases)
  test(`installed: ${name}`, (t) => {
    const folder = mkdtempSync(join(tmpdir(), 'coterie-installed-'));
    t.after(() => rmSync(folder, { recursive: true }));
    const files = {
      'package.json': manifest,
      'part/package.json': part,
      'package-lock.json': { packages },
      'node_modules/.package-lock.json': { packages: present },
      ...changes,
    };
    for (const [path, content] of Object.entries(files)) write(join(folder, path), content);
    assert.equal(isInstalled(folder), expected);
  });

/** @param {string} path
 * @param {unknown} content undefined for no file */
function write(path, content) {
  if (content === undefined) return;
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, JSON.stringify(content));
}
