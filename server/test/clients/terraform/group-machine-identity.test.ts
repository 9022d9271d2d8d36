import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { groups, identities } from '@coterie/contract';
import { at, decodeAll } from '../support/go.ts';
import { applied, openTerraform, type Resource, type Scene } from '../support/terraform.ts';

/** `infisical_group_machine_identity`: G9 to G11; the data source `infisical_groups`: G5. */
describe('terraform: machine identities of a group', () => {
  let scene: Scene;
  before(async () => {
    scene = await openTerraform('/');
  });
  after(() => scene.house.close());

  type Membership = { groupId: string; identityId: string };
  const list = ({ groupId }: Membership) => `/api/v1/groups/${groupId}/machine-identities`;
  const path = (state: Membership) => `${list(state)}/${state.identityId}`;
  const read = async (state: Membership): Promise<Membership | null> => {
    const body = await scene.tf.refresh(list(state));
    if (!body) return null;
    const members = decodeAll(body, 'machineIdentities', {
      id: 'id',
      name: 'text',
      isPartOfGroup: 'flag',
      joinedGroupAt: 'time',
    });
    const isIn = members.some(({ id, isPartOfGroup }) => id === state.identityId && isPartOfGroup);
    return isIn ? state : null;
  };
  const membership: Resource<Membership> = {
    /** Without a body, and so without a content type. */
    create: async (plan) => {
      await scene.tf.ok('POST', path(plan));
      return plan;
    },
    read,
    update: async (state) => state,
    /** Looks first, and leaves alone what is gone already. */
    remove: async (state) => {
      if (await read(state)) await scene.tf.ok('DELETE', path(state));
    },
  };
  const newIdentity = async (name: string) =>
    (await scene.tf.native.call(identities.createIdentity, { body: { name } })).identity.id;

  it('are put in, taken out behind the provider, put in again, and taken out', async () => {
    const { id: groupId } = await scene.company.group('Runners');
    const plan = { groupId, identityId: await newIdentity('runner') };
    const state = await applied(membership, plan);
    await scene.tf.native.call(groups.removeGroupIdentity, {
      params: { id: groupId, identityId: plan.identityId },
    });
    assert.equal(await membership.read(state), null);
    await membership.remove(state);
    assert.equal((await scene.tf.send('DELETE', path(state))).status, 404);
    await applied(membership, plan);
    await membership.remove(state);
    assert.equal(await membership.read(state), null);
  });

  it('come first in the list, before the others of the organization', async () => {
    const { id: groupId } = await scene.company.group('Crowded');
    const identityId = await newIdentity('zz last by name');
    await newIdentity('aa first by name');
    await applied(membership, { groupId, identityId });
    const body = await scene.tf.ok('GET', list({ groupId, identityId }));
    assert.equal(at(body, 'machineIdentities.0.id'), identityId);
    assert.equal(at(body, 'machineIdentities.1.isPartOfGroup'), false);
  });

  it('of a group that is gone are gone', async () => {
    const { id: groupId } = await scene.company.group('Short-lived');
    const state = await applied(membership, { groupId, identityId: await newIdentity('left') });
    await scene.tf.ok('DELETE', `/api/v1/groups/${groupId}`);
    assert.equal(await membership.read(state), null);
    assert.equal((await scene.tf.send('GET', list(state))).status, 404);
  });

  it('stand beside the data source of groups: a bare list, of all', async () => {
    for (let n = 0; n < 60; n++) await scene.company.group(`Many ${n}`);
    const body = await scene.tf.ok('GET', '/api/v1/groups');
    assert.ok(Array.isArray(body));
    const all = decodeAll({ all: body }, 'all', {
      id: 'id',
      orgId: 'id',
      name: 'text',
      slug: 'text',
      role: 'text',
      roleId: 'text',
      createdAt: 'time',
    });
    assert.ok(all.length >= 60);
    assert.equal(at(body, '0.orgId'), scene.company.orgId);
  });
});
