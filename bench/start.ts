import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { embeddedIn } from '../server/test/system/support/embedded.ts';
import { type ServerProcess, startServer } from '../server/test/system/support/server-process.ts';
import { openScene } from './lib/company.ts';
import { proportionalMiB, residentMiB } from './lib/memory.ts';
import { quantile, range, table } from './lib/numbers.ts';
import { timedSignIns } from './lib/sign-ins.ts';
import { besideBare, checkedAnswer, ratioOf } from './lib/throughput.ts';
import { tidily } from './lib/tidily.ts';
import { circumstances } from './lib/versions.ts';

/** How long a start takes, what it keeps in memory, and how many reads of one secret it answers in a second. */
const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '5' },
    milliseconds: { type: 'string', default: '3000' },
  },
});
const rounds = Number(values.rounds);
const restMs = 2_000;

async function folder(cleanup: AsyncDisposableStack): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), 'coterie-bench-'));
  cleanup.defer(() => rm(path, { recursive: true, force: true }));
  return path;
}

/** Milliseconds from starting the process to the first good answer of its status. */
async function timedStart(dataDir: string): Promise<{ ms: number; server: ServerProcess }> {
  const began = performance.now();
  const server = await startServer({ COTERIE_DATA_DIR: dataDir });
  return { ms: performance.now() - began, server };
}

async function starts(cleanup: AsyncDisposableStack): Promise<{ first: number[]; warm: number[] }> {
  const measured = { first: [] as number[], warm: [] as number[] };
  for (let round = 0; round < rounds; round++) {
    const dataDir = await folder(cleanup);
    for (const kind of ['first', 'warm'] as const) {
      const { ms, server } = await timedStart(dataDir);
      measured[kind].push(ms);
      await server.stop();
    }
  }
  return measured;
}

const mib = (numbers: readonly number[]) => numbers.map((one) => one.toFixed(0));

await tidily(async (cleanup) => {
  const started = await starts(cleanup);
  const dataDir = await folder(cleanup);
  const server = await startServer({ COTERIE_DATA_DIR: dataDir });
  cleanup.defer(() => server.stop());
  const embedded = await embeddedIn(dataDir);
  const postgresPid = async () => (await embedded.pid()) ?? 0;
  const { ada, path } = await openScene(server.url);
  const request = { method: 'GET', path, token: ada.token };
  const expected = await checkedAnswer(server.url, request, (answer) =>
    JSON.stringify(answer).includes('"secretValue":"brass"'),
  );
  await pause(restMs);
  const atRest = [await residentMiB(server.pid), await proportionalMiB(await postgresPid())];

  const { milliseconds } = values;
  const given = { folder: dataDir, rounds, milliseconds };
  const database = await embedded.connection();
  const both = { url: server.url, pids: [server.pid, await postgresPid()], database };
  const reads = await besideBare(both, request, expected, given);
  const signIns = await timedSignIns(server.url, ada.email, 100);
  const afterLoad = [await residentMiB(server.pid), await proportionalMiB(await postgresPid())];

  console.log(await circumstances(database));
  console.log(`Median (least to most) of ${rounds} rounds.\n`);
  console.log(
    table(
      ['start, to the first answer of /api/status', 'ms'],
      [
        ['first, with an empty data folder', range(started.first)],
        ['again', range(started.warm)],
      ],
    ),
  );
  console.log(
    `\n${table(
      ['memory, MiB', 'server', 'PostgreSQL'],
      [
        ['at rest', ...mib(atRest)],
        ['after the load', ...mib(afterLoad)],
      ],
    )}`,
  );
  console.log(
    `\n${table(
      ['answers, 32 connections', 'a second'],
      [
        ["reading one secret as a group's member", range(reads.coterie.perSecond)],
        ['a bare Fastify route with the same bytes', range(reads.bare.perSecond)],
        ['the same and one row of PostgreSQL', range(reads.row.perSecond)],
        ['Coterie beside the bare route', ratioOf(reads.coterie, reads.bare).toFixed(2)],
      ],
    )}`,
  );
  const at = (all: number[], share: number) => quantile(all, share).toFixed(0);
  const [quiet, attacked] = [signIns.quiet, signIns.attacked];
  const times = (share: number) => (quantile(attacked, share) / quantile(quiet, share)).toFixed(2);
  console.log(
    `\n${table(
      ['a right sign-in from a known network, ms', 'p50', 'p99'],
      [
        ['quiet', at(quiet, 0.5), at(quiet, 0.99)],
        ['while 130 networks try wrong passwords', at(attacked, 0.5), at(attacked, 0.99)],
        ['attacked beside quiet', times(0.5), times(0.99)],
      ],
    )}`,
  );
  console.log(`\nThe attackers were answered ${JSON.stringify(signIns.answers)}.`);
});
