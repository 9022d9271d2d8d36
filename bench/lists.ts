import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { compatSecrets } from '@coterie/contract';
import pg from 'pg';
import { embeddedIn } from '../server/test/system/support/embedded.ts';
import { startServer } from '../server/test/system/support/server-process.ts';
import { openScene } from './lib/company.ts';
import { Connection, requestBytes } from './lib/connection.ts';
import { cpuMs } from './lib/cpu.ts';
import { median, quantile, table } from './lib/numbers.ts';
import { longestPause, withPauses } from './lib/pauses.ts';
import { tidily } from './lib/tidily.ts';
import { circumstances } from './lib/versions.ts';

/** How fast the secrets of a folder are listed, by their number, to a reader that has the newest answer already or not. */
const { values } = parseArgs({
  options: {
    sizes: { type: 'string', default: '1,100,10000' },
    milliseconds: { type: 'string', default: '5000' },
    connections: { type: 'string', default: '8' },
    /** How often each is asked for alone. */
    rounds: { type: 'string', default: '21' },
    /** A folder for a CPU profile of the server. */
    profile: { type: 'string' },
  },
});
/** As many as one request may make. */
const batch = 1000;

await tidily(async (cleanup) => {
  const dataDir = await mkdtemp(join(tmpdir(), 'coterie-bench-'));
  cleanup.defer(() => rm(dataDir, { recursive: true, force: true }));
  const pauses = join(dataDir, 'pauses');
  const server = await startServer({ COTERIE_DATA_DIR: dataDir }, [
    ...withPauses(pauses),
    ...(values.profile === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${values.profile}`]),
  ]);
  cleanup.defer(() => server.stop());
  const embedded = await embeddedIn(dataDir);
  const database = new pg.Client(await embedded.connection());
  await database.connect();
  cleanup.defer(() => database.end());
  const pids = [server.pid, (await embedded.pid()) ?? 0] as const;
  const scene = await openScene(server.url);
  const rows: string[][] = [];
  const alone: string[][] = [];
  for (const size of values.sizes.split(',').map(Number)) {
    const { project, path } = await fill(scene, size);
    const { tag, bytes } = await looked(server.url, path, scene.ada.token, size);
    const search = `${path}&search=key_${size - 1}`;
    await looked(server.url, search, scene.ada.token, 1);
    for (const [what, status, header, at] of [
      ['the whole answer', 200, '', path],
      ['304, nothing new', 304, `if-none-match: ${tag}\r\n`, path],
      ['one found by search', 200, '', search],
    ] as const) {
      const request = requestBytes('GET', server.url, at, scene.ada.token, '', header);
      const times = await timed(server.url, request, status);
      rows.push([
        size.toLocaleString('en'),
        what,
        at === path ? (status === 200 ? bytes.toLocaleString('en') : '0') : '',
        ((times.length / Number(values.milliseconds)) * 1000).toFixed(size > 1000 ? 2 : 0),
        quantile(times, 0.5).toFixed(1),
        quantile(times, 0.99).toFixed(1),
      ]);
    }
    const known = requestBytes('GET', server.url, path, scene.ada.token);
    /** Other values for so many of the secrets. */
    const change = (count: number) => () =>
      scene.company.admin.call(compatSecrets.editRawSecrets, {
        body: contents(project, { count }),
      });
    for (const [what, before] of [
      // As after a crash of the database: a node that is told of another run forgets all.
      ['nothing held', () => database.query('UPDATE changes_mark SET run = gen_random_uuid()')],
      ...(size >= 1 ? [['one of them changed', change(1)] as const] : []),
      ...(size > 100 ? [['a hundred of them changed', change(100)] as const] : []),
      ['nothing changed', async () => {}],
    ] as const)
      alone.push([
        size.toLocaleString('en'),
        what,
        ...(await askedAlone(server.url, known, { pids, pauses, before })),
      ]);
  }
  console.log(await circumstances(await embedded.connection()));
  console.log(`${values.connections} connections, ${values.milliseconds} ms each.\n`);
  console.log(table(['secrets', 'answer', 'bytes', 'a second', 'median, ms', 'p99, ms'], rows));
  console.log(
    `\nThe whole answer, asked for alone, ${values.rounds} times; medians in milliseconds:\n`,
  );
  const heads = ['to the answer', 'server', 'PostgreSQL', 'longest pause of the loop', 'at worst'];
  console.log(table(['secrets', '', ...heads], alone));
});

/** What an answer takes that nothing else disturbs. */
async function askedAlone(
  url: string,
  request: Buffer,
  given: { pids: readonly number[]; pauses: string; before: () => Promise<unknown> },
): Promise<string[]> {
  const connection = new Connection(url);
  const found: number[][] = [[], [], [], []];
  for (let round = 0; round < Number(values.rounds); round++) {
    await given.before();
    await pause(50);
    await longestPause(given.pauses);
    const before = await Promise.all(given.pids.map(cpuMs));
    const at = performance.now();
    const reply = await connection.send(request);
    const took = performance.now() - at;
    if (reply.status !== 200) throw new Error(`${reply.status}: ${reply.body.slice(0, 1000)}`);
    const after = await Promise.all(given.pids.map(cpuMs));
    const longest = await longestPause(given.pauses);
    const all = [took, ...after.map((ms, n) => ms - (before[n] as number)), longest];
    for (const [n, one] of all.entries()) found[n]?.push(one);
  }
  connection.close();
  return [
    ...found.map((each) => median(each).toFixed(2)),
    Math.max(...(found[3] ?? [])).toFixed(2),
  ];
}

/** A project with so many secrets in one folder, which the reader sees by its group; the path of their listing. */
async function fill(
  { company, group }: Awaited<ReturnType<typeof openScene>>,
  size: number,
): Promise<{ project: string; path: string }> {
  const { id } = await company.project(`List of ${size}`);
  await company.addGroup({ id }, group, 'viewer');
  for (let from = 0; from < size; from += batch)
    await company.admin.call(compatSecrets.createRawSecrets, {
      body: contents(id, { from, count: Math.min(batch, size - from) }),
    });
  return { project: id, path: `/api/v4/secrets?projectId=${id}&environment=dev` };
}

/** The answer's ETag and length, once it is known to be right. */
async function looked(url: string, path: string, token: string, size: number) {
  const reply = await fetch(url + path, { headers: { authorization: `Bearer ${token}` } });
  const text = await reply.text();
  const found = (JSON.parse(text) as { secrets?: { secretValue: string }[] }).secrets;
  const tag = reply.headers.get('etag');
  if (!tag || found?.length !== size || !found.every((one) => one.secretValue.startsWith('brass')))
    throw new Error(`${reply.status}: ${text.slice(0, 1000)}`);
  return { tag, bytes: Buffer.byteLength(text) };
}

/** The milliseconds of each answer over several connections, after a second of warming up. */
async function timed(url: string, request: Buffer, status: number): Promise<number[]> {
  const times: number[] = [];
  const warm = performance.now() + 1000;
  const end = warm + Number(values.milliseconds);
  const ask = async (connection: Connection) => {
    for (let at = performance.now(); at < end; at = performance.now()) {
      const reply = await connection.send(request);
      if (reply.status !== status) throw new Error(`${reply.status}: ${reply.body.slice(0, 1000)}`);
      if (at >= warm) times.push(performance.now() - at);
    }
    connection.close();
  };
  await Promise.all(
    Array.from({ length: Number(values.connections) }, () => ask(new Connection(url))),
  );
  return times;
}

/** New values for some of a project's secrets. */
function contents(workspaceId: string, { from = 0, count }: { from?: number; count: number }) {
  return {
    workspaceId,
    environment: 'dev',
    secrets: Array.from({ length: count }, (_, n) => ({
      secretKey: `KEY_${from + n}`,
      secretValue: `brass ${from + n} ${Math.floor(performance.now())}`,
    })),
  };
}
