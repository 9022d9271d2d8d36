import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { imports } from '@coterie/contract';
import { decode, decodeAll } from '../support/go.ts';
import {
  applied,
  destroyed,
  openTerraform,
  putBack,
  type Resource,
  reapplied,
  type Scene,
} from '../support/terraform.ts';

/** `infisical_secret_import`: M1 to M5. */
describe('terraform: secret import', () => {
  let scene: Scene;
  let projectId: string;
  before(async () => {
    scene = await openTerraform('/');
    ({ id: projectId } = await scene.tf.project('imports'));
    for (const name of ['shared', 'other'])
      await scene.tf.ok('POST', '/api/v1/folders', {
        workspaceId: projectId,
        environment: 'dev',
        name,
        path: '/',
      });
  });
  after(() => scene.house.close());

  type Import = {
    id?: string;
    environment: string;
    path: string;
    importEnv: string;
    importPath: string;
    isReplication: boolean;
  };
  const base = '/api/v1/secret-imports';
  const secretImport: Resource<Import> = {
    create: async (plan) => {
      const made = await scene.tf.ok('POST', base, {
        workspaceId: projectId,
        environment: plan.environment,
        path: plan.path,
        isReplication: plan.isReplication,
        import: { environment: plan.importEnv, path: plan.importPath },
      });
      return { ...plan, id: decode(made, 'secretImport', { id: 'id' }).id };
    },
    read: async ({ id, environment, path }) => {
      const query = new URLSearchParams({ workspaceId: projectId, environment, path });
      const all = decodeAll(await scene.tf.ok('GET', `${base}?${query}`), 'secretImports', {
        id: 'id',
        importPath: 'text',
        'importEnv.slug': 'text',
        position: 'int',
        isReplication: 'flag',
      });
      const found = all.find((one) => one.id === id);
      return found
        ? {
            id: found.id,
            environment,
            path,
            importEnv: found['importEnv.slug'],
            importPath: found.importPath,
            isReplication: found.isReplication,
          }
        : null;
    },
    update: async (state, { importEnv, importPath }) => {
      await scene.tf.ok('PATCH', `${base}/${state.id}`, {
        workspaceId: projectId,
        environment: state.environment,
        path: state.path,
        import: {
          environment: state.importEnv === importEnv ? '' : importEnv,
          path: state.importPath === importPath ? '' : importPath,
          position: 0,
        },
      });
      return { ...state, importEnv, importPath };
    },
    remove: ({ id, environment, path }) =>
      scene.tf.ok('DELETE', `${base}/${id}`, { id, environment, workspaceId: projectId, path }),
  };
  const plan = (importPath: string, environment = 'prod'): Import => ({
    environment,
    path: '/',
    importEnv: 'dev',
    importPath,
    isReplication: false,
  });

  it('is made, changed, put back and destroyed', async () => {
    const state = await applied(secretImport, plan('/shared'));
    await putBack(secretImport, state, ['importPath'], () =>
      scene.tf.native.call(imports.editImport, {
        params: { importId: state.id ?? '' },
        body: { import: { path: '/' } },
      }),
    );
    const next = await reapplied(secretImport, state, { ...state, importPath: '/other' });
    await destroyed(secretImport, next);
    for (const method of ['PATCH', 'DELETE'] as const) {
      const gone = await scene.tf.send(method, `${base}/${state.id}`, { import: {} });
      assert.equal(gone.status, 404, method);
    }
  });

  it('is imported by its id alone', async () => {
    const { id } = await applied(secretImport, plan('/shared', 'staging'));
    const found = decode(await scene.tf.ok('GET', `${base}/${id}`), 'secretImport', {
      id: 'id',
      secretPath: 'text',
      importPath: 'text',
      projectId: 'id',
      isReplication: 'flag',
      'importEnv.slug': 'text',
      'environment.slug': 'text',
    });
    assert.deepEqual(found, {
      id,
      secretPath: '/',
      importPath: '/shared',
      projectId,
      isReplication: false,
      'importEnv.slug': 'dev',
      'environment.slug': 'staging',
    });
  });
});
