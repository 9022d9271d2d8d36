import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { Failure } from './failure.mjs';
import { filesBelow, hashOf } from './files.mjs';
import { node24 } from './node24.mjs';
import { step } from './progress.mjs';
import { inRoot } from './root.mjs';
import { run, script } from './run.mjs';

const stamp = inRoot('web', 'dist', '.sources');

/** Builds the console unless it was built from the same sources. */
export async function ensureConsoleBuilt() {
  const sources = hashOf(consoleSources());
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === sources) return;
  await step('Building the console', async () => {
    const { code, output } = await run(node24(), [script('vite'), 'build'], { cwd: inRoot('web') });
    if (code !== 0) throw new Failure(`the console could not be built:\n${output}`);
    writeFileSync(stamp, sources);
  });
}

function consoleSources() {
  const own = ['dist', 'test', 'test-output', 'test-results', 'node_modules'].map((name) =>
    inRoot('web', name),
  );
  return [
    ...filesBelow(inRoot('web'), (path) => !own.includes(path)),
    ...filesBelow(inRoot('contract', 'src')),
    ...filesBelow(inRoot('kernel', 'src')),
    inRoot('package-lock.json'),
  ];
}
