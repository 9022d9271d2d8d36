import { existsSync } from 'node:fs';
import { join } from 'node:path';
import helmet from '@fastify/helmet';
import files from '@fastify/static';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { problemOf } from './errors.ts';

/** The headers of every answer: nothing is fetched from, or sent to, anywhere but this origin. */
export async function installPolicy(app: FastifyInstance, siteUrl: string): Promise<void> {
  await app.register(helmet, {
    contentSecurityPolicy: { directives: policy(siteUrl) },
    hsts: siteUrl.startsWith('https:'),
  });
}

const policy = (siteUrl: string, port?: number) => ({
  defaultSrc: ["'self'"],
  scriptSrc: ["'self'"],
  styleSrc: ["'self'"],
  fontSrc: ["'self'"],
  imgSrc: ["'self'", 'data:'],
  connectSrc: port === undefined ? ["'self'"] : ["'self'", `http://127.0.0.1:${port}`],
  objectSrc: ["'none'"],
  baseUri: ["'none'"],
  formAction: ["'self'"],
  frameAncestors: ["'none'"],
  requireTrustedTypesFor: ["'script'"],
  // A command line listens in plain http on its own machine, which must not be made https.
  upgradeInsecureRequests: siteUrl.startsWith('https:') && port === undefined ? [] : null,
});

/** The built console in a folder, where there is one; a path that is no file is a page of it. */
export async function mountConsole(
  app: FastifyInstance,
  siteUrl: string,
  folder: string,
): Promise<void> {
  const isBuilt = existsSync(join(folder, 'index.html'));
  if (isBuilt)
    await app.register(files, {
      root: folder,
      wildcard: false,
      setHeaders: (reply, path) => {
        reply.header(
          'cache-control',
          path.includes('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache',
        );
      },
    });
  app.setNotFoundHandler(async (request, reply) => {
    if (isBuilt && isPage(request)) {
      const port = callbackPort(request);
      if (port !== undefined)
        reply.helmet({ contentSecurityPolicy: { directives: policy(siteUrl, port) } });
      return reply.header('cache-control', 'no-cache').sendFile('index.html');
    }
    const what = `there is nothing at ${request.method} ${pathOf(request)}`;
    return reply.code(404).send(problemOf(request, 404, what));
  });
}

const pathOf = ({ url }: FastifyRequest): string => url.split('?')[0] ?? '';

const isPage = (request: FastifyRequest): boolean =>
  request.method === 'GET' &&
  !/^\/(api|access\/v1|\.well-known)\b/.test(request.url) &&
  !/\.[a-z0-9]+$/i.test(pathOf(request));

/** The port of a command line that waits for a sign-in in the browser: the sign-in page may speak to it, no other page. */
function callbackPort(request: FastifyRequest): number | undefined {
  if (pathOf(request) !== '/login') return undefined;
  const { callback_port: asked } = request.query as Record<string, unknown>;
  if (typeof asked !== 'string' || !/^[1-9]\d{3,4}$/.test(asked)) return undefined;
  const port = Number(asked);
  return port >= 1024 && port <= 65_535 ? port : undefined;
}
