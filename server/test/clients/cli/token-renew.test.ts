import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { cliAt, openCli, type Scene } from '../support/cli.ts';
import { decode } from '../support/go.ts';

/** `infisical token renew`: A2. */
describe('cli: token renew', () => {
  let scene: Scene;
  before(async () => {
    scene = await openCli();
  });
  after(() => scene.house.close());

  const renew = (accessToken: string) =>
    cliAt(scene.house.url).send('POST', '/v1/auth/token/renew', { body: { accessToken } });

  it('gives a token that works, with its lifetime', async () => {
    const { status, body } = await renew(scene.robot.token);
    assert.equal(status, 200);
    const renewed = decode(body, '', {
      accessToken: 'text',
      expiresIn: 'int',
      accessTokenMaxTTL: 'int',
      tokenType: 'text',
    });
    assert.ok(renewed.expiresIn > 0);
    await cliAt(scene.house.url, renewed.accessToken).ok('GET', '/v1/identities/details');
  });

  it('refuses one that was revoked, or is none', async () => {
    const { token } = await scene.company.identity('leaver');
    await cliAt(scene.house.url).ok('POST', '/v1/auth/token/revoke', {
      body: { accessToken: token },
    });
    assert.equal((await renew(token)).status, 401);
    assert.equal((await renew('nonsense')).status, 401);
  });
});
