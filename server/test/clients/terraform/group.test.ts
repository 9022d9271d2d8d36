import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { groups } from '@coterie/contract';
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

/** `infisical_group`: G1 to G4. */
describe('terraform: group', () => {
  let scene: Scene;
  before(async () => {
    scene = await openTerraform('/');
    await scene.company.role('auditor', [{ subject: 'audit-logs', action: ['read'] }]);
  });
  after(() => scene.house.close());

  type Group = { id?: string; name: string; slug: string; role: string };
  const path = ({ id }: Group) => `/api/v1/groups/${id}`;
  const group: Resource<Group> = {
    create: async (plan) => {
      const made = await scene.tf.ok('POST', '/api/v1/groups', plan);
      return { ...plan, id: decode(made, '', { id: 'id' }).id };
    },
    read: async (state) => {
      const body = await scene.tf.refresh(path(state));
      if (!body) return null;
      const { customRoleSlug, role, ...rest } = decode(body, '', {
        id: 'id',
        name: 'text',
        slug: 'text',
        role: 'text',
        customRoleSlug: 'text',
      });
      return { ...rest, role: customRoleSlug || role };
    },
    update: async (state, { name, slug, role }) => {
      await scene.tf.ok('PATCH', path(state), { ID: state.id, name, slug, role });
      return { id: state.id, name, slug, role } as Group;
    },
    remove: (state) => scene.tf.ok('DELETE', path(state)),
  };

  it('is made, changed, put back and destroyed', async () => {
    const plan: Group = { name: 'Web team', slug: 'web-team', role: 'member' };
    const state = await applied(group, plan);
    await putBack(group, state, ['name', 'role'], () =>
      scene.tf.native.call(groups.editGroup, {
        params: { id: state.id ?? '' },
        body: { name: 'Renamed', role: 'no-access' },
      }),
    );
    const next = await reapplied(group, state, { ...state, slug: 'web', role: 'auditor' });
    await destroyed(group, next);
  });

  it('keeps a custom role by its slug, and is read by its id alone as in an import', async () => {
    const plan: Group = { name: 'Auditors', slug: 'auditors', role: 'auditor' };
    const { id } = await applied(group, plan);
    assert.deepEqual(await group.read({ id } as Group), { ...plan, id });
  });

  it('cannot be destroyed twice, nor made twice under one slug', async () => {
    const plan: Group = { name: 'Once', slug: 'once-only', role: 'no-access' };
    const state = await applied(group, plan);
    assert.equal((await scene.tf.send('POST', '/api/v1/groups', plan)).status, 409);
    await destroyed(group, state);
    assert.equal((await scene.tf.send('DELETE', path(state))).status, 404);
  });
});
