import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { test } from 'node:test';
import { inRoot } from '../lib/root.mjs';
import { run } from '../lib/run.mjs';

/** Stands in front of a child, as `npm start` does of the server. */
const front = `
  import { runInFront } from ${JSON.stringify(inRoot('tools', 'lib', 'run.mjs'))};
  process.exitCode = await runInFront(process.execPath, ['-e', process.argv[1]]);
`;

test('the exit code of what runs in front is passed on', async () => {
  for (const code of [0, 3])
    assert.equal((await inFront(`process.exit(${code})`).ended).code, code);
});

test('what ends by a signal gives the code that shells use', async () => {
  const { ended } = inFront("process.kill(process.pid, 'SIGKILL')");
  assert.equal((await ended).code, 128 + 9);
});

for (const signal of /** @type {const} */ (['SIGTERM', 'SIGINT', 'SIGHUP']))
  test(`${signal} is handed on once, and the clean end is waited for`, async () => {
    const child = inFront(`
      let count = 0;
      process.on('${signal}', () => { count++; setTimeout(() => process.exit(40 + count), 50); });
      setInterval(() => {}, 1000);
      console.log('ready');
    `);
    await child.ready;
    child.process.kill(signal);
    assert.equal((await child.ended).code, 41);
  });

test('when the shell that npm puts between dies, what runs in front is ended cleanly', async () => {
  const child = spawn(
    'sh',
    ['-c', '"$0" "$@"; true', process.execPath, ...frontArgs(endsCleanly)],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
      env: { ...process.env, npm_lifecycle_event: 'start' },
    },
  );
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
  assert.equal((await lines.next()).value, 'ready');
  child.kill('SIGKILL');
  assert.equal((await lines.next()).value, 'ended cleanly');
});

const endsCleanly = `
  process.on('SIGTERM', () => { console.log('ended cleanly'); process.exit(); });
  setInterval(() => {}, 1000);
  console.log('ready');
`;

test('what a program says is kept, whatever its exit code', async () => {
  const { code, output } = await run(process.execPath, [
    '-e',
    "console.log('a'); console.error('b'); process.exit(2)",
  ]);
  assert.equal(code, 2);
  assert.deepEqual(output.split('\n').sort(), ['a', 'b']);
});

/** @param {string} source */
function frontArgs(source) {
  return ['--input-type=module', '-e', front, source];
}

/** @param {string} source what runs in front */
function inFront(source) {
  const child = spawn(process.execPath, frontArgs(source), {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ready = new Promise((resolve) => createInterface(child.stdout).once('line', resolve));
  /** @type {Promise<{ code: number | null }>} */
  const ended = new Promise((resolve) => child.once('exit', (code) => resolve({ code })));
  return { process: child, ready, ended };
}
