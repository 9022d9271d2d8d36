import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { endpoints } from '@coterie/contract';
import { organizationSubjects, projectSubjects } from '@coterie/kernel';
import { doors } from '../../src/http/index.ts';
import { type House, openHouse } from '../support/house.ts';

/** Paths that are no endpoints of the contract: its own description. The console's files are not under /api. */
const descriptions = ['GET /api/docs', 'GET /api/docs/json'];

const key = ({ method, path }: { method: string; path: string }) => `${method} ${path}`;

describe('doors', () => {
  let house: House;
  before(async () => {
    house = await openHouse();
  });
  after(() => house.close());

  const mounted = () =>
    (house.nodes[0]?.doors ?? [])
      .filter(({ path }) => /^\/(api|access|\.well-known)\b/.test(path))
      .map(key);

  it('every endpoint of the contract is mounted, once', () => {
    const wanted = Object.values(endpoints).map(key);
    assert.equal(new Set(wanted).size, wanted.length);
    assert.deepEqual(
      wanted.filter((one) => !mounted().includes(one)),
      [],
    );
    assert.equal(doors.length, wanted.length);
  });

  it('nothing else is mounted', () => {
    const wanted = new Set([...Object.values(endpoints).map(key), ...descriptions]);
    assert.deepEqual(
      mounted().filter((one) => !wanted.has(one)),
      [],
    );
  });

  it('each says who may, in words of the vocabulary', () => {
    for (const [name, { who }] of Object.entries(endpoints)) {
      assert.ok(['anyone', 'signedIn', 'instanceAdmin', 'may'].includes(who.kind), name);
      if (who.kind !== 'may') continue;
      const table: Record<string, { actions: readonly string[] }> =
        who.on === 'project' ? projectSubjects : organizationSubjects;
      assert.ok(
        table[who.subject]?.actions.includes(who.action),
        `${name}: ${who.subject}:${who.action}`,
      );
    }
  });

  it('only sign-in, set-up, invitations, links to an account, token renewal and status are for anyone', () => {
    const open = Object.entries(endpoints)
      .filter(([, { who }]) => who.kind === 'anyone')
      .map(([name]) => name);
    assert.deepEqual(open.sort(), [
      'account.confirmEmail',
      'account.forgotPassword',
      'account.resetPassword',
      'authzen.configuration',
      'factors.passkeySignIn',
      'factors.passkeySignInOptions',
      'factors.signInFactor',
      'factors.ticketOptions',
      'factors.verifyMfa',
      'identities.awsAuthLogin',
      'identities.azureAuthLogin',
      'identities.gcpAuthLogin',
      'identities.jwtAuthLogin',
      'identities.kubernetesAuthLogin',
      'identities.oidcAuthLogin',
      'identities.renewToken',
      'identities.revokeToken',
      'identities.universalAuthLogin',
      'members.acceptInvitation',
      'members.lookUpInvitation',
      'session.bootstrap',
      'session.getStatus',
      'session.live',
      'session.login',
      'session.loginOtherwise',
      'session.ready',
      'session.setUp',
      'session.signIn',
    ]);
  });

  it('a form, which another site could send, is taken by machine sign-in alone', async () => {
    for (const [name, { method, path }] of Object.entries(endpoints)) {
      if (method === 'GET') continue;
      const response = await fetch(house.url + path.replace(/:\w+/g, 'x'), {
        method,
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        body: 'email=eve%40example.com&password=correct+horse+battery&organization=Eve',
      });
      assert.equal(response.status === 415, !/^identities\.\w+AuthLogin$/.test(name), name);
    }
  });

  it('every other one refuses who is not signed in, whatever it is sent', async () => {
    for (const [name, { method, path, who }] of Object.entries(endpoints)) {
      if (who.kind === 'anyone') continue;
      for (const headers of [
        {},
        { authorization: 'Bearer nonsense' },
        { cookie: 'coterie=nonsense', 'sec-fetch-site': 'same-origin', 'x-coterie-console': '1' },
      ]) {
        const response = await fetch(house.url + path.replace(/:\w+/g, 'x'), { method, headers });
        assert.equal(response.status, 401, `${name} with ${JSON.stringify(headers)}`);
        const body = (await response.json()) as Record<string, unknown>;
        assert.deepEqual(Object.keys(body).sort(), ['error', 'message', 'reqId', 'statusCode']);
      }
    }
  });
});
