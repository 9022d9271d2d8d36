import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Connection as Database } from '../../server/src/postgres/index.ts';
import { runScript, type Script } from './child.ts';
import { Connection, requestBytes } from './connection.ts';
import { cpuMs } from './cpu.ts';
import { median } from './numbers.ts';

/** A request that is sent again and again; `body` is JSON. */
export type Request = {
  method: string;
  path: string;
  token: string;
  body?: string;
  /** Asked again by who has the answer: what is timed is 304. */
  isKnown?: true;
};

/** The answer that is timed, checked before it is. */
export async function checkedAnswer(
  url: string,
  { method, path, token, body }: Request,
  isRight: (answer: unknown) => boolean,
): Promise<string> {
  const connection = new Connection(url);
  const reply = await connection.send(requestBytes(method, url, path, token, body));
  connection.close();
  if (reply.status !== 200 || !isRight(JSON.parse(reply.body)))
    throw new Error(`${reply.status}: ${reply.body.slice(0, 1000)}`);
  return reply.body;
}

/** Answers a second, and microseconds of processor an answer in each of the processes, round by round. */
export type Measured = { perSecond: number[]; cpu: number[][] };
/** A server and its database, and a bare Fastify route that sends the same bytes; once more with one row read for each. */
export type Throughput = { coterie: Measured; bare: Measured; row: Measured };

export const ratioOf = (one: Measured, bare: Measured): number =>
  median(one.perSecond) / median(bare.perSecond);

type Server = { url: string; pids: readonly number[]; database: Database };
type How = { folder: string; rounds: number; milliseconds: string };

/** Times all in turns, so that what disturbs the machine disturbs all; every answer must be the expected one. */
export async function besideBare(
  server: Server,
  request: Request,
  expected: string,
  { folder, rounds, milliseconds }: How,
): Promise<Throughput> {
  const files = { expected: join(folder, 'expected'), body: join(folder, 'body') };
  await writeFile(files.expected, expected);
  await writeFile(files.body, request.body ?? '');
  const bare = await runScript('bare.ts', [files.expected]);
  const row = await runScript('bare.ts', [files.expected, JSON.stringify(server.database)]);
  const { method, path, token } = request;
  const tag = request.isKnown ? await tagOf(server.url, request) : '';
  const measured: Throughput = { coterie: nothing(), bare: nothing(), row: nothing() };
  try {
    for (let round = 0; round < rounds; round++)
      for (const [at, into] of [
        [server, measured.coterie],
        [serverOf(bare), measured.bare],
        [serverOf(row), measured.row],
      ] as const)
        await oneRound(at, into, {
          ...{ url: at.url, method, path, token, tag },
          ...{ ...files, milliseconds },
        });
  } finally {
    for (const { child } of [bare, row]) child.kill();
  }
  return measured;
}

async function tagOf(url: string, { path, token }: Request): Promise<string> {
  const reply = await fetch(url + path, { headers: { authorization: `Bearer ${token}` } });
  await reply.arrayBuffer();
  const tag = reply.headers.get('etag');
  if (tag === null) throw new Error(`${path} has no ETag`);
  return tag;
}

const serverOf = ({ line, child }: Script) => ({ url: line, pids: [child.pid ?? 0] });
const nothing = (): Measured => ({ perSecond: [], cpu: [] });

async function oneRound(
  { pids }: Pick<Server, 'pids'>,
  into: Measured,
  given: Record<string, string>,
): Promise<void> {
  const args = Object.entries(given).map(([name, value]) => `--${name}=${value}`);
  const load = await runScript('load.ts', args);
  const before = await Promise.all(pids.map(cpuMs));
  const { answers, seconds } = JSON.parse(await load.next()) as Record<string, number>;
  const after = await Promise.all(pids.map(cpuMs));
  into.perSecond.push((answers as number) / (seconds as number));
  into.cpu.push(after.map((ms, n) => ((ms - (before[n] as number)) * 1000) / (answers as number)));
}
