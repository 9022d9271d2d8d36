import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { connectionUrl, startPostgres } from '../server/src/postgres/index.ts';
import { type ServerProcess, startServer } from '../server/test/system/support/server-process.ts';
import { openScene } from './lib/company.ts';
import { Connection, requestBytes } from './lib/connection.ts';
import { median, quantile, table } from './lib/numbers.ts';
import { tidily } from './lib/tidily.ts';
import { circumstances } from './lib/versions.ts';

/**
 * Takes someone out of a group, and puts them back, again and again while writers create secrets in batches of sixty as
 * fast as they can, at one server process or at two on one database. Prints how long each removal waited.
 */
const { values } = parseArgs({ options: { seconds: { type: 'string', default: '10' } } });
const seconds = Number(values.seconds);
if (!(seconds >= 1)) throw new Error('expected `--seconds` of at least 1');
const batch = 60;

type Measured = { nodes: number; writers: number; waits: number[]; secrets: number };
const measured: Measured[] = [];

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
  const nodes: ServerProcess[] = [];
  for (let n = 0; n < 2; n++) {
    const node = await startServer(environment);
    cleanup.defer(() => node.stop());
    nodes.push(node);
  }
  const first = nodes[0] as ServerProcess;
  const { company, ada, group } = await openScene(first.url);
  const member = `/api/v1/groups/${group.id}/users/${encodeURIComponent(ada.email)}`;
  const take = requestBytes('DELETE', first.url, member, company.admin.token);
  const give = requestBytes('POST', first.url, member, company.admin.token);
  const removing = new Connection(first.url);
  cleanup.defer(() => removing.close());

  for (const count of [1, 2])
    for (const writers of [0, 8, 16]) {
      const project = await company.project(`Busy ${count} ${writers}`);
      const state = { isOver: false, secrets: 0 };
      const work = Array.from({ length: writers }, (_, index) =>
        write(nodes[index % count] as ServerProcess, project.id, index, state),
      );
      await pause(1000);
      state.secrets = 0;
      const waits: number[] = [];
      const end = performance.now() + seconds * 1000;
      while (performance.now() < end) {
        const began = performance.now();
        const { status, body } = await removing.send(take);
        waits.push(performance.now() - began);
        if (status !== 200) throw new Error(`the removal was refused: ${body}`);
        await removing.send(give);
        await pause(20);
      }
      measured.push({ nodes: count, writers, waits, secrets: state.secrets });
      state.isOver = true;
      await Promise.all(work);
    }
  console.log(`${await circumstances(postgres.connection)}\n`);

  async function write(
    node: ServerProcess,
    workspaceId: string,
    index: number,
    state: { isOver: boolean; secrets: number },
  ): Promise<void> {
    const connection = new Connection(node.url);
    try {
      for (let turn = 0; !state.isOver; turn++) {
        const secrets = Array.from({ length: batch }, (_, n) => ({
          secretKey: `W${index}_${turn}_${n}`,
          secretValue: 'v',
        }));
        const body = JSON.stringify({ workspaceId, environment: 'dev', secretPath: '/', secrets });
        const path = '/api/v3/secrets/batch/raw';
        const sent = requestBytes('POST', node.url, path, company.admin.token, body);
        const reply = await connection.send(sent);
        if (reply.status !== 200) throw new Error(`the write was refused: ${reply.body}`);
        state.secrets += batch;
      }
    } finally {
      connection.close();
    }
  }
});

const ms = (value: number): string => value.toFixed(1);
console.log(
  table(
    [
      'nodes',
      'writers',
      'removals',
      'median, ms',
      '99 % below',
      'worst',
      'secrets written a second',
    ],
    measured.map(({ nodes, writers, waits, secrets }) => [
      String(nodes),
      String(writers),
      String(waits.length),
      ms(median(waits)),
      ms(quantile(waits, 0.99)),
      ms(Math.max(...waits)),
      String(Math.round(secrets / seconds)),
    ]),
  ),
);
