import { exitWith } from './lib/failure.mjs';
import { runInFront } from './lib/run.mjs';
import { ensureInstalled, node24 } from './setup.mjs';

/** Runs a script of the repository under a Node that runs TypeScript: `node tools/run24.mjs FILE ARGS…` */
await exitWith(async () => {
  await ensureInstalled();
  return runInFront(node24(), process.argv.slice(2));
});
