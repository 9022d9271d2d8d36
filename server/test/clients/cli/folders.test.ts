import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { openCli, type Scene } from '../support/cli.ts';
import { decode, decodeAll } from '../support/go.ts';

/** `infisical secrets folders get|create|delete`: F2, F1, F6. */
describe('cli: secrets folders', () => {
  let scene: Scene;
  before(async () => {
    scene = await openCli();
  });
  after(() => scene.house.close());

  const place = () => ({ workspaceId: scene.projectId, environment: 'dev' });
  const create = async (name: string, path: string) => {
    const made = await scene.cli.ok('POST', '/v1/folders', { body: { ...place(), name, path } });
    return decode(made, 'folder', { id: 'id', name: 'text' }).name;
  };
  /** The folder is named by `directory` alone. */
  const names = async (directory: string) => {
    const query = { ...place(), directory };
    const found = await scene.cli.ok('GET', '/v1/folders', { query });
    return decodeAll(found, 'folders', { id: 'id', name: 'text' }).map(({ name }) => name);
  };

  it('makes, lists and deletes by name', async () => {
    assert.equal(await create('api', '/'), 'api');
    await create('keys', '/api');
    await create('web', '/');
    assert.deepEqual((await names('/')).sort(), ['api', 'web']);
    assert.deepEqual(await names('/api'), ['keys']);
    const remove = (folderName: string, directory: string) =>
      scene.cli.send('DELETE', `/v1/folders/${folderName}`, {
        body: { folderName, ...place(), directory },
      });
    assert.equal((await remove('keys', '/api')).status, 200);
    assert.deepEqual(await names('/api'), []);
    assert.equal((await remove('keys', '/api')).status, 404);
    assert.equal((await remove('web', '/')).status, 200);
    assert.deepEqual(await names('/'), ['api']);
  });
});
