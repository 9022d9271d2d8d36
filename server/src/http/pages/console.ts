import { existsSync } from 'node:fs';
import { join } from 'node:path';
import helmet from '@fastify/helmet';
import files from '@fastify/static';
import Fastify, { type FastifyInstance, type FastifyRequest } from 'fastify';
import { problemOf } from '../door/errors.ts';
import { otherSignIn } from '../machines/sign-ins.ts';
import { isPage } from './pages.ts';

/** Puts these headers on every answer: nothing is fetched from, or sent to, anywhere but this origin. */
export function installPolicy(app: FastifyInstance, headers: Record<string, string>): void {
  app.addHook('onRequest', (_, reply, done) => {
    reply.headers(headers);
    done();
  });
}

/** The headers of every answer, worked out once. */
export async function securityHeaders(siteUrl: string): Promise<Record<string, string>> {
  const probe = Fastify();
  await probe.register(helmet, {
    contentSecurityPolicy: { directives: policy(siteUrl) },
    hsts: siteUrl.startsWith('https:'),
  });
  probe.get('/', (_, reply) => reply.code(204).send());
  const { headers } = await probe.inject('/');
  const { date: _, connection: __, ...kept } = headers;
  return kept as Record<string, string>;
}

/** The same policy for a page that may speak to a command line, which listens in plain http on its own machine. */
const withPort = (policyText: string, port: number): string =>
  policyText
    .replace("connect-src 'self'", `connect-src 'self' http://127.0.0.1:${port}`)
    .replace(/;?upgrade-insecure-requests/, '');

const policy = (siteUrl: string) => ({
  defaultSrc: ["'self'"],
  scriptSrc: ["'self'"],
  styleSrc: ["'self'"],
  fontSrc: ["'self'"],
  imgSrc: ["'self'", 'data:'],
  connectSrc: ["'self'"],
  objectSrc: ["'none'"],
  baseUri: ["'none'"],
  formAction: ["'self'"],
  frameAncestors: ["'none'"],
  requireTrustedTypesFor: ["'script'"],
  upgradeInsecureRequests: siteUrl.startsWith('https:') ? [] : null,
});

/** The built console in a folder, where there is one, at the addresses of its pages. */
export async function mountConsole(app: FastifyInstance, folder: string): Promise<void> {
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
    if (isBuilt && asksForPage(request) && isPage(pathOf(request))) {
      const port = callbackPort(request);
      if (port !== undefined)
        reply.header(
          'content-security-policy',
          withPort(String(reply.getHeader('content-security-policy')), port),
        );
      return reply.header('cache-control', 'no-cache').sendFile('index.html');
    }
    const what =
      otherSignIn(request.method, pathOf(request)) ??
      `there is nothing at ${request.method} ${pathOf(request)}`;
    return reply.code(404).send(problemOf(request, 404, what));
  });
}

const asksForPage = ({ method }: FastifyRequest): boolean => method === 'GET' || method === 'HEAD';
const pathOf = ({ url }: FastifyRequest): string => url.split('?')[0] ?? '';

/** The port of a command line that waits for a sign-in in the browser: the sign-in page may speak to it, no other page. */
function callbackPort(request: FastifyRequest): number | undefined {
  if (pathOf(request) !== '/login') return undefined;
  const { callback_port: asked } = request.query as Record<string, unknown>;
  if (typeof asked !== 'string' || !/^[1-9]\d{3,4}$/.test(asked)) return undefined;
  const port = Number(asked);
  return port >= 1024 && port <= 65_535 ? port : undefined;
}
