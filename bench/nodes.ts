import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { connectionUrl, startPostgres } from '../server/src/postgres/index.ts';
import { startServer } from '../server/test/system/support/server-process.ts';
import { openScene } from './lib/company.ts';
import { Connection, type Reply, requestBytes } from './lib/connection.ts';
import { median, quantile, table } from './lib/numbers.ts';
import { tidily } from './lib/tidily.ts';
import { circumstances } from './lib/versions.ts';

/**
 * Two server processes on one database: takes someone out of a group at one and reads at the other straight after the
 * acknowledgement, then puts them back and reads again. Prints how many answers were stale; there must be none.
 */
const { values } = parseArgs({ options: { rounds: { type: 'string', default: '10000' } } });
const rounds = Number(values.rounds);
if (!Number.isInteger(rounds) || rounds < 1) throw new Error('expected `--rounds` of at least 1');

type Kind = 'take' | 'give';
const measured = {
  take: { change: [] as number[], read: [] as number[], stale: 0 },
  give: { change: [] as number[], read: [] as number[], stale: 0 },
};

await tidily(async (cleanup) => {
  const dataDir = await mkdtemp(join(tmpdir(), 'coterie-bench-'));
  cleanup.defer(() => rm(dataDir, { recursive: true, force: true }));
  const postgres = await startPostgres({ dataDir: join(dataDir, 'postgres') });
  cleanup.defer(() => postgres.stop());
  const environment = {
    COTERIE_DATA_DIR: dataDir,
    COTERIE_ROOT_KEY: randomBytes(32).toString('hex'),
    DATABASE_URL: connectionUrl(postgres.connection),
  };
  const one = await startServer(environment);
  cleanup.defer(() => one.stop());
  const other = await startServer(environment);
  cleanup.defer(() => other.stop());

  const { company, ada, group, path } = await openScene(one.url);
  const member = `/api/v1/groups/${group.id}/users/${encodeURIComponent(ada.email)}`;
  const requests = {
    take: requestBytes('DELETE', one.url, member, company.admin.token),
    give: requestBytes('POST', one.url, member, company.admin.token),
    read: requestBytes('GET', other.url, path, ada.token),
  };
  const writing = new Connection(one.url);
  cleanup.defer(() => writing.close());
  const reading = new Connection(other.url);
  cleanup.defer(() => reading.close());

  const turn = async (kind: Kind, isFresh: (reply: Reply) => boolean) => {
    const into = measured[kind];
    const began = performance.now();
    const change = await writing.send(requests[kind]);
    const acknowledged = performance.now();
    const reply = await reading.send(requests.read);
    into.read.push(performance.now() - acknowledged);
    into.change.push(acknowledged - began);
    if (change.status !== 200) throw new Error(`the change was refused: ${change.body}`);
    if (![200, 403].includes(reply.status)) throw new Error(`the read failed: ${reply.body}`);
    if (!isFresh(reply)) into.stale++;
  };

  for (let round = 0; round < rounds; round++) {
    await turn('take', ({ status }) => status === 403);
    await turn('give', ({ status, body }) => status === 200 && body.includes('"brass"'));
  }
  console.log(`${await circumstances(postgres.connection)}\n`);
});

const ms = (numbers: readonly number[]) =>
  `${median(numbers).toFixed(2)} (${quantile(numbers, 0.99).toFixed(2)})`;
console.log(
  table(
    ['change at one node', 'rounds', 'stale answers at the other', 'change, ms', 'first read, ms'],
    (
      [
        ['taken out of a group', measured.take],
        ['put into a group', measured.give],
      ] as const
    ).map(([name, { change, read, stale }]) => [
      name,
      String(rounds),
      String(stale),
      ms(change),
      ms(read),
    ]),
  ),
);
console.log('\nMilliseconds: median (99 % are below).');
if (measured.take.stale + measured.give.stale > 0) process.exitCode = 1;
