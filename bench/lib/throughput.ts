import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runScript } from './child.ts';
import { Connection, requestBytes } from './connection.ts';
import { median } from './numbers.ts';

/** A request that is sent again and again; `body` is JSON. */
export type Request = { method: string; path: string; token: string; body?: string };

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

/** Answers a second, round by round, of a server and of a bare Fastify route that sends the same bytes. */
export type Throughput = { coterie: number[]; bare: number[] };

export const ratioOf = ({ coterie, bare }: Throughput): number => median(coterie) / median(bare);

/** Times both in turns, so that what disturbs the machine disturbs both; every answer must be the expected one. */
export async function besideBare(
  url: string,
  request: Request,
  expected: string,
  { folder, rounds, milliseconds }: { folder: string; rounds: number; milliseconds: string },
): Promise<Throughput> {
  const files = { expected: join(folder, 'expected'), body: join(folder, 'body') };
  await writeFile(files.expected, expected);
  await writeFile(files.body, request.body ?? '');
  const bare = await runScript('bare.ts', [files.expected]);
  const perSecond = async (at: string) => {
    const { method, path, token } = request;
    const given = { url: at, method, path, token, ...files, milliseconds };
    const args = Object.entries(given).map(([name, value]) => `--${name}=${value}`);
    return (JSON.parse((await runScript('load.ts', args)).line) as { perSecond: number }).perSecond;
  };
  const measured: Throughput = { coterie: [], bare: [] };
  try {
    for (let round = 0; round < rounds; round++) {
      measured.coterie.push(await perSecond(url));
      measured.bare.push(await perSecond(bare.line));
    }
  } finally {
    bare.child.kill();
  }
  return measured;
}
