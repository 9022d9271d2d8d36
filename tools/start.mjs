import { exitWith } from './lib/failure.mjs';
import { runInFront } from './lib/run.mjs';
import { ensureConsoleBuilt, ensureInstalled, node24 } from './setup.mjs';

await exitWith(async () => {
  await ensureInstalled();
  await ensureConsoleBuilt();
  return runInFront(node24(), ['server/src/main.ts', ...process.argv.slice(2)]);
});
