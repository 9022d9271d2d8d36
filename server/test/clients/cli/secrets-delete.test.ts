import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { secrets } from '@coterie/contract';
import { listing, openCli, type Scene } from '../support/cli.ts';
import { merged } from '../support/cli-secrets.ts';

/** `infisical secrets delete`: S6, of one's own secret unless `--type=shared` is said. */
describe('cli: secrets delete', () => {
  let scene: Scene;
  before(async () => {
    scene = await openCli();
    await scene.company.secret(scene.projectId, 'KEY', 'for all');
    await scene.company.admin.call(secrets.createSecret, {
      params: { secretName: 'KEY' },
      body: {
        projectId: scene.projectId,
        environment: 'dev',
        type: 'personal',
        secretValue: 'mine',
      },
    });
  });
  after(() => scene.house.close());

  const remove = (type: string, client = scene.user) =>
    client.send('DELETE', '/v3/secrets/raw/KEY', {
      body: {
        secretName: 'KEY',
        workspaceId: scene.projectId,
        environment: 'dev',
        type,
        secretPath: '/',
      },
    });
  const left = async () =>
    merged(await scene.user.ok('GET', '/v4/secrets', { query: listing(scene.projectId) })).KEY;

  it('takes away one’s own first, and the shared one only when told to', async () => {
    assert.equal(await left(), 'mine');
    assert.equal((await remove('personal')).status, 200);
    assert.equal(await left(), 'for all');
    assert.equal((await remove('personal')).status, 404);
    assert.equal(await left(), 'for all');
    // A machine identity has no secrets of its own.
    assert.equal((await remove('personal', scene.cli)).status, 400);
    assert.equal((await remove('shared', scene.cli)).status, 200);
    assert.equal(await left(), undefined);
  });
});
