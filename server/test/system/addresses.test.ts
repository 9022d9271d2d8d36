import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import Fastify, { type FastifyInstance } from 'fastify';
import { mountConsole } from '../../src/http/pages/console.ts';
import { pages } from '../../src/http/pages/pages.ts';

const router = new URL('../../../web/src/router.tsx', import.meta.url);

/** The pages as the router of the console has them: each route with its parent and its part of the address. */
function routed(): string[] {
  const text = readFileSync(router, 'utf8');
  const parents = new Map<string, string>();
  for (const [, name = '', of = ''] of text.matchAll(
    /const (\w+) = \{ getParentRoute: \(\) => (\w+) \}/g,
  ))
    parents.set(name, of);
  const routes = new Map<string, { parent: string; path: string }>();
  for (const [, name = '', body = ''] of text.matchAll(
    /const (\w+) = createRoute\(\{\n([\s\S]*?)\n\}\);/g,
  )) {
    const [, spread = ''] = /^\s*\.\.\.(\w+)/m.exec(body) ?? [];
    const [, named = parents.get(spread) ?? ''] = /getParentRoute: \(\) => (\w+)/.exec(body) ?? [];
    const [, path = ''] = /^\s*path: '([^']*)'/m.exec(body) ?? [];
    routes.set(name, { parent: named, path });
  }
  const whole = (name: string): string => {
    const route = routes.get(name);
    return route ? whole(route.parent) + route.path : '';
  };
  return [...routes.keys()].map(whole).filter((path) => path !== '');
}

describe('addresses', () => {
  let folder: string;
  let app: FastifyInstance;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'coterie-addresses-'));
    await writeFile(join(folder, 'index.html'), '<!doctype html><title>Coterie</title>');
    app = Fastify();
    await mountConsole(app, folder);
  });
  after(async () => {
    await app.close();
    await rm(folder, { recursive: true, force: true });
  });

  it("are the console's as its router has them, and no others", () => {
    assert.deepEqual([...pages].sort(), routed().sort());
  });

  it('of pages answer with the console', async () => {
    for (const page of pages) {
      const url = `${page.replace(/\$\w+/g, '0b6c8f0e-4a0b-4d65-9f3f-6a0f6c2f9d11')}?tab=x`;
      const { statusCode, headers } = await app.inject({ method: 'GET', url });
      assert.deepEqual(
        [statusCode, headers['content-type']],
        [200, 'text/html; charset=utf-8'],
        url,
      );
    }
  });

  it('of nothing answer so, as JSON', async () => {
    for (const url of [
      '/scim/v2/Users',
      '/metrics',
      '/foo',
      '/health',
      '/organization/nothing',
      '/projects',
      '/projects/x/settings',
      '/login/x',
      '/api/v1/nothing',
      '/.env',
      '//login',
    ]) {
      const { statusCode, headers, body } = await app.inject({ method: 'GET', url });
      assert.deepEqual(
        [statusCode, headers['content-type'], JSON.parse(body).statusCode],
        [404, 'application/json; charset=utf-8', 404],
        url,
      );
    }
    assert.equal((await app.inject({ method: 'POST', url: '/login' })).statusCode, 404);
  });
});
