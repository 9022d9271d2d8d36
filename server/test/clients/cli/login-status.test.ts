import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { cliAt, openCli, type Scene } from '../support/cli.ts';
import { decode } from '../support/go.ts';

/** `infisical login status`: the claims of the token, read without checking them, and then A22 or A18. */
describe('cli: login status', () => {
  let scene: Scene;
  before(async () => {
    scene = await openCli();
  });
  after(() => scene.house.close());

  const claims = (token: string): Record<string, unknown> =>
    JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString());

  it('of a machine identity: who, by what, in which organization, until when', async () => {
    const { exp, ...said } = claims(scene.robot.token);
    assert.equal(said.authTokenType, 'identityAccessToken');
    assert.equal(said.identityId, scene.robot.id);
    assert.equal(said.identityName, 'robot');
    assert.equal(said.authMethod, 'universal-auth');
    assert.equal(said.orgId, scene.company.orgId);
    assert.ok(Number(exp) > Date.now() / 1000);
    const body = await scene.cli.ok('GET', '/v1/identities/details');
    const shape = { id: 'id', name: 'text', slug: 'text' } as const;
    const organization = decode(body, 'identityDetails.organization', shape);
    assert.equal(organization.id, scene.company.orgId);
  });

  it('of a user: who, and in which organization', async () => {
    const { token } = scene.company.admin;
    const said = claims(token);
    assert.equal(said.authTokenType, 'accessToken');
    assert.equal(said.userId, scene.company.adminId);
    assert.equal(said.organizationId, scene.company.orgId);
    assert.ok(said.tokenVersionId);
    await cliAt(scene.house.url, token).ok('POST', '/v1/auth/checkAuth');
  });

  it('tells a token that is no longer in force', async () => {
    const { token } = await scene.company.identity('leaver');
    await cliAt(scene.house.url).ok('POST', '/v1/auth/token/revoke', {
      body: { accessToken: token },
    });
    const gone = cliAt(scene.house.url, token);
    assert.equal((await gone.send('POST', '/v1/auth/checkAuth')).status, 401);
    assert.equal((await gone.send('GET', '/v1/identities/details')).status, 401);
  });
});
