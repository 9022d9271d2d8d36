import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { inWords, judge, sum } from '../lib/counts.mjs';
import { inRoot } from '../lib/root.mjs';
import { run } from '../lib/run.mjs';

test('node:test is counted over all files, a crashed file and a cancelled test as failures', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'coterie-counts-'));
  t.after(() => rmSync(folder, { recursive: true }));
  const head = "import { test } from 'node:test';\n";
  const files = {
    'mixed.test.mjs': `${head}test('a', () => {}); test('b', () => { throw 1; }); test.skip('c');`,
    'todo.test.mjs': `${head}test.todo('d'); test('e', { timeout: 1 }, () => new Promise(() => setTimeout(() => {}, 50)));`,
    'crash.test.mjs': 'this is no JavaScript',
  };
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  const report = join(folder, 'report.json');
  const { code } = await run(
    process.execPath,
    [
      '--test',
      `--test-reporter=${inRoot('tools', 'lib', 'count-reporter.mjs')}`,
      `--test-reporter-destination=${report}`,
      ...Object.keys(files).map((name) => join(folder, name)),
    ],
    { env: withoutTestContext() },
  );
  const counted = JSON.parse(readFileSync(report, 'utf8'));
  assert.deepEqual(counted, { passed: 1, failed: 3, skipped: 2 });
  assert.equal(code, 1);
});

test('a suite that crashed, ran nothing or failed outside of its tests is a failure', (t) => {
  const told = t.mock.method(console, 'error', () => {});
  const some = { passed: 2, failed: 0, skipped: 0 };
  assert.deepEqual(judge('s', some, 0), some);
  assert.deepEqual(judge('s', undefined, 1), { passed: 0, failed: 1, skipped: 0 });
  assert.deepEqual(judge('s', { passed: 0, failed: 0, skipped: 0 }, 0).failed, 1);
  assert.deepEqual(judge('s', some, 7), { passed: 2, failed: 1, skipped: 0 });
  assert.deepEqual(judge('s', { ...some, failed: 3 }, 1).failed, 3);
  assert.equal(told.mock.callCount(), 3);
});

test('the closing line sums up, and mentions skipped tests only when there are some', () => {
  const one = { passed: 1, failed: 2, skipped: 0 };
  assert.equal(inWords(sum([one, one])), '2 passed, 4 failed');
  assert.equal(inWords(sum([one, { ...one, skipped: 5 }])), '2 passed, 4 failed, 5 skipped');
  assert.equal(inWords(sum([])), '0 passed, 0 failed');
});

/** A test runner inside a test would otherwise report to the outer one. */
function withoutTestContext() {
  const { NODE_TEST_CONTEXT: _, ...env } = process.env;
  return env;
}
