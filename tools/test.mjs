import { chmodSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inWords, judge, sum } from './lib/counts.mjs';
import { exitWith, Failure } from './lib/failure.mjs';
import { elapsed, step } from './lib/progress.mjs';
import { sharedPostgres } from './lib/shared-postgres.mjs';
import { choose } from './lib/suites.mjs';
import { ensureChromium, ensureConsoleBuilt, ensureInstalled } from './setup.mjs';

/** @typedef {ReturnType<typeof choose>} Chosen */
/** @typedef {import('./lib/suites.mjs').Scene} Scene */

await exitWith(async () => {
  const words = process.argv.slice(2);
  const chosen = choose(words);
  if (chosen.length === 0) throw new Failure(`no test matches ${words.join(' ')}`);
  const total = sum(await runAll(chosen));
  console.log(inWords(total));
  return total.failed === 0 ? 0 : 1;
});

/** Prepares what the suites need, runs them in turn and clears away; a failed preparation counts as a failure.
 * @param {Chosen} chosen */
async function runAll(chosen) {
  const interrupted = watchForInterrupt();
  const folder = mkdtempSync(join(tmpdir(), 'coterie-run-'));
  // Some tests start programs as other users, who have to pass through.
  chmodSync(folder, 0o711);
  /** @type {(() => Promise<void>)[]} */
  const cleanup = [];
  try {
    const env = await prepare(chosen, folder, cleanup);
    return await inTurn(chosen, { folder, env }, interrupted);
  } catch (error) {
    console.error(error instanceof Failure ? error.message : error);
    return [judge('set-up', undefined, 1)];
  } finally {
    for (const clear of cleanup) await clear();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** @param {Chosen} chosen
 * @param {string} folder
 * @param {(() => Promise<void>)[]} cleanup
 * @returns {Promise<NodeJS.ProcessEnv>} the environment of the suites */
async function prepare(chosen, folder, cleanup) {
  const needs = new Set(chosen.flatMap(({ suite }) => suite.needs));
  await ensureInstalled();
  // What tests put into the temporary folder goes with the run, however it ends.
  const temporary = join(folder, 'tmp');
  mkdirSync(temporary);
  /** @type {NodeJS.ProcessEnv} */
  const env = { ...process.env, TMPDIR: temporary };
  if (needs.has('chromium')) env.CHROMIUM_PATH = await ensureChromium();
  if (needs.has('console')) await ensureConsoleBuilt();
  if (needs.has('postgres')) {
    const start = () => sharedPostgres(folder);
    cleanup.push((await step('Starting PostgreSQL for the tests', start)).stop);
    env.COTERIE_TEST_POSTGRES = join(folder, 'postgres');
  }
  return env;
}

/** @param {Chosen} chosen
 * @param {Scene} scene
 * @param {AbortSignal} interrupted */
async function inTurn(chosen, scene, interrupted) {
  const all = [];
  for (const { suite, files } of chosen) {
    if (interrupted.aborted) return [...all, judge('the run', undefined, 130)];
    console.log(`\n${suite.name}`);
    const since = performance.now();
    const counts = await suite.run(suite.name, files, scene);
    console.log(`${suite.name}: ${inWords(counts)} (${elapsed(since)})`);
    all.push(counts);
  }
  return all;
}

/** The suite that runs gets the signal too and ends; the others are then not begun. */
function watchForInterrupt() {
  const controller = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'])
    process.on(signal, () => controller.abort());
  return controller.signal;
}
