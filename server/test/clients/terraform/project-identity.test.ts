import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { memberships } from '@coterie/contract';
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
import {
  customRole,
  type HeldRole,
  nanoseconds,
  permanent,
  rolesIn,
  sentRoles,
  temporary,
} from '../support/terraform-roles.ts';

/** `infisical_project_identity`: I5 to I9. */
describe('terraform: project identity', () => {
  let scene: Scene;
  let projectId: string;
  before(async () => {
    scene = await openTerraform('/');
    ({ id: projectId } = await scene.tf.project('machines'));
    await customRole(scene.tf.ok, projectId, 'describer');
  });
  after(() => scene.house.close());

  type Place = { identityId: string; membershipId?: string; name?: string; roles: HeldRole[] };
  const path = (identityId: string) =>
    `/api/v2/workspace/${projectId}/identity-memberships/${identityId}`;
  const place: Resource<Place> = {
    create: async ({ identityId, roles }) => {
      assert.equal(await scene.tf.refresh(path(identityId)), null);
      const body = { projectId, identityId, roles: sentRoles(roles) };
      const made = await scene.tf.ok('POST', path(identityId), body);
      const { id } = decode(made, 'identityMembership', { id: 'id', identityId: 'id' });
      return { identityId, membershipId: id, name: 'robot', roles };
    },
    read: async ({ identityId }) => seen(await scene.tf.refresh(path(identityId))),
    update: async (state, { roles }) => {
      const { identityId } = state;
      const body = { projectId, identityId, roles: sentRoles(roles) };
      const edited = await scene.tf.ok('PATCH', path(identityId), body);
      assert.deepEqual(rolesIn(edited, 'roles', 'identity'), roles);
      return { ...state, roles };
    },
    remove: ({ identityId }) => scene.tf.ok('DELETE', path(identityId)),
  };
  const seen = (body: unknown): Place | null => {
    if (body === null) return null;
    const found = decode(body, 'identityMembership', {
      id: 'id',
      identityId: 'id',
      'identity.id': 'id',
      'identity.name': 'text',
      'identity.authMethods': 'list',
      'project.id': 'id',
    });
    assert.equal(found['identity.id'], found.identityId);
    assert.equal(found['project.id'], projectId);
    return {
      identityId: found.identityId,
      membershipId: found.id,
      name: found['identity.name'],
      roles: rolesIn(body, 'identityMembership.roles', 'identity'),
    };
  };
  const robot = async () => (await scene.company.identity('robot')).id;

  it('is placed, imported by the membership, changed, put back and destroyed', async () => {
    const roles = [permanent('describer'), temporary('member', '2h', nanoseconds())];
    const state = await applied(place, { identityId: await robot(), roles });
    const imported = await scene.tf.ok(
      'GET',
      `/api/v2/workspace/identity-memberships/${state.membershipId}`,
    );
    assert.deepEqual(seen(imported), state);
    await putBack(place, state, ['roles'], () =>
      scene.tf.native.call(memberships.editProjectIdentity, {
        params: { projectId, identityId: state.identityId },
        body: { roles: [{ role: 'admin' }] },
      }),
    );
    const next = await reapplied(place, state, { ...state, roles: [permanent('viewer')] });
    await destroyed(place, next);
  });

  it('keeps at least one permanent role', async () => {
    const identityId = await robot();
    const roles = sentRoles([temporary('member', '1h', nanoseconds())]);
    const reply = await scene.tf.send('POST', path(identityId), { roles });
    assert.equal(reply.status, 400, reply.text);
  });
});
