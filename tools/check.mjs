import { checks } from './lib/checks.mjs';
import { exitWith } from './lib/failure.mjs';
import { elapsed } from './lib/progress.mjs';
import { ensureInstalled } from './setup.mjs';

await exitWith(async () => {
  await ensureInstalled();
  const failed = [];
  for (const check of checks()) if (!(await passes(check))) failed.push(check.name);
  console.log(failed.length === 0 ? 'all checks passed' : `failed: ${failed.join(', ')}`);
  return failed.length === 0 ? 0 : 1;
});

/** Runs one check and tells how it ended; what it said only when it failed.
 * @param {import('./lib/checks.mjs').Check} check */
async function passes({ name, run }) {
  const since = performance.now();
  const { code, output } = await run().catch((error) => ({ code: 1, output: error.message }));
  console.log(`${code === 0 ? 'ok    ' : 'failed'} ${name} (${elapsed(since)})`);
  if (code !== 0) console.log(`${output}\n`);
  return code === 0;
}
