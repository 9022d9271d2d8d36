import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { embeddedIn } from '../server/test/system/support/embedded.ts';
import { startServer } from '../server/test/system/support/server-process.ts';
import { median, range, table } from './lib/numbers.ts';
import { longestPause, withPauses } from './lib/pauses.ts';
import { openQuestions } from './lib/scene.ts';
import { besideBare, checkedAnswer, type Measured, ratioOf } from './lib/throughput.ts';
import { tidily } from './lib/tidily.ts';
import { circumstances } from './lib/versions.ts';

/** How many checks and reads a server answers in a second, each beside a bare Fastify route with the same bytes. */
const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '5' },
    milliseconds: { type: 'string', default: '3000' },
    checks: { type: 'string', default: '1000' },
    /** Measures only what has this word in its name. */
    only: { type: 'string', default: '' },
    /** A folder for a CPU profile of the server. */
    profile: { type: 'string' },
  },
});

await tidily(async (cleanup) => {
  const dataDir = await mkdtemp(join(tmpdir(), 'coterie-bench-'));
  cleanup.defer(() => rm(dataDir, { recursive: true, force: true }));
  const { profile } = values;
  const pauses = join(dataDir, 'pauses');
  const server = await startServer({ COTERIE_DATA_DIR: dataDir }, [
    ...withPauses(pauses),
    ...(profile === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${profile}`]),
  ]);
  cleanup.defer(() => server.stop());
  const given = {
    folder: dataDir,
    rounds: Number(values.rounds),
    milliseconds: values.milliseconds,
  };
  const embedded = await embeddedIn(dataDir);
  const database = await embedded.connection();
  const both = { url: server.url, pids: [server.pid, (await embedded.pid()) ?? 0], database };
  const rows: string[][] = [];
  const costs: string[][] = [];
  for (const { what, request, isRight } of await openQuestions(server.url, Number(values.checks))) {
    if (!what.includes(values.only)) continue;
    const expected = await checkedAnswer(server.url, request, isRight);
    await longestPause(pauses);
    const measured = await besideBare(both, request, expected, given);
    const longest = await longestPause(pauses);
    const { coterie, bare, row } = measured;
    rows.push([
      what,
      range(coterie.perSecond),
      ratioOf(coterie, bare).toFixed(2),
      range(row.perSecond),
      ratioOf(row, bare).toFixed(2),
      range(bare.perSecond),
    ]);
    costs.push([what, ...microseconds(coterie), ...microseconds(bare), longest.toFixed(1)]);
  }
  console.log(await circumstances(database));
  console.log(
    `Answers a second over 32 connections: median (least to most) of ${values.rounds} rounds.\n`,
  );
  console.log(
    table(['', 'Coterie', 'ratio', 'Fastify and one row', 'ratio', 'a bare Fastify route'], rows),
  );
  console.log(
    '\nMicroseconds of processor an answer, median, and the longest pause of the loop:\n',
  );
  console.log(table(['', 'Coterie', 'its PostgreSQL', 'a bare Fastify route', 'pause, ms'], costs));
});

/** The median of each process. */
function microseconds({ cpu }: Measured): string[] {
  const processes = cpu[0] ?? [];
  return processes.map((_, n) => median(cpu.map((each) => each[n] as number)).toFixed(1));
}
