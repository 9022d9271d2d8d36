import { randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import cookie from '@fastify/cookie';
import formbody from '@fastify/formbody';
import Fastify, { type FastifyInstance, LogController } from 'fastify';
import type { Logger } from 'pino';
import type { Config } from './config.ts';
import { bodyLimits, installErrors } from './http/door/errors.ts';
import { installLimits, type Limits } from './http/door/limits.ts';
import { doors } from './http/index.ts';
import { installPolicy, mountConsole } from './http/pages/console.ts';
import { describe } from './http/pages/describe.ts';
import { docsPage } from './http/pages/docs.ts';
import type { Parts } from './usecases/parts.ts';

type Options = { trustProxy: Config['trustProxy']; limits: Limits; logger: Logger };

/** A route as it stands, whoever mounted it. */
export type Mounted = { method: string; path: string };

const consoleFolder = fileURLToPath(new URL('../../web/dist/', import.meta.url));

/** The whole HTTP side: every door of the contract, its description, and the console. */
export async function buildApp(
  parts: Parts,
  { trustProxy, limits, logger }: Options,
): Promise<{ app: FastifyInstance; mounted: Mounted[] }> {
  const mounted: Mounted[] = [];
  const app: FastifyInstance = Fastify({
    loggerInstance: logger,
    // A logger for each request costs more than the few that have anything to say.
    childLoggerFactory: (parent) => parent,
    trustProxy: typeof trustProxy === 'number' ? (_address, hop) => hop < trustProxy : trustProxy,
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
  await installPolicy(app, parts.siteUrl);
  await describe(app);
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
    installLimits(api, limits);
    for (const door of doors) door.open(api, parts);
  });
  app.get('/api/docs/json', { schema: { hide: true } }, async () => app.swagger());
  app.get('/api/docs', { schema: { hide: true } }, async (_, reply) =>
    reply.type('text/html').send(docsPage(app.swagger())),
  );
  await mountConsole(app, consoleFolder);
  return { app, mounted };
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
