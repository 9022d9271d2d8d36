import assert from 'node:assert/strict';
import { connect } from 'node:net';
import { after, before, describe, it } from 'node:test';
import { type Company, type House, openCompany, openHouse } from '../support/house.ts';

/** What every answer says to a browser, and what of HTTP is not taken. */
describe('headers', () => {
  let house: House;
  let company: Company;
  before(async () => {
    house = await openHouse();
    company = await openCompany(house);
  });
  after(() => house.close());

  const asked: [what: string, path: string, init?: RequestInit][] = [
    ['an answer', '/api/status'],
    ['a refusal', '/api/v1/groups'],
    ['nothing there', '/api/nothing'],
    ['the description', '/api/docs/json'],
    ['a body that is none', '/api/v3/auth/login', { method: 'POST', body: '{' }],
  ];
  for (const [what, path, init] of asked)
    it(`${what}: a policy, its type and no way for other sites`, async () => {
      const { headers } = await fetch(house.url + path, {
        ...init,
        headers: { origin: 'https://evil.example', 'content-type': 'application/json' },
      });
      const policy = headers.get('content-security-policy') ?? '';
      for (const part of [
        "default-src 'self'",
        "object-src 'none'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
        "require-trusted-types-for 'script'",
      ])
        assert.ok(policy.includes(part), part);
      assert.equal(headers.get('x-content-type-options'), 'nosniff');
      assert.equal(headers.get('referrer-policy'), 'no-referrer');
      assert.match(headers.get('content-type') ?? '', /^application\/json; charset=utf-8$/);
      for (const [name] of headers) assert.doesNotMatch(name, /^access-control-/);
      assert.equal(headers.get('strict-transport-security'), null);
    });

  it('over https: for a year, with all names below', async () => {
    const own = await openHouse({ SITE_URL: 'https://coterie.example.com' });
    try {
      const { headers } = await fetch(`${own.nodes[0]?.app.listeningOrigin}/api/status`);
      const said = headers.get('strict-transport-security') ?? '';
      assert.ok(Number(/max-age=(\d+)/.exec(said)?.[1]) >= 31_536_000, said);
      assert.match(said, /includeSubDomains/);
    } finally {
      await own.close();
    }
  });

  it('is no JSON and no text of a secret in a cache', async () => {
    const { headers } = await fetch(`${house.url}/api/v1/organization`, {
      headers: { authorization: `Bearer ${company.admin.token}` },
    });
    assert.equal(headers.get('cache-control'), 'no-store');
  });

  /** The status line of a request sent as it stands. */
  const raw = (text: string): Promise<string> =>
    new Promise((resolve, reject) => {
      const { hostname, port } = new URL(house.url);
      const socket = connect(Number(port), hostname, () => socket.write(text));
      let said = '';
      socket.on('data', (data) => {
        said += data;
        if (!said.includes('\r\n')) return;
        resolve(said.slice(0, said.indexOf('\r\n')));
        socket.destroy();
      });
      socket.on('error', reject);
      socket.on('close', () => resolve(said));
    });

  for (const [what, request] of Object.entries({
    'two lengths':
      'POST /api/v3/auth/login HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\n{}',
    'a length and chunks':
      'POST /api/v3/auth/login HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
    'a line break in a header': 'GET /api/status HTTP/1.1\r\nHost: x\r\nX-A: b\n c\rd\r\n\r\n',
    TRACE: 'TRACE /api/status HTTP/1.1\r\nHost: x\r\n\r\n',
    'a preflight':
      'OPTIONS /api/v1/groups HTTP/1.1\r\nHost: x\r\nOrigin: https://evil.example\r\n\r\n',
  }))
    it(`${what}: not taken`, async () => {
      assert.match(await raw(request), /^HTTP\/1\.1 4\d\d /);
    });
});
