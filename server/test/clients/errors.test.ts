import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { cliAt, listing, openCli, type Scene } from './support/cli.ts';
import { at } from './support/go.ts';
import type { Method, Reply } from './support/wire.ts';

/** What the clients make of a refusal: its status, its `message`, its headers (wire contract, §1.13 to §1.15). */
describe('refusals as clients read them', () => {
  let scene: Scene;
  let weak: string;
  before(async () => {
    scene = await openCli();
    weak = (await scene.company.identity('weak')).token;
  });
  after(() => scene.house.close());

  const nobody = '00000000-0000-4000-8000-000000000000';
  type Case = {
    what: string;
    status: number;
    error: string;
    said: RegExp;
    by: 'admin' | 'weak' | 'nobody' | 'nonsense';
    method: Method;
    path: string;
    query?: () => Record<string, string>;
    body?: unknown;
  };
  const cases: Case[] = [
    {
      what: 'no token',
      status: 401,
      error: 'Unauthorized',
      said: /sign in/,
      by: 'nobody',
      method: 'GET',
      path: '/v1/groups',
    },
    {
      what: 'a token that is none',
      status: 401,
      error: 'Unauthorized',
      said: /token/,
      by: 'nonsense',
      method: 'GET',
      path: '/v4/secrets',
      query: () => listing(scene.projectId),
    },
    {
      what: 'a right that is missing',
      status: 403,
      error: 'Forbidden',
      said: /groups:read/,
      by: 'weak',
      method: 'GET',
      path: '/v1/groups',
    },
    ...['payments', 'no-such-project'].map(
      (workspaceSlug): Case => ({
        what: `the slug \`${workspaceSlug}\` of a project out of reach, which must not look gone`,
        status: 403,
        error: 'Forbidden',
        said: /secrets:describeSecret/,
        by: 'weak',
        method: 'GET',
        path: '/v3/secrets/raw/KEY',
        query: () => ({ workspaceSlug, environment: 'dev' }),
      }),
    ),
    {
      what: 'something that is not there',
      status: 404,
      error: 'NotFound',
      said: /group/,
      by: 'admin',
      method: 'GET',
      path: `/v1/groups/${nobody}`,
    },
    {
      what: 'an address that is none',
      status: 404,
      error: 'NotFound',
      said: /nothing at/,
      by: 'admin',
      method: 'POST',
      path: '/v1/nowhere',
      body: {},
    },
    {
      what: 'a body of the wrong form',
      status: 400,
      error: 'BadRequest',
      said: /`name`/,
      by: 'admin',
      method: 'POST',
      path: '/v1/groups',
      body: { name: 7, slug: 'x' },
    },
    {
      what: 'a body that names an unknown role',
      status: 400,
      error: 'BadRequest',
      said: /role/,
      by: 'admin',
      method: 'POST',
      path: '/v1/groups',
      body: { name: 'A group', slug: 'a-group', role: 'no-such-role' },
    },
    {
      what: 'a query of the wrong form',
      status: 400,
      error: 'BadRequest',
      said: /`recursive`/,
      by: 'admin',
      method: 'GET',
      path: '/v4/secrets',
      query: () => listing(scene.projectId, { recursive: 'maybe' }),
    },
  ];

  function isProblem({ status, headers, body }: Reply, expected: Pick<Case, 'status' | 'error'>) {
    assert.equal(status, expected.status);
    assert.match(headers.get('content-type') ?? '', /^application\/json/);
    assert.equal(at(body, 'statusCode'), expected.status);
    assert.equal(at(body, 'error'), expected.error);
    assert.match(String(at(body, 'reqId')), /^\S+$/);
    const message = at(body, 'message');
    assert.ok(typeof message === 'string' && message.length > 0);
    // Texts on which the command line client prints a hint of its own that would be wrong here.
    assert.doesNotMatch(message, /bot_not_found_error|failed to find bot key|bot is not active/);
    return message;
  }

  for (const { what, status, error, said, by, method, path, query, body } of cases)
    it(`${what}: ${status}`, async () => {
      const tokens = { admin: scene.robot.token, weak, nobody: '', nonsense: 'nonsense' };
      const reply = await cliAt(scene.house.url, tokens[by]).send(method, path, {
        ...(query ? { query: query() } : {}),
        ...(body === undefined ? {} : { body }),
      });
      assert.match(isProblem(reply, { status, error }), said);
    });

  it('too many failed sign-ins: 429 with the seconds to wait', async () => {
    const { clientId } = await scene.company.identity('guessed');
    const attempt = () =>
      cliAt(scene.house.url).send('POST', '/v1/auth/universal-auth/login', {
        body: { clientId, clientSecret: 'wrong' },
      });
    for (let n = 0; n < 3; n++) assert.equal((await attempt()).status, 401);
    const reply = await attempt();
    isProblem(reply, { status: 429, error: 'TooManyRequests' });
    assert.match(reply.headers.get('retry-after') ?? '', /^[1-9]\d*$/);
  });
});
