import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import Fastify, { type FastifyInstance } from 'fastify';
import { installPolicy, mountConsole, securityHeaders } from '../../src/http/pages/console.ts';

/** Which pages may speak to what: only the sign-in page, and only to the command line that asked. */
describe('the content security policy of pages', () => {
  let folder: string;
  let app: FastifyInstance;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'coterie-console-'));
    await writeFile(join(folder, 'index.html'), '<!doctype html><title>Coterie</title>');
    app = await serve('http://127.0.0.1:8080');
  });
  after(async () => {
    await app.close();
    await rm(folder, { recursive: true, force: true });
  });

  async function serve(siteUrl: string): Promise<FastifyInstance> {
    const made = Fastify();
    installPolicy(made, await securityHeaders(siteUrl));
    made.get('/api/x', async () => ({}));
    await mountConsole(made, folder);
    return made;
  }
  async function policyOf(url: string, of = app): Promise<Map<string, string>> {
    const { headers } = await of.inject({ method: 'GET', url });
    const all = String(headers['content-security-policy']);
    return new Map(
      all.split(';').map((part) => {
        const [name = '', ...values] = part.trim().split(' ');
        return [name, values.join(' ')];
      }),
    );
  }
  const reaches = async (url: string) => (await policyOf(url)).get('connect-src');

  it('a command line that waits may be reached from the sign-in page, at its own port', async () => {
    for (const port of [1024, 8123, 65_535])
      assert.equal(
        await reaches(`/login?callback_port=${port}`),
        `'self' http://127.0.0.1:${port}`,
      );
  });

  it('nothing else changes in the policy of that page', async () => {
    const plain = await policyOf('/login');
    const waiting = await policyOf('/login?callback_port=8123');
    plain.delete('connect-src');
    waiting.delete('connect-src');
    assert.deepEqual(waiting, plain);
  });

  it('a port that is none is ignored', async () => {
    const bad = [
      '',
      '0',
      '80',
      '1023',
      '65536',
      '99999',
      '08123',
      '8123.5',
      '1e4',
      '-8123',
      ' 8123',
    ];
    for (const port of [...bad, '8123 http://evil.example.com', "8123;script-src 'unsafe-inline'"])
      assert.equal(
        await reaches(`/login?callback_port=${encodeURIComponent(port)}`),
        "'self'",
        port,
      );
    assert.equal(await reaches('/login?callback_port=8123&callback_port=8124'), "'self'");
  });

  it('every other answer keeps to its own origin', async () => {
    for (const path of ['/', '/login/x', '/setup', '/projects/x', '/api/x', '/api/none', '/x.js'])
      assert.equal(await reaches(`${path}?callback_port=8123`), "'self'", path);
    assert.equal(await reaches('/?next=/login'), "'self'");
  });

  it('over https all is upgraded but on the page that speaks to the command line', async () => {
    const secure = await serve('https://coterie.example.com');
    const upgrades = async (url: string) =>
      (await policyOf(url, secure)).has('upgrade-insecure-requests');
    assert.equal(await upgrades('/login'), true);
    assert.equal(await upgrades('/login?callback_port=8123'), false);
    await secure.close();
  });
});
