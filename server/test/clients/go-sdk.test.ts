import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { cliAt, openCli, type Scene } from './support/cli.ts';
import { decodeAll } from './support/go.ts';

/** What the Go SDK does beside what the command line client does: S1 with both names of a project, S7, S2, A3. */
describe('go sdk', () => {
  let scene: Scene;
  before(async () => {
    scene = await openCli();
  });
  after(() => scene.house.close());

  const place = () => ({ workspaceId: scene.projectId, environment: 'dev', secretPath: '/' });
  const names = (body: unknown) =>
    decodeAll(body, 'secrets', { id: 'id', secretKey: 'text' }).map(({ secretKey }) => secretKey);

  it('makes several secrets at once, all or none', async () => {
    const make = (...keys: string[]) =>
      scene.cli.send('POST', '/v3/secrets/batch/raw', {
        body: {
          ...place(),
          secrets: keys.map((secretKey) => ({ secretKey, secretValue: 'x', secretComment: '' })),
        },
      });
    const made = await make('ONE', 'TWO');
    assert.equal(made.status, 200, made.text);
    assert.deepEqual(names(made.body).sort(), ['ONE', 'TWO']);
    assert.equal((await make('THREE', 'ONE')).status, 409);
    const query = { ...place(), workspaceId: '', workspaceSlug: 'payments' };
    const all = await scene.cli.ok('GET', '/v3/secrets/raw', { query });
    assert.deepEqual(names(all), ['ONE', 'TWO']);
  });

  it('signs in with an empty authorization header, and signs out', async () => {
    const { clientId, clientSecret } = scene.robot;
    const reply = await cliAt(scene.house.url).send('POST', '/v1/auth/universal-auth/login', {
      body: { clientId, clientSecret },
      headers: { authorization: '' },
    });
    const { accessToken } = reply.body as { accessToken: string };
    const own = cliAt(scene.house.url, accessToken);
    await own.ok('POST', '/v1/auth/token/revoke', { body: { accessToken } });
    assert.equal((await own.send('GET', '/v1/identities/details')).status, 401);
  });
});
