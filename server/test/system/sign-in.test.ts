import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { call, identities, members, projects, session } from '@coterie/contract';
import { dbOf, liftWaits } from '../support/attempts.ts';
import {
  type Company,
  callerAt,
  type House,
  openCompany,
  openHouse,
  sender,
  signIn,
} from '../support/house.ts';

const password = 'correct horse battery';
const json = { 'content-type': 'application/json' };
const ours = { ...json, 'sec-fetch-site': 'same-origin', 'x-coterie-console': '1' };

describe('signing in', () => {
  let house: House;
  let company: Company;
  before(async () => {
    house = await openHouse();
    company = await openCompany(house);
  });
  after(() => house.close());

  const post = (path: string, body: object, headers: Record<string, string> = json) =>
    fetch(house.url + path, { method: 'POST', headers, body: JSON.stringify(body) });
  const cookieOf = (response: Response) => response.headers.get('set-cookie') ?? '';

  it('a session is a cookie that scripts and other sites cannot use', async () => {
    const response = await post(
      '/api/v1/auth/session',
      { email: company.adminEmail, password },
      ours,
    );
    assert.equal(response.status, 200);
    assert.match(cookieOf(response), /^coterie=cts_[^;]+;.*HttpOnly.*SameSite=Lax/);
    assert.equal(response.headers.get('cache-control'), 'no-store');
  });

  it('over https the cookie is of this host alone', async () => {
    const [node] = house.nodes;
    assert.ok(node);
    const plain = node.parts.siteUrl;
    node.parts.siteUrl = 'https://coterie.example.com';
    const response = await post(
      '/api/v1/auth/session',
      { email: company.adminEmail, password },
      ours,
    );
    node.parts.siteUrl = plain;
    assert.match(cookieOf(response), /^__Host-coterie=.*Path=\/.*Secure/);
    assert.doesNotMatch(cookieOf(response), /Domain/i);
  });

  it('a request with a cookie from another site changes nothing', async () => {
    const cookie = cookieOf(
      await post('/api/v1/auth/session', { email: company.adminEmail, password }, ours),
    ).split(';')[0] as string;
    const forged = [
      { ...json, cookie, 'sec-fetch-site': 'cross-site' },
      { ...json, cookie, 'sec-fetch-site': 'same-site' },
      { ...json, cookie, origin: 'https://evil.example.com' },
      { ...json, cookie, origin: 'null' },
      { ...json, cookie },
    ];
    for (const headers of forged)
      assert.equal(
        (await post('/api/v1/projects', { projectName: 'Forged' }, headers)).status,
        403,
        JSON.stringify(headers),
      );
    const { projects: all } = await company.admin.call(projects.listProjects);
    assert.deepEqual(all, []);
    const own = await post(
      '/api/v1/projects',
      { projectName: 'Mine' },
      { ...json, cookie, origin: new URL(house.url).origin },
    );
    assert.equal(own.status, 200);
  });

  it('a forged sign-in from another site is refused', async () => {
    const headers = { ...json, 'sec-fetch-site': 'cross-site' };
    assert.equal(
      (await post('/api/v1/auth/session', { email: company.adminEmail, password }, headers)).status,
      403,
    );
  });

  it('a bearer token does not work as a cookie, nor a session as a bearer token', async () => {
    const asCookie = await fetch(`${house.url}/api/v1/auth/session`, {
      headers: { cookie: `coterie=${company.admin.token}` },
    });
    assert.equal(asCookie.status, 401);
    const cookie = cookieOf(
      await post('/api/v1/auth/session', { email: company.adminEmail, password }, ours),
    );
    const asBearer = callerAt(house.url, /coterie=([^;]+)/.exec(cookie)?.[1] ?? '');
    assert.equal((await asBearer.refusal(session.getCurrentSession)).statusCode, 401);
  });

  it('signing out ends the session on the server', async () => {
    const cookie = cookieOf(
      await post('/api/v1/auth/session', { email: company.adminEmail, password }, ours),
    ).split(';')[0] as string;
    const headers = { ...ours, cookie };
    assert.equal((await fetch(`${house.url}/api/v1/auth/session`, { headers })).status, 200);
    assert.equal(
      (await fetch(`${house.url}/api/v1/auth/session`, { method: 'DELETE', headers })).status,
      200,
    );
    assert.equal((await fetch(`${house.url}/api/v1/auth/session`, { headers })).status, 401);
  });

  it('a wrong password and an unknown user get the same answer, then wait alike', async () => {
    const answers = await Promise.all(
      ['ada@example.com', company.adminEmail].map(async (email) => {
        const statuses: unknown[] = [];
        for (let i = 0; i < 7; i++) {
          const response = await post('/api/v3/auth/login', {
            email,
            password: 'wrong wrong wrong',
          });
          const { message, error } = (await response.json()) as Record<string, unknown>;
          statuses.push([
            response.status,
            String(message).replace(/\d+/, 'N'),
            error,
            response.headers.has('retry-after'),
          ]);
        }
        return statuses;
      }),
    );
    assert.deepEqual(answers[0], answers[1]);
    assert.deepEqual(
      answers[0]?.map((one) => (one as unknown[])[0]),
      [401, 401, 401, 401, 401, 429, 429],
    );
    const right = await post('/api/v3/auth/login', { email: company.adminEmail, password });
    assert.equal(right.status, 429);
    await liftWaits(dbOf(house));
    assert.equal(
      (await post('/api/v3/auth/login', { email: company.adminEmail, password })).status,
      200,
    );
  });

  it('an e-mail address is one whatever its case', async () => {
    const ada = await company.person('Ada');
    const answer = await call(sender(house.url), session.login, {
      body: { email: ' ADA@Example.com ', password },
    });
    const me = await callerAt(house.url, answer.accessToken).call(session.getCurrentSession);
    assert.equal(me.user.id, ada.id);
  });

  it('an invitation is accepted once, also by two at once, and a new one ends the former', async () => {
    const params = { orgId: company.orgId };
    const first = await company.admin.call(members.invite, {
      params,
      body: { email: 'alan@example.com' },
    });
    assert.match(first.link ?? '', /\/invite#token=/);
    assert.equal(first.emailed, false);
    const second = await company.admin.call(members.invite, {
      params,
      body: { email: 'alan@example.com' },
    });
    const accept = (token: string | null) =>
      call(sender(house.url), members.acceptInvitation, {
        body: { token: token ?? '', password },
      }).then(
        () => 'accepted',
        (error: { status: number }) => error.status,
      );
    assert.equal(await accept(first.token), 404);
    const both = await Promise.all([accept(second.token), accept(second.token)]);
    assert.deepEqual(both.sort(), [404, 'accepted']);
    assert.equal(await accept(second.token), 404);
    assert.ok((await signIn(house.url, 'alan@example.com')).accessToken);
  });

  it('an invited user counts for nothing before accepting', async () => {
    const params = { orgId: company.orgId };
    await company.admin.call(members.invite, {
      params,
      body: { email: 'edsger@example.com', role: 'admin' },
    });
    const refused = await call(sender(house.url), session.login, {
      body: { email: 'edsger@example.com', password },
    }).catch((error) => error.status);
    assert.equal(refused, 401);
  });

  it('an account that exists must prove its password to accept', async () => {
    const ada = await company.person('Katherine');
    await company.admin.call(members.removeMember, {
      params: { orgId: company.orgId, membershipId: ada.membershipId },
    });
    const { token } = await company.admin.call(members.invite, {
      params: { orgId: company.orgId },
      body: { email: ada.email },
    });
    const looked = await call(sender(house.url), members.lookUpInvitation, {
      body: { token: token ?? '' },
    });
    assert.equal(looked.hasAccount, true);
    const wrong = await call(sender(house.url), members.acceptInvitation, {
      body: { token: token ?? '', password: 'another password' },
    }).catch((error) => error.status);
    assert.equal(wrong, 401);
    await call(sender(house.url), members.acceptInvitation, {
      body: { token: token ?? '', password },
    });
  });

  it('set-up and bootstrap are refused once done', async () => {
    const founder = { email: 'eve@example.com', password, organization: 'Eve' };
    assert.equal((await post('/api/v1/admin/bootstrap', founder)).status, 409);
    assert.equal((await post('/api/v1/setup', { ...founder, token: 'x' }, ours)).status, 409);
  });

  it('a machine identity: renewed, revoked, its secret revoked, used up, suspended', async () => {
    const robot = await company.identity('Robot');
    const credentials = { clientId: robot.clientId, clientSecret: robot.clientSecret };
    const log = () => call(sender(house.url), identities.universalAuthLogin, { body: credentials });
    const works = async (token: string) =>
      callerAt(house.url, token)
        .call(projects.listProjects)
        .then(
          () => 200,
          (error) => error.status,
        );

    const one = await log();
    assert.deepEqual([one.tokenType, one.expiresIn], ['Bearer', 2_592_000]);
    const renewed = await call(sender(house.url), identities.renewToken, {
      body: { accessToken: one.accessToken },
    });
    assert.equal(await works(renewed.accessToken), 200);
    await call(sender(house.url), identities.revokeToken, {
      body: { accessToken: one.accessToken },
    });
    assert.equal(await works(one.accessToken), 401);

    const two = await log();
    const params = { identityId: robot.id, clientSecretId: robot.clientSecretId };
    await company.admin.call(identities.revokeClientSecret, { params });
    assert.equal(await works(two.accessToken), 401);
    assert.equal(await log().catch((error) => error.status), 401);

    const body = { numUsesLimit: 1 };
    const { clientSecret } = await company.admin.call(identities.createClientSecret, {
      params: { identityId: robot.id },
      body,
    });
    const tries = await Promise.all(
      Array.from({ length: 8 }, () =>
        call(sender(house.url), identities.universalAuthLogin, {
          body: { clientId: robot.clientId, clientSecret },
        }).then(
          (answer) => answer.accessToken,
          () => null,
        ),
      ),
    );
    const tokens = tries.filter((one) => one !== null);
    assert.equal(tokens.length, 1);
    await company.admin.call(identities.editIdentity, {
      params: { identityId: robot.id },
      body: { isActive: false },
    });
    assert.equal(await works(tokens[0] as string), 401);
  });

  it('a token with a limit of uses is good for exactly that many, and only from trusted addresses', async () => {
    const robot = await company.identity('Counted');
    const params = { identityId: robot.id };
    const login = async () =>
      (
        await call(sender(house.url), identities.universalAuthLogin, {
          body: { clientId: robot.clientId, clientSecret: robot.clientSecret },
        })
      ).accessToken;
    await company.admin.call(identities.editUniversalAuth, {
      params,
      body: { accessTokenNumUsesLimit: 3 },
    });
    const token = await login();
    const statuses = await Promise.all(
      Array.from({ length: 9 }, () =>
        sender(house.url, token)('/api/v1/projects', { method: 'GET', headers: {} }).then(
          ({ status }) => status,
        ),
      ),
    );
    assert.equal(statuses.filter((status) => status === 200).length, 3);
    await company.admin.call(identities.editUniversalAuth, {
      params,
      body: { accessTokenNumUsesLimit: 0, accessTokenTrustedIps: [{ ipAddress: '10.0.0.0/8' }] },
    });
    assert.equal(
      (await sender(house.url, await login())('/api/v1/projects', { method: 'GET', headers: {} }))
        .status,
      401,
    );
  });

  it('machine sign-in takes a form too', async () => {
    const robot = await company.identity('Form');
    const response = await fetch(`${house.url}/api/v1/auth/universal-auth/login/`, {
      method: 'POST',
      body: new URLSearchParams({ clientId: robot.clientId, clientSecret: robot.clientSecret }),
    });
    assert.equal(response.status, 200);
  });
});
