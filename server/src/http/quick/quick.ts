import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { authzen, type Endpoint, type Input, secrets } from '@coterie/contract';
import type { FastifyInstance } from 'fastify';
import { LRUCache } from 'lru-cache';
import type { Rendered } from '../../held/answers.ts';
import { keptList } from '../../usecases/content/secrets/kept-list.ts';
import { getSecret } from '../../usecases/content/secrets/read.ts';
import { factorMissing } from '../../usecases/factors/missing.ts';
import type { Caller, Parts } from '../../usecases/parts.ts';
import { authenticate } from '../../usecases/session/authenticate.ts';
import { native } from '../content/secrets.ts';
import { atOnce, isNamed, textOf } from '../door/etag.ts';
import type { Limiter } from '../door/limits.ts';
import { presentSecret } from '../present/secrets.ts';
import { manyChecks, oneCheck } from './checks.ts';

/**
 * A quick way beside the ordinary door, for reads that are asked for very often. It says what the ordinary way would, in the
 * same bytes, or nothing: whatever it is not sure of, refusals among it, goes the ordinary way. It knows only addresses that
 * an ordinary request has come by before, and takes from that one what they mean.
 */

type Quick<E extends Endpoint> = (
  parts: Parts,
  caller: Caller,
  input: Input<E>,
  url: string,
) => Promise<Rendered | undefined>;
type Known = {
  answer: (parts: Parts, caller: Caller, url: string) => Promise<Rendered | string | undefined>;
};

const quick = <E extends Endpoint>(endpoint: E, answer: Quick<E>) => ({
  endpoint,
  /** With what an ordinary request to the endpoint was understood as. */
  with: (input: unknown): Known => ({
    answer: (parts, caller, url) => answer(parts, caller, input as Input<E>, url),
  }),
});

const doors = [
  quick(secrets.listSecrets, (parts, caller, { query: { projectId: project } }, url) =>
    keptList(parts, caller, { project, url }),
  ),
  quick(secrets.getSecret, async (parts, caller, { params, query }) => {
    const asked = { ...query, ...native };
    const secret = presentSecret(await getSecret(parts, caller, params.secretName, asked));
    return parts.answers.make([JSON.stringify({ secret })]);
  }),
];
const doorOf = new Map(
  doors.map((door) => [`${door.endpoint.method} ${door.endpoint.path}`, door]),
);

/** Questions that are posted, by their address: the text of the body, the text of the answer. */
const questions = new Map<string, typeof oneCheck>([
  [authzen.evaluation.path, oneCheck],
  [authzen.evaluations.path, manyChecks],
]);
/** A longer body (bytes) goes the ordinary way. */
const longestBody = 4 * 1024 * 1024;

/** Addresses are as long as people make them. */
const mostLetters = 4_000_000;
const bearer = /^Bearer ([A-Za-z0-9._~+/=-]+)$/;

/** How many requests were answered by it. */
export type Quickly = { answered: number };
type Options = {
  limiter: Limiter;
  /** The address that a request comes from. */
  ipOf: (request: IncomingMessage) => string;
  /** The headers of every answer. */
  headers: Record<string, string>;
};

/** Puts the quick way before the ordinary one: without this line all goes the ordinary way. */
export function installQuick(
  app: FastifyInstance,
  parts: Parts,
  { limiter, ipOf, headers }: Options,
): Quickly {
  const quickly: Quickly = { answered: 0 };
  const known = new LRUCache<string, Known>({
    maxSize: mostLetters,
    sizeCalculation: (_, url) => url.length + 100,
  });
  app.addHook('preHandler', (request, _, done) => {
    const door = doorOf.get(`${request.method} ${request.routeOptions.url}`);
    if (door) known.set(request.url, door.with({ params: request.params, query: request.query }));
    done();
  });
  const [ordinary] = app.server.listeners('request') as ((
    request: IncomingMessage,
    response: ServerResponse,
  ) => void)[];
  if (!ordinary) throw new Error('there is no ordinary way');
  const always = Object.entries({ ...headers, 'cache-control': 'no-store' }).flat();

  async function answer(
    request: IncomingMessage,
    response: ServerResponse,
    asked: Known,
    token: string,
  ) {
    const ip = ipOf(request);
    const agent = request.headers['user-agent'];
    const told = limiter && (await limiter(request, ip));
    if (told?.refusal) return false;
    const from = { id: randomUUID(), ip, userAgent: agent?.slice(0, 200) ?? null };
    const caller = await authenticate(parts, token, from, { isUncounted: true });
    if (!caller || caller.token.kind === 'session' || (await factorMissing(parts, caller)))
      return false;
    const found = await asked.answer(parts, caller, request.url ?? '');
    if (!found) return false;
    const more = (told ? [...always, ...Object.entries(told.headers).flat()] : always) as string[];
    if (typeof found !== 'string')
      return send(response, found, { more, known: request.headers['if-none-match'] });
    const length = String(Buffer.byteLength(found));
    response.writeHead(200, [...more, ...json, 'content-length', length]).end(found);
    return true;
  }

  /** Bodies that were read and not answered, for the ordinary way to read again. */
  const bodies = new WeakMap<IncomingMessage, Buffer>();
  app.addHook('preParsing', (request, _, payload, done) => {
    const body = bodies.get(request.raw);
    done(null, body ? Readable.from([body]) : payload);
  });

  app.server.removeListener('request', ordinary);
  app.server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    const { method, url = '', headers: said } = request;
    const token = bearer.exec(said.authorization ?? '')?.[1];
    if (!token || parts.health.isStopping || isUnusual(request)) return ordinary(request, response);
    const begin = (asked: Known) => {
      parts.health.underWay++;
      void answer(request, response, asked, token)
        .catch(() => false)
        .then((isDone) => {
          parts.health.underWay--;
          if (isDone) quickly.answered++;
          else ordinary(request, response);
        });
    };
    if (method === 'GET' && said['content-length'] === undefined) {
      const asked = known.get(url);
      return asked ? begin(asked) : ordinary(request, response);
    }
    const question = method === 'POST' ? questions.get(url) : undefined;
    if (!question || !isPlainJson(request)) return ordinary(request, response);
    const pieces: Buffer[] = [];
    request.on('data', (piece: Buffer) => pieces.push(piece));
    request.on('end', () => {
      const body = pieces.length === 1 ? (pieces[0] as Buffer) : Buffer.concat(pieces);
      bodies.set(request, body);
      begin({ answer: (_, caller) => question(parts, caller, body.toString('utf8')) });
    });
  });
  return quickly;
}

/** What asks for more than an answer. */
const isUnusual = ({ headers }: IncomingMessage): boolean =>
  headers['transfer-encoding'] !== undefined ||
  headers['x-request-id'] !== undefined ||
  headers.expect !== undefined;

const json = ['content-type', 'application/json; charset=utf-8'];

/** A body of JSON whose length is said and short. */
function isPlainJson({ headers }: IncomingMessage): boolean {
  const length = Number(headers['content-length'] ?? Number.NaN);
  const isJson = /^application\/json(; *charset=utf-8)?$/i.test(headers['content-type'] ?? '');
  return isJson && length > 0 && length <= longestBody && headers['content-encoding'] === undefined;
}

/** Sends an answer, or 304; false for one that goes out piece by piece. */
function send(
  response: ServerResponse,
  { tag, length, pieces }: Rendered,
  { more, known }: { more: readonly string[]; known: string | undefined },
): boolean {
  const head = [...more, 'etag', tag];
  if (known !== undefined && isNamed(known, tag)) {
    response.writeHead(304, head).end();
    return true;
  }
  if (length > atOnce) return false;
  response.writeHead(200, [...head, ...json, 'content-length', String(length)]);
  response.end(textOf([...pieces()]));
  return true;
}
