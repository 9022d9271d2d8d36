import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { memberships } from '@coterie/contract';
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
import {
  customRole,
  type HeldRole,
  nanoseconds,
  permanent,
  rolesIn,
  sentRoles,
  temporary,
} from '../support/terraform-roles.ts';

/** `infisical_project_group`: PG1 to PG4. */
describe('terraform: project group', () => {
  let scene: Scene;
  let projectId: string;
  before(async () => {
    scene = await openTerraform();
    ({ id: projectId } = await scene.tf.project('place'));
    await customRole(scene.tf.ok, projectId, 'describer');
  });
  after(() => scene.house.close());

  type Place = { id?: string; groupId?: string; name?: string; roles: HeldRole[] };
  const path = (idOrName: string | undefined) =>
    `/api/v2/workspace/${projectId}/groups/${idOrName}`;
  /** Go's form encoding of a path segment: a blank becomes a plus. */
  const encoded = (name: string) => encodeURIComponent(name).replaceAll('%20', '+');
  const place: Resource<Place> = {
    create: async ({ groupId, name, roles }) => {
      const idOrName = groupId ?? encoded(name ?? '');
      const made = await scene.tf.ok('POST', path(idOrName), {
        projectId,
        GroupIdOrName: idOrName,
        roles: sentRoles(roles),
      });
      const ids = decode(made, 'groupMembership', { id: 'id', groupId: 'id' });
      return { ...ids, ...(name === undefined ? {} : { name }), roles };
    },
    read: async (state) => {
      const body = await scene.tf.refresh(path(state.groupId));
      if (!body) return null;
      const { 'group.name': name, ...ids } = decode(body, 'groupMembership', {
        id: 'id',
        groupId: 'id',
        'group.name': 'text',
      });
      return {
        ...ids,
        ...(state.name === undefined ? {} : { name }),
        roles: rolesIn(body, 'groupMembership.roles', 'group'),
      };
    },
    update: async (state, { roles }) => {
      const body = { projectId, groupId: state.groupId, roles: sentRoles(roles) };
      const edited = await scene.tf.ok('PATCH', path(state.groupId), body);
      assert.deepEqual(rolesIn(edited, 'roles', 'group'), roles);
      return { ...state, roles };
    },
    remove: ({ groupId }) => scene.tf.ok('DELETE', path(groupId), { projectId, groupId }),
  };

  it('is placed by id, changed, put back and destroyed', async () => {
    const { id: groupId } = await scene.company.group('By id');
    const state = await applied(place, { groupId, roles: [permanent('viewer')] });
    await putBack(place, state, ['roles'], () =>
      scene.tf.native.call(memberships.editProjectGroup, {
        params: { projectId, groupId },
        body: { roles: [{ role: 'member' }] },
      }),
    );
    const roles = [permanent('describer'), temporary('member', '3d', nanoseconds())];
    const next = await reapplied(place, state, { ...state, roles });
    await destroyed(place, next);
  });

  it('is placed by a name with blanks, pluses and signs', async () => {
    for (const name of ['Web team', 'C++ & R', 'Größe 100%']) {
      const { id } = await scene.company.group(name);
      const state = await applied(place, { name, roles: [permanent('viewer')] });
      assert.equal(state.groupId, id);
    }
  });

  it('is refused by a name that may mean two groups', async () => {
    await scene.company.group('one two');
    await scene.company.group('one+two');
    const reply = await scene.tf.send('POST', path('one+two'), {
      roles: sentRoles([permanent('viewer')]),
    });
    assert.equal(reply.status, 400);
    assert.match(String(at(reply.body, 'message')), /several/);
  });

  it('leaves the state when the group is deleted behind it', async () => {
    const group = await scene.company.group('Short-lived');
    const state = await applied(place, { groupId: group.id, roles: [permanent('viewer')] });
    await scene.tf.ok('DELETE', `/api/v1/groups/${group.id}`);
    assert.equal(await place.read(state), null);
  });
});
