import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { factors } from '@coterie/contract';
import { generateSync } from 'otplib';
import { cliAt, openCli, type Scene } from '../support/cli.ts';
import { at, decode, decodeAll } from '../support/go.ts';

/** `infisical login`: as a machine identity A1; as a user A11, A12, A16, A17, A14. */
describe('cli: login', () => {
  let scene: Scene;
  before(async () => {
    scene = await openCli();
  });
  after(() => scene.house.close());

  const credentials = () => ({
    clientId: scene.robot.clientId,
    clientSecret: scene.robot.clientSecret,
  });
  it('as a machine identity: a token and integers that Go can read', async () => {
    for (const domain of [scene.house.url, `${scene.house.url}/api`]) {
      const made = await cliAt(domain).ok('POST', '/v1/auth/universal-auth/login', {
        body: credentials(),
        headers: { authorization: '' },
      });
      const token = decode(made, '', {
        accessToken: 'text',
        expiresIn: 'int',
        accessTokenMaxTTL: 'int',
        tokenType: 'text',
      });
      assert.equal(token.tokenType, 'Bearer');
      assert.ok(token.expiresIn > 0 && !token.accessToken.startsWith('st.'));
      await cliAt(scene.house.url, token.accessToken).ok('GET', '/v1/identities/details');
    }
  });

  it('as a machine identity with a wrong secret: 401, which the client explains', async () => {
    const reply = await cliAt(scene.house.url).send('POST', '/v1/auth/universal-auth/login', {
      body: { ...credentials(), clientSecret: 'wrong' },
    });
    assert.equal(reply.status, 401);
  });

  it('as a user: password, organizations, one of them chosen', async () => {
    const email = scene.company.adminEmail;
    const anyone = cliAt(scene.house.url);
    const body = { email, password: 'correct horse battery' };
    const first = await anyone.ok('POST', '/v3/auth/login', { body });
    const user = cliAt(scene.house.url, decode(first, '', { accessToken: 'text' }).accessToken);

    const below = await user.ok('GET', '/v1/organization/accessible-with-sub-orgs');
    const shape = { id: 'id', name: 'text', slug: 'text', subOrganizations: 'list' } as const;
    assert.deepEqual(decodeAll(below, 'organizations', shape)[0]?.subOrganizations, []);
    const all = await user.ok('GET', '/v1/organization');
    const [organization] = decodeAll(all, 'organizations', { id: 'id', name: 'text' });
    assert.equal(organization?.id, scene.company.orgId);

    const chosen = await user.ok('POST', '/v3/auth/select-organization', {
      body: { organizationId: organization?.id, userAgent: 'cli' },
    });
    const { token, isMfaEnabled } = decode(chosen, '', { token: 'text', isMfaEnabled: 'flag' });
    assert.equal(isMfaEnabled, false);
    const claims = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString());
    assert.ok(claims.exp > Date.now() / 1000 + 30);
    await cliAt(scene.house.url, token).ok('GET', '/v1/workspace');
  });

  it('as a user with a second factor: asked for it before an organization is chosen', async () => {
    const ada = await scene.company.person('Factor');
    const { secret } = await ada.call(factors.beginTotp);
    const codeIn = (seconds: number) =>
      generateSync({ secret, epoch: Math.floor(Date.now() / 1000) + seconds });
    await ada.call(factors.confirmTotp, { body: { code: codeIn(0) } });
    const body = { email: ada.email, password: 'correct horse battery' };
    const first = await cliAt(scene.house.url).ok('POST', '/v3/auth/login', { body });
    const user = cliAt(scene.house.url, decode(first, '', { accessToken: 'text' }).accessToken);
    const choice = { body: { organizationId: scene.company.orgId, userAgent: 'cli' } };
    const asked = await user.ok('POST', '/v3/auth/select-organization', choice);
    const shape = { token: 'text', isMfaEnabled: 'flag', mfaMethod: 'text' } as const;
    const { token, isMfaEnabled, mfaMethod } = decode(asked, '', shape);
    assert.deepEqual([isMfaEnabled, mfaMethod], [true, 'totp']);
    const verify = (mfaToken: string) => ({ body: { email: ada.email, mfaToken, mfaMethod } });
    const between = cliAt(scene.house.url, token);
    const wrong = await between.send('POST', '/v2/auth/mfa/verify', verify('000000'));
    assert.equal(wrong.status, 401);
    assert.deepEqual(at(wrong.body, 'context'), { code: 'mfa_invalid', triesLeft: 4 });
    const right = await between.ok('POST', '/v2/auth/mfa/verify', verify(codeIn(30)));
    const shown = cliAt(scene.house.url, decode(right, '', { token: 'text' }).token);
    const chosen = await shown.ok('POST', '/v3/auth/select-organization', choice);
    const last = decode(chosen, '', { token: 'text', isMfaEnabled: 'flag' });
    assert.equal(last.isMfaEnabled, false);
    await cliAt(scene.house.url, last.token).ok('GET', '/v1/workspace');
  });

  it('as a user with a wrong password: 401, and then no other way in', async () => {
    const anyone = cliAt(scene.house.url);
    const body = { email: scene.company.adminEmail, password: 'not the password' };
    assert.equal((await anyone.send('POST', '/v3/auth/login', { body })).status, 401);
    for (const [path, sent, status] of [
      ['/v3/auth/login1', { email: body.email, clientPublicKey: 'ab12' }, 401],
      ['/v3/auth/login2', { email: body.email, clientProof: 'ab12', password: body.password }, 404],
    ] as const) {
      const reply = await anyone.send('POST', path, { body: sent });
      assert.equal(reply.status, status, path);
      assert.equal(typeof at(reply.body, 'message'), 'string');
    }
  });

  it('first sees whether the server is there', async () => {
    await cliAt(scene.house.url).ok('GET', '/status');
  });
});
