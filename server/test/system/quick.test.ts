import assert from 'node:assert/strict';
import { request as send } from 'node:http';
import { after, before, describe, it } from 'node:test';
import { identities, memberships } from '@coterie/contract';
import { sql } from 'kysely';
import type { Running } from '../../src/server.ts';
import { type Company, type House, openCompany, openHouse, type Person } from '../support/house.ts';

type Reply = { status: number; headers: Map<string, string>; text: string };

/** The quick way answers as the ordinary one would, or leaves it to that. */
describe('the quick way', () => {
  let house: House;
  let company: Company;
  let node: Running;
  let ada: Person;
  let projectId: string;
  before(async () => {
    house = await openHouse();
    company = await openCompany(house);
    node = house.nodes[0] as Running;
    ada = await company.person('Ada');
    const project = await company.project('Quick');
    projectId = project.id;
    await company.addUser(project, ada, 'viewer');
    for (const [key, value] of [
      ['KEY', 'brass'],
      ['LETTERS', 'Ärger – 日本 🗝'],
      ['REFERS', `with $\{KEY}`],
    ] as const)
      await company.secret(project.id, key, value);
  });
  after(() => house.close());

  const ask = (path: string, headers: Record<string, string>, method = 'GET', body = '') =>
    new Promise<Reply>((resolve, reject) => {
      const sent = send(node.url + path, { method, headers }, (reply) => {
        const pieces: Buffer[] = [];
        reply.on('data', (piece: Buffer) => pieces.push(piece));
        reply.on('end', () => {
          const told = Object.entries(reply.headers).map(([name, value]) => [name, String(value)]);
          for (const one of told) if (one[0] === 'date') one[1] = '';
          resolve({
            status: reply.statusCode ?? 0,
            headers: new Map(told as [string, string][]),
            text: Buffer.concat(pieces).toString('utf8'),
          });
        });
      });
      sent.on('error', reject);
      sent.end(body);
    });

  const isQuick = async (work: () => Promise<Reply>): Promise<[Reply, boolean]> => {
    const before = node.quick.answered;
    const reply = await work();
    return [reply, node.quick.answered > before];
  };
  /** The answer of the ordinary way, which a request with a number of its own always goes. */
  const ordinarily = async (path: string, headers: Record<string, string>) => {
    const [reply, wasQuick] = await isQuick(() =>
      ask(path, { ...headers, 'x-request-id': 'mine' }),
    );
    assert.equal(wasQuick, false);
    reply.headers.delete('x-request-id');
    return reply;
  };
  const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
  const place = () => `projectId=${projectId}&environment=dev`;

  const paths: Record<string, () => string> = {
    'a list': () => `/api/v4/secrets?${place()}`,
    'a list without values': () => `/api/v4/secrets?${place()}&viewSecretValue=false`,
    'a secret': () => `/api/v4/secrets/KEY?${place()}`,
    'a secret in many letters': () => `/api/v4/secrets/LETTERS?${place()}`,
    'a secret that refers': () => `/api/v4/secrets/REFERS?${place()}`,
  };
  for (const [what, path] of Object.entries(paths))
    it(`says of ${what} what the ordinary way does, in the same bytes and headers`, async () => {
      const headers = bearer(ada.token);
      const expected = await ordinarily(path(), headers);
      assert.equal(expected.status, 200);
      const [reply, wasQuick] = await isQuick(() => ask(path(), headers));
      assert.ok(wasQuick, 'it went the ordinary way');
      assert.deepEqual(reply, expected);
      const known = { ...headers, 'if-none-match': expected.headers.get('etag') ?? '' };
      const nothing = await ordinarily(path(), known);
      assert.equal(nothing.status, 304);
      const [again, wasQuickAgain] = await isQuick(() => ask(path(), known));
      assert.ok(wasQuickAgain, 'it went the ordinary way');
      assert.deepEqual(again, nothing);
    });

  it('says nothing where the ordinary way refuses, or where it is not sure', async () => {
    const path = paths['a secret']?.() ?? '';
    const other = await company.person('Bob');
    const once = await onceOnly();
    for (const [what, headers, status] of [
      ['no token', {}, 401],
      ['nonsense', bearer('nonsense'), 401],
      ['another scheme', { authorization: `Basic ${ada.token}` }, 401],
      ['two tokens', { authorization: `Bearer ${ada.token} ${ada.token}` }, 401],
      ['no way there', bearer(other.token), 403],
      ['a token whose uses are counted', bearer(once), 403],
      ['the same, used up', bearer(once), 401],
    ] as const) {
      const [reply, wasQuick] = await isQuick(() => ask(path, headers));
      assert.equal(reply.status, status, what);
      assert.equal(wasQuick, false, what);
    }
    for (const [what, headers] of [
      ['a body', { ...bearer(ada.token), 'content-length': '2' }],
      ['a body of unknown length', { ...bearer(ada.token), 'transfer-encoding': 'chunked' }],
    ] as const) {
      const [, wasQuick] = await isQuick(() => ask(path, headers, 'GET', '{}'));
      assert.equal(wasQuick, false, what);
    }
    for (const method of ['POST', 'PUT', 'DELETE', 'HEAD'])
      assert.equal((await isQuick(() => ask(path, bearer(ada.token), method)))[1], false, method);
    assert.equal((await isQuick(() => ask(`${path}&more=1`, bearer(ada.token))))[1], false);
  });

  /** A machine's token that may be used once. */
  async function onceOnly(): Promise<string> {
    const { identity } = await company.admin.call(identities.createIdentity, {
      body: { name: 'Once', role: 'no-access' },
    });
    const params = { identityId: identity.id };
    await company.admin.call(identities.attachTokenAuth, {
      params,
      body: { accessTokenNumUsesLimit: 1 },
    });
    const made = await company.admin.call(identities.createToken, {
      params,
      body: { name: 'once' },
    });
    return made.accessToken;
  }

  /** Asks a question both ways; whether the quick way answered. */
  async function bothWays(path: string, text: string, more: Record<string, string> = {}) {
    const headers = {
      ...bearer(company.admin.token),
      'content-type': 'application/json',
      'content-length': String(Buffer.byteLength(text)),
      ...more,
    };
    const expected = await ask(path, { ...headers, 'x-request-id': 'mine' }, 'POST', text);
    expected.headers.delete('x-request-id');
    const [reply, wasQuick] = await isQuick(() => ask(path, headers, 'POST', text));
    const numberless = (one: Reply) => ({ ...one, text: one.text.replace(/"reqId":"[^"]*"/, '') });
    if (expected.status === 200) assert.deepEqual(reply, expected, text);
    else assert.equal(numberless(reply).text, numberless(expected).text, text);
    assert.equal(reply.status, expected.status, text);
    return { wasQuick, status: reply.status };
  }
  const question = (more: object = {}) => ({
    subject: { type: 'user', id: ada.id },
    action: { name: 'readValue' },
    resource: {
      type: 'secrets',
      id: projectId,
      properties: { environment: 'dev', secretPath: '/', secretName: 'KEY' },
    },
    ...more,
  });

  it('answers checks as the ordinary way does', async () => {
    for (const one of [
      question(),
      question({ action: { name: 'edit' } }),
      question({ action: { name: 'nothing of the kind', properties: {} } }),
      question({ subject: { type: 'machineIdentity', id: ada.id } }),
      question({ subject: { type: 'user', id: 'nobody' } }),
      question({ resource: { type: 'secrets', id: 'nowhere' } }),
      question({ resource: { type: 'project', id: projectId }, action: { name: 'read' } }),
      question({ resource: { type: 'groups', id: company.orgId }, action: { name: 'read' } }),
      question({ resource: { type: 'toString', id: projectId } }),
      question({ context: { anything: 1 }, more: true }),
    ]) {
      const alone = await bothWays('/access/v1/evaluation', JSON.stringify(one));
      assert.deepEqual(alone, { wasQuick: true, status: 200 }, JSON.stringify(one));
      const body = JSON.stringify({ evaluations: [one, question(), one] });
      const among = await bothWays('/access/v1/evaluations', body);
      assert.deepEqual(among, { wasQuick: true, status: 200 }, body);
    }
  });

  it('leaves any other body to the ordinary way', async () => {
    const whole = JSON.stringify(question());
    const bodies = [
      JSON.stringify(question({ subject: { type: 'user', id: ada.email } })),
      whole.replace('"KEY"', '"K\\u0045Y"'),
      whole.replace('"environment"', '"__proto__":{"a":1},"environment"'),
      whole.replace('"environment"', '"constructor":{"prototype":1},"environment"'),
      whole.replace('"environment"', '"\\u005f_proto__":{"a":1},"environment"'),
      whole.slice(0, -1),
      `\ufeff${whole}`,
      `${whole} x`,
      'null',
      '[]',
      '"text"',
      '7',
      ...[
        null,
        [],
        '',
        7,
        {},
        { type: 'user' },
        { type: 'user', id: '' },
        { type: 'user', id: 7 },
      ].map((subject) => JSON.stringify(question({ subject }))),
      ...[
        null,
        [],
        '',
        {},
        { name: '' },
        { name: 'x'.repeat(1025) },
        { name: 'a', properties: [] },
      ].map((action) => JSON.stringify(question({ action }))),
      ...[null, { type: 'secrets' }, { type: 'secrets', id: projectId, properties: null }].map(
        (resource) => JSON.stringify(question({ resource })),
      ),
      JSON.stringify(question({ context: null })),
      JSON.stringify(question({ context: [] })),
    ];
    for (const body of bodies) {
      assert.equal((await bothWays('/access/v1/evaluation', body)).wasQuick, false, body);
      const among = `{"evaluations":[${whole},${body}]}`;
      assert.equal((await bothWays('/access/v1/evaluations', among)).wasQuick, false, among);
    }
    const all = [question(), question()];
    for (const many of [
      { ...question(), evaluations: [] },
      { ...question(), evaluations: all },
      { evaluations: [{}], ...question() },
      { evaluations: {} },
      { evaluations: null },
      { evaluations: all, options: { evaluations_semantic: 'deny_on_first_deny' } },
      { evaluations: all, options: null },
      { evaluations: all, context: 7 },
      question(),
      {},
    ]) {
      const body = JSON.stringify(many);
      assert.equal((await bothWays('/access/v1/evaluations', body)).wasQuick, false, body);
    }
    for (const more of [
      { 'content-type': 'text/plain' },
      { 'content-type': 'application/json; charset=latin1' },
      { 'content-encoding': 'gzip' },
      { authorization: 'Bearer nonsense' },
    ] as Record<string, string>[])
      assert.equal((await bothWays('/access/v1/evaluation', whole, more)).wasQuick, false);
  });

  it('refuses at the next request whoever has lost the right, and the token', async () => {
    const eve = await company.person('Eve');
    const project = { id: projectId };
    const path = paths['a list']?.() ?? '';
    for (const take of [
      () =>
        company.admin.call(memberships.removeProjectUser, {
          params: { projectId, userId: eve.id },
        }),
      () => sql`DELETE FROM tokens WHERE user_id = ${eve.id}`.execute(node.parts.db),
    ]) {
      await company.addUser(project, eve, 'viewer').catch(() => {});
      await ask(path, bearer(eve.token));
      const [reply, wasQuick] = await isQuick(() => ask(path, bearer(eve.token)));
      assert.deepEqual([reply.status, wasQuick], [200, true]);
      await take();
      const [refused] = await isQuick(() => ask(path, bearer(eve.token)));
      assert.ok([401, 403, 404].includes(refused.status), String(refused.status));
    }
  });

  it('counts requests as the ordinary way does', async () => {
    const limited = await house.addNode({ RATE_LIMIT_TOKEN: '6' });
    const path = paths['a list']?.() ?? '';
    const left: (string | null)[] = [];
    for (let n = 0; n < 8; n++) {
      const reply = await fetch(limited.url + path, { headers: bearer(ada.token) });
      left.push(reply.ok ? reply.headers.get('ratelimit-remaining') : String(reply.status));
    }
    assert.deepEqual(left, ['5', '4', '3', '2', '1', '0', '429', '429']);
    assert.ok(limited.quick.answered > 0);
  });

  it('counts a request once that it begins and gives up', async () => {
    const large = await company.project('Large');
    for (let n = 0; n < 7; n++) await company.secret(large.id, `LARGE_${n}`, 'x'.repeat(40_000));
    const limited = await house.addNode({ RATE_LIMIT_TOKEN: '6' });
    const left: (string | null)[] = [];
    for (let n = 0; n < 6; n++) {
      const url = `${limited.url}/api/v4/secrets?projectId=${large.id}&environment=dev`;
      const reply = await fetch(url, { headers: bearer(company.admin.token) });
      assert.ok((await reply.text()).length > 280_000);
      left.push(reply.headers.get('ratelimit-remaining'));
    }
    assert.deepEqual(left, ['5', '4', '3', '2', '1', '0']);
    assert.equal(limited.quick.answered, 0);
  });
});
