import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { secrets } from '@coterie/contract';
import { listing, openCli, type Scene } from '../support/cli.ts';
import { merged, secretsIn } from '../support/cli-secrets.ts';
import { at } from '../support/go.ts';

/** `infisical secrets` and `secrets get`: S8. */
describe('cli: secrets', () => {
  let scene: Scene;
  before(async () => {
    scene = await openCli();
    const { company, projectId } = scene;
    await company.secret(projectId, 'HOST', 'db');
    await company.secret(projectId, 'URL', 'pg://${HOST}');
    await company.admin.call(secrets.createFolder, {
      body: { projectId, environment: 'dev', path: '/', name: 'api' },
    });
    await company.secret(projectId, 'DEEP', 'deep', 'dev', '/api');
  });
  after(() => scene.house.close());

  const list = (more: Record<string, string> = {}, client = scene.cli) =>
    client.ok('GET', '/v4/secrets', { query: listing(scene.projectId, more) });

  it('lists a folder, references expanded or as they are written', async () => {
    const body = await list();
    assert.deepEqual(merged(body), { HOST: 'db', URL: 'pg://db' });
    assert.equal(secretsIn(body)[0]?.workspace, scene.projectId);
    const raw = merged(await list({ expandSecretReferences: 'false' }));
    assert.equal(raw.URL, 'pg://${HOST}');
  });

  it('takes an empty path for the root, and lists what is below', async () => {
    assert.deepEqual(Object.keys(merged(await list({ secretPath: '' }))), ['HOST', 'URL']);
    const all = secretsIn(await list({ recursive: 'true' }));
    assert.deepEqual(
      all.map(({ secretKey, secretPath }) => [secretKey, secretPath]),
      [
        ['HOST', '/'],
        ['URL', '/'],
        ['DEEP', '/api'],
      ],
    );
  });

  it('shows one’s own secret in the place of the shared one, or leaves it out', async () => {
    await scene.company.admin.call(secrets.createSecret, {
      params: { secretName: 'HOST' },
      body: {
        projectId: scene.projectId,
        environment: 'dev',
        type: 'personal',
        secretValue: 'localhost',
      },
    });
    const own = secretsIn(await list({}, scene.user)).find(({ secretKey }) => secretKey === 'HOST');
    assert.deepEqual([own?.secretValue, own?.type], ['localhost', 'personal']);
    assert.equal(merged(await list({ includePersonalOverrides: 'false' }, scene.user)).HOST, 'db');
  });

  it('names the environment and the project when there is no such environment', async () => {
    const query = listing(scene.projectId, { environment: 'invalid-env' });
    const reply = await scene.cli.send('GET', '/v4/secrets', { query });
    assert.equal(reply.status, 404);
    const message = String(at(reply.body, 'message'));
    assert.ok(message.includes('invalid-env') && message.includes(scene.projectId), message);
  });

  it('is refused a folder that is not there, with 404', async () => {
    const query = listing(scene.projectId, { secretPath: '/nowhere' });
    const reply = await scene.cli.send('GET', '/v4/secrets', { query });
    assert.equal(reply.status, 404);
  });
});
