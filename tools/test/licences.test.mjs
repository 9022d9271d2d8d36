import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isPermissive, licenceProblems, unpinned } from '../lib/licences.mjs';

test('a licence is judged by its name, or by names joined', () => {
  for (const good of ['MIT', '(MIT OR GPL-3.0)', 'MIT AND ISC', 'Apache-2.0'])
    assert.ok(isPermissive(good), good);
  for (const bad of ['', 'GPL-3.0', 'AGPL-3.0', 'MIT AND GPL-2.0', 'MPL-2.0', 'SEE LICENSE IN x'])
    assert.ok(!isPermissive(bad), bad);
});

test('each package that may not be used is named with its reason', () => {
  const problems = licenceProblems({
    '': { license: 'GPL-3.0' },
    'node_modules/fine': { license: 'MIT' },
    'node_modules/@coterie/kernel': { link: true },
    'node_modules/a/node_modules/copyleft': { license: 'GPL-3.0' },
    'node_modules/silent': {},
    'node_modules/eager': { license: 'MIT', hasInstallScript: true },
  });
  assert.deepEqual(problems, [
    'copyleft has the licence GPL-3.0, which is not on the list',
    'silent has the licence (none), which is not on the list',
    'eager has an install script, and none is run',
  ]);
});

test('MPL-2.0 is for the named tools alone, and only while they are not shipped', () => {
  const mpl = { license: 'MPL-2.0', dev: true };
  const allowed = [
    'axe-core',
    '@axe-core/playwright',
    'lightningcss',
    'lightningcss-linux-x64-gnu',
  ];
  for (const name of allowed) {
    assert.deepEqual(licenceProblems({ [`node_modules/${name}`]: mpl }), []);
    const shipped = licenceProblems({ [`node_modules/${name}`]: { license: 'MPL-2.0' } });
    assert.equal(shipped.length, 1);
  }
  assert.equal(licenceProblems({ 'node_modules/axe-core-fork': mpl }).length, 1);
});

test('a dependency without one exact version is named', () => {
  const found = unpinned({
    name: 'us',
    dependencies: { exact: '1.2.3', caret: '^1.2.3' },
    devDependencies: { tag: 'latest', beta: '18.4.0-beta.17' },
  });
  assert.deepEqual(found, [
    'us lists caret as ^1.2.3 instead of one version',
    'us lists tag as latest instead of one version',
  ]);
});
