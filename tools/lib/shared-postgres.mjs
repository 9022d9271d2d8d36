import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { Failure } from './failure.mjs';
import { node24 } from './node24.mjs';
import { inRoot, root } from './root.mjs';

/** Starts the PostgreSQL that all tests of a run share, in the run's folder; `stop` removes the folder too.
 * @param {string} folder
 * @returns {Promise<{ stop: () => Promise<void> }>} */
export async function sharedPostgres(folder) {
  const child = spawn(node24(), [inRoot('tools', 'lib', 'hold-postgres.mjs'), folder], {
    cwd: root,
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const ended = new Promise((resolve) => child.once('exit', resolve));
  const ready = new Promise((resolve) => createInterface(child.stdout).once('line', resolve));
  await Promise.race([
    ready,
    ended.then(() => {
      throw new Failure('the PostgreSQL of the tests did not start');
    }),
  ]);
  return {
    async stop() {
      child.stdin.end();
      await ended;
    },
  };
}
