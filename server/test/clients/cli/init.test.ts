import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { cliAt, openCli, type Scene } from '../support/cli.ts';
import { decodeAll } from '../support/go.ts';

/** `infisical init`, as a user: the organizations (A16), then the projects of one (P8). */
describe('cli: init', () => {
  let scene: Scene;
  before(async () => {
    scene = await openCli();
  });
  after(() => scene.house.close());

  it('offers the projects that the user can reach, and no others', async () => {
    const ann = await scene.company.person('Ann');
    const seen = await scene.company.project('Seen');
    await scene.company.addUser(seen, ann, 'viewer');
    const user = cliAt(scene.house.url, ann.token);
    const organizations = decodeAll(await user.ok('GET', '/v1/organization'), 'organizations', {
      id: 'id',
      name: 'text',
    });
    assert.deepEqual(
      organizations.map(({ id }) => id),
      [scene.company.orgId],
    );
    const shape = { _id: 'id', id: 'id', name: 'text', orgId: 'id' } as const;
    const projects = decodeAll(await user.ok('GET', '/v1/workspace'), 'workspaces', shape);
    assert.deepEqual(projects, [
      { _id: seen.id, id: seen.id, name: 'Seen', orgId: scene.company.orgId },
    ]);
  });
});
