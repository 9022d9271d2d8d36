import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { fileURLToPath } from 'node:url';
import cookie from '@fastify/cookie';
import formbody from '@fastify/formbody';
import proxyAddress, { compile } from '@fastify/proxy-addr';
import Fastify, { type FastifyInstance, LogController } from 'fastify';
import type { Logger } from 'pino';
import type { Config } from './config.ts';
import { bodyLimits, installErrors } from './http/door/errors.ts';
import { installLimits, type Limits, limiterOf } from './http/door/limits.ts';
import { doors } from './http/index.ts';
import { installPolicy, mountConsole, securityHeaders } from './http/pages/console.ts';
import { describe } from './http/pages/describe.ts';
import { docsPage } from './http/pages/docs.ts';
import { installQuick, type Quickly } from './http/quick/quick.ts';
import type { Parts } from './usecases/parts.ts';

type Options = { trustProxy: Config['trustProxy']; limits: Limits; logger: Logger };

/** A route as it stands, whoever mounted it. */
export type Mounted = { method: string; path: string };

const consoleFolder = fileURLToPath(new URL('../../web/dist/', import.meta.url));

/** The whole HTTP side: every door of the contract, its description, and the console. */
export async function buildApp(
  parts: Parts,
  { trustProxy, limits, logger }: Options,
): Promise<{ app: FastifyInstance; mounted: Mounted[]; quick: Quickly }> {
  const mounted: Mounted[] = [];
  const trusts: Trusts = typeof trustProxy === 'number' ? (_, hop) => hop < trustProxy : trustProxy;
  const app: FastifyInstance = Fastify({
    loggerInstance: logger,
    // A logger for each request costs more than the few that have anything to say.
    childLoggerFactory: (parent) => parent,
    trustProxy: trusts,
    bodyLimit: bodyLimits.json,
    genReqId: () => randomUUID(),
    logController: new LogController({ disableRequestLogging: true }),
    requestTimeout: 60_000,
    exposeHeadRoutes: false,
    routerOptions: { ignoreTrailingSlash: true, ignoreDuplicateSlashes: true, maxParamLength: 300 },
  }) as unknown as FastifyInstance;
  app.addHook('onRoute', ({ method, url }) => {
    for (const one of [method].flat()) mounted.push({ method: one, path: url });
  });
  app.decorateRequest('caller', null);
  countRequests(app, parts);
  installErrors(app, (error) => parts.health.note(error));
  installJson(app);
  await app.register(cookie);
  await app.register(formbody, { bodyLimit: bodyLimits.form });
  const headers = await securityHeaders(parts.siteUrl);
  installPolicy(app, headers);
  await describe(app);
  const limiter = limiterOf(limits);
  await app.register(async (api) => {
    api.addHook('onRequest', (request, reply, done) => {
      const asked = request.headers['x-request-id'];
      if (typeof asked === 'string' && /^[\x20-\x7e]{1,200}$/.test(asked))
        reply.header('x-request-id', asked);
      done();
    });
    api.addHook('onSend', (_, reply, payload, done) => {
      if (!reply.hasHeader('cache-control')) reply.header('cache-control', 'no-store');
      done(null, payload);
    });
    installLimits(api, limiter);
    for (const door of doors) door.open(api, parts);
  });
  app.get('/api/docs/json', { schema: { hide: true } }, async () => app.swagger());
  app.get('/api/docs', { schema: { hide: true } }, async (_, reply) =>
    reply.type('text/html').send(docsPage(app.swagger())),
  );
  await mountConsole(app, consoleFolder);
  const quick = installQuick(app, parts, { limiter, ipOf: ipOf(trusts), headers });
  return { app, mounted, quick };
}

type Trusts = boolean | string[] | ((address: string, hop: number) => boolean);

/** Where a request comes from, as Fastify finds it. */
function ipOf(trusts: Trusts): (request: IncomingMessage) => string {
  if (trusts === false) return ({ socket }) => socket.remoteAddress ?? '';
  const isTrusted =
    trusts === true ? () => true : typeof trusts === 'function' ? trusts : compile(trusts);
  return (request) => proxyAddress(request, isTrusted);
}

/** Counts the requests under way: from when all of one has come until its answer has gone, or its client has. */
function countRequests(app: FastifyInstance, { health }: Parts): void {
  const counted = new WeakSet<object>();
  app.addHook('preHandler', (request, reply, done) => {
    counted.add(request);
    health.underWay++;
    reply.raw.once('close', () => {
      if (counted.delete(request)) health.underWay--;
    });
    done();
  });
}

/** An empty body is no body: clients send DELETE and POST with a JSON type and nothing in it. */
function installJson(app: FastifyInstance): void {
  const parse = app.getDefaultJsonParser('error', 'error');
  app.removeContentTypeParser('application/json');
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (request, body, done) => {
    if (body.length === 0) done(null, undefined);
    else void parse(request, body as string, done);
  });
  app.addHook('preValidation', (request, _, done) => {
    if (request.body === undefined || request.body === null) request.body = {};
    done();
  });
}
