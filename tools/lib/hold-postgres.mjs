// Runs on Node 24 beside a test run: holds a PostgreSQL for all tests until its standard input ends, which it does
// however the run ends. Then it ends what is left of the run, and removes the run's folder.
import { existsSync } from 'node:fs';
import { readdir, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { startPostgres } from '../../server/src/postgres/index.ts';

const [folder = ''] = process.argv.slice(2);
const asked = new Promise((resolve) => process.stdin.once('end', resolve).resume());
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => {});

try {
  const postgres = await startPostgres({ dataDir: join(folder, 'postgres') });
  console.log('ready');
  await asked;
  await postgres.stop();
  await endLeftOver();
} finally {
  // Processes of an interrupted run may still be writing their last.
  await rm(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
}

/** Tests of the supervisor start a PostgreSQL of their own, which outlives them when they are killed. */
async function endLeftOver() {
  const names = await readdir(folder, { recursive: true });
  for (const name of names.filter((one) => one.endsWith(join('cluster', 'data')))) {
    if (!existsSync(join(folder, name, 'postmaster.pid'))) continue;
    const dataDir = dirname(dirname(join(folder, name)));
    await startPostgres({ dataDir })
      .then((postgres) => postgres.stop())
      .catch((error) =>
        console.error(`could not end the PostgreSQL in ${dataDir}: ${error.message}`),
      );
  }
}
