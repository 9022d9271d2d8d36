import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { memberships } from '@coterie/contract';
import type { Person } from '../../support/house.ts';
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
import {
  customRole,
  type HeldRole,
  nanoseconds,
  permanent,
  rolesIn,
  sentRoles,
  temporary,
} from '../support/terraform-roles.ts';

/** `infisical_project_user`: PU1 to PU5. */
describe('terraform: project user', () => {
  let scene: Scene;
  let projectId: string;
  let ann: Person;
  before(async () => {
    scene = await openTerraform();
    ({ id: projectId } = await scene.tf.project('people'));
    await customRole(scene.tf.ok, projectId, 'describer');
    ann = await scene.company.person('Ann', 'no-access');
  });
  after(() => scene.house.close());

  type Place = { username: string; membershipId?: string; roles: HeldRole[] };
  const v2 = () => `/api/v2/workspace/${projectId}/memberships`;
  const v1 = () => `/api/v1/workspace/${projectId}/memberships`;
  const details = async (username: string): Promise<unknown> => {
    const reply = await scene.tf.send('POST', `${v1()}/details`, { username });
    assert.ok(reply.status === 200 || reply.status === 404, reply.text);
    return reply.status === 404 ? null : reply.body;
  };
  const setRoles = (membershipId: string, roles: HeldRole[]) =>
    scene.tf.ok('PATCH', `${v1()}/${membershipId}`, {
      projectId,
      membershipId,
      roles: sentRoles(roles),
    });
  const place: Resource<Place> = {
    create: async ({ username, roles }) => {
      const made = await scene.tf.ok('POST', v2(), { projectId, usernames: [username] });
      const [added] = decodeAll(made, 'memberships', { id: 'id', userId: 'id' });
      const found = added ?? decode(await details(username), 'membership', { id: 'id' });
      await setRoles(found.id, roles);
      return { username, membershipId: found.id, roles };
    },
    read: async ({ username }) => seen(await details(username)),
    update: async (state, { roles }) => {
      const edited = await setRoles(state.membershipId ?? '', roles);
      assert.deepEqual(rolesIn(edited, 'roles', 'user'), roles);
      return { ...state, roles };
    },
    remove: ({ username }) => scene.tf.ok('DELETE', v2(), { projectId, usernames: [username] }),
  };
  const seen = (body: unknown): Place | null => {
    if (body === null) return null;
    const found = decode(body, 'membership', { id: 'id', userId: 'id', 'user.username': 'text' });
    return {
      username: found['user.username'],
      membershipId: found.id,
      roles: rolesIn(body, 'membership.roles', 'user'),
    };
  };

  it('is placed, imported by the user, changed, put back and destroyed', async () => {
    const state = await applied(place, { username: ann.email, roles: [permanent('viewer')] });
    const imported = await scene.tf.ok(
      'GET',
      `/api/v1/projects/${projectId}/user/${ann.id}/membership`,
    );
    assert.deepEqual(seen(imported), state);
    await putBack(place, state, ['roles'], () =>
      scene.tf.native.call(memberships.editProjectUser, {
        params: { projectId, userId: ann.id },
        body: { roles: [{ role: 'admin' }] },
      }),
    );
    const roles = [permanent('describer'), temporary('member', '1y', nanoseconds())];
    const next = await reapplied(place, state, { ...state, roles });
    await destroyed(place, next);
    const gone = await scene.tf.send(
      'GET',
      `/api/v1/projects/${projectId}/user/${ann.id}/membership`,
    );
    assert.equal(gone.status, 404);
  });

  it('is taken over where the user is in the project already', async () => {
    const other = await scene.tf.project('taken-over');
    await scene.tf.native.call(memberships.addProjectUser, {
      params: { projectId: other.id, userId: ann.id },
      body: { roles: [{ role: 'admin' }] },
    });
    const before = projectId;
    projectId = other.id;
    try {
      await applied(place, { username: ann.email, roles: [permanent('viewer')] });
    } finally {
      projectId = before;
    }
  });
});
