import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { tags } from '@coterie/contract';
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

/** `infisical_secret_tag`: T1 to T5. */
describe('terraform: secret tag', () => {
  let scene: Scene;
  let projectId: string;
  before(async () => {
    scene = await openTerraform();
    ({ id: projectId } = await scene.tf.project('tags'));
  });
  after(() => scene.house.close());

  type Tag = { id?: string; name: string; slug: string; color: string; projectId: string };
  const shape = { id: 'id', name: 'text', slug: 'text', color: 'text', projectId: 'id' } as const;
  const base = () => `/api/v1/workspace/${projectId}/tags`;
  const tag: Resource<Tag> = {
    create: async (plan) => decode(await scene.tf.ok('POST', base(), plan), 'workspaceTag', shape),
    read: async ({ id }) => {
      const body = await scene.tf.refresh(`${base()}/${id}`);
      return body === null ? null : decode(body, 'workspaceTag', shape);
    },
    update: async ({ id }, { name, slug, color }) =>
      decode(
        await scene.tf.ok('PATCH', `${base()}/${id}`, { name, slug, color }),
        'workspaceTag',
        shape,
      ),
    remove: ({ id }) => scene.tf.ok('DELETE', `${base()}/${id}`),
  };

  it('is made, changed, put back and destroyed', async () => {
    const plan: Tag = { name: 'Data base', slug: 'data-base', color: '#ff0000', projectId };
    const state = await applied(tag, plan);
    await putBack(tag, state, ['color', 'name'], () =>
      scene.tf.native.call(tags.editTag, {
        params: { projectId, tagId: state.id ?? '' },
        body: { name: 'Renamed', color: 'blue' },
      }),
    );
    const next = await reapplied(tag, state, { ...state, slug: 'db' });
    const bySlug = `${base()}/slug/db`;
    const found = decode(await scene.tf.ok('GET', bySlug), 'workspaceTag', shape);
    assert.equal(found.id, state.id);
    await destroyed(tag, next);
    assert.equal((await scene.tf.send('GET', bySlug)).status, 404);
  });
});
