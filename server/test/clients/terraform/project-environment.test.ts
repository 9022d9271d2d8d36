import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { projects } from '@coterie/contract';
import { at, decode } from '../support/go.ts';
import {
  applied,
  destroyed,
  openTerraform,
  putBack,
  type Resource,
  reapplied,
  type Scene,
} from '../support/terraform.ts';

/** `infisical_project_environment`: E1 to E4, and its data source E5. */
describe('terraform: project environment', () => {
  let scene: Scene;
  before(async () => {
    scene = await openTerraform();
  });
  after(() => scene.house.close());

  type Environment = {
    id?: string;
    name: string;
    slug: string;
    projectId: string;
    position?: number;
  };
  const shape = { id: 'id', name: 'text', slug: 'text', position: 'int', projectId: 'id' } as const;
  const base = (projectId: string) => `/api/v1/workspace/${projectId}/environments`;
  const environment: Resource<Environment> = {
    create: async ({ name, slug, projectId, position }) => {
      const made = await scene.tf.ok('POST', base(projectId), {
        name,
        slug,
        workspaceId: projectId,
        ...(position === undefined ? {} : { position }),
      });
      return decode(made, 'environment', shape);
    },
    read: async ({ id }) => {
      const body = await scene.tf.refresh(`/api/v1/workspace/environments/${id}`);
      return body === null ? null : decode(body, 'environment', shape);
    },
    update: async ({ id, projectId }, { name, slug, position }) => {
      const body = { ID: id, ProjectID: projectId, name, slug, position };
      return decode(
        await scene.tf.ok('PATCH', `${base(projectId)}/${id}`, body),
        'environment',
        shape,
      );
    },
    remove: ({ id, projectId }) =>
      scene.tf.ok('DELETE', `${base(projectId)}/${id}`, { ID: id, ProjectID: projectId }),
  };

  it('is made, changed, put back and destroyed', async () => {
    const { id: projectId } = await scene.tf.project('last-place');
    const state = await applied(environment, { name: 'QA', slug: 'qa', projectId });
    await putBack(environment, state, ['name', 'position'], () =>
      scene.tf.native.call(projects.editEnvironment, {
        params: { projectId, envId: state.id ?? '' },
        body: { name: 'Renamed', position: 1 },
      }),
    );
    const next = await reapplied(environment, state, { ...state, name: 'Tests', slug: 'tests' });
    await destroyed(environment, next);
  });

  it('stands where the plan puts it, and the others move', async () => {
    const { id: projectId } = await scene.tf.project('placed');
    const second = { name: 'Second', slug: 'second', projectId, position: 2 };
    const state = await applied(environment, second);
    const { environments } = await scene.tf.native.call(projects.listEnvironments, {
      params: { projectId },
    });
    assert.deepEqual(
      environments.map(({ slug }) => slug),
      ['dev', 'second', 'staging', 'prod'],
    );
    await reapplied(environment, state, { ...state, position: 4 });
  });

  it('is found by its slug, without anything around it', async () => {
    const { id: projectId } = await scene.tf.project('sought');
    const path = `/api/v1/projects/${projectId}/environments/slug`;
    const found = await scene.tf.ok('GET', `${path}/staging`);
    assert.equal(at(found, 'slug'), 'staging');
    assert.equal((await scene.tf.send('GET', `${path}/nowhere`)).status, 404);
  });
});
