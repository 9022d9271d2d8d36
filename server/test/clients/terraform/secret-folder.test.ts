import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { secrets } from '@coterie/contract';
import { decode } from '../support/go.ts';
import {
  applied,
  destroyed,
  openTerraform,
  putBack,
  type Resource,
  reapplied,
  type Scene,
} from '../support/terraform.ts';

/** `infisical_secret_folder`: F1, F3, F4 and F5. */
describe('terraform: secret folder', () => {
  let scene: Scene;
  let projectId: string;
  before(async () => {
    scene = await openTerraform('/');
    ({ id: projectId } = await scene.tf.project('folders'));
  });
  after(() => scene.house.close());

  type Folder = {
    id?: string;
    name: string;
    path: string;
    description: string;
    environment: string;
    forceDelete: boolean;
  };
  const shape = { id: 'id', envId: 'id', path: 'text', description: 'text', name: 'text' } as const;
  /** The path as the provider keeps it is that of the folder above; answers give the folder's own. */
  const above = (path: string, name: string) => path.slice(0, -name.length - 1) || '/';
  const folder: Resource<Folder> = {
    create: async ({ forceDelete, ...plan }) => {
      const made = await scene.tf.ok('POST', '/api/v1/folders', {
        workspaceId: projectId,
        ...plan,
      });
      const { id, path, envId } = decode(made, 'folder', shape);
      assert.equal(path, `${plan.path === '/' ? '' : plan.path}/${plan.name}`);
      assert.ok(envId);
      return { ...plan, forceDelete, id };
    },
    read: async ({ id, forceDelete }) => {
      const body = await scene.tf.refresh(`/api/v1/folders/${id}`);
      if (!body) return null;
      const found = decode(body, 'folder', {
        ...shape,
        projectId: 'id',
        'environment.envSlug': 'text',
        'environment.envName': 'text',
        'environment.envId': 'id',
      });
      assert.equal(found.projectId, projectId);
      return {
        id: found.id,
        name: found.name,
        path: above(found.path, found.name),
        description: found.description,
        environment: found['environment.envSlug'],
        forceDelete,
      };
    },
    update: async (state, { name, description }) => {
      const { id, environment, path } = state;
      const body = { id, name, environment, workspaceId: projectId, path, description };
      const edited = await scene.tf.ok('PATCH', `/api/v1/folders/${id}`, body);
      assert.equal(decode(edited, 'folder', shape).path, `${path === '/' ? '' : path}/${name}`);
      return { ...state, name, description };
    },
    remove: ({ id, environment, path, forceDelete }) =>
      scene.tf.ok('DELETE', `/api/v2/folders/${id}`, {
        id,
        environment,
        projectId,
        path,
        forceDelete,
      }),
  };
  const plan = (name: string, more: Partial<Folder> = {}): Folder => ({
    name,
    path: '/',
    description: '',
    environment: 'dev',
    forceDelete: false,
    ...more,
  });

  it('is made, changed, put back and destroyed', async () => {
    const state = await applied(folder, plan('api', { description: 'of the API' }));
    await putBack(folder, state, ['description', 'name'], () =>
      scene.tf.native.call(secrets.editFolder, {
        params: { folderId: state.id ?? '' },
        body: { name: 'renamed', description: 'else' },
      }),
    );
    const next = await reapplied(folder, state, { ...state, name: 'api-2', description: '' });
    await destroyed(folder, next);
  });

  it('stands in another, and goes with it', async () => {
    const outer = await applied(folder, plan('outer', { forceDelete: true }));
    const inner = await applied(folder, plan('inner', { path: '/outer' }));
    await destroyed(folder, outer);
    assert.equal(await folder.read(inner), null);
  });

  it('with something in it is destroyed only by force', async () => {
    const full = await applied(folder, plan('full', { environment: 'prod' }));
    await scene.tf.native.call(secrets.createSecret, {
      params: { secretName: 'KEPT' },
      body: { projectId, environment: 'prod', secretPath: '/full', secretValue: 'x' },
    });
    const { id, environment, path } = full;
    const body = { id, environment, projectId, path, forceDelete: false };
    assert.equal((await scene.tf.send('DELETE', `/api/v2/folders/${id}`, body)).status, 409);
    await destroyed(folder, { ...full, forceDelete: true });
  });
});
