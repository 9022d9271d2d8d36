import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { organizationSubjects, projectSubjects } from '@coterie/kernel';
import { allowed, refused } from '../support/attempts.ts';
import { cast, may } from '../support/cast.ts';
import { denyAll } from '../support/denials.ts';

/** Nobody takes from someone stronger, by denies or by roles made empty. */
describe('no road around the rights, by denies', () => {
  const { house, company, root, one, person, group, member, rootStays } = cast((made) =>
    made.role('kill', denyAll(organizationSubjects)),
  );

  it('a group that denies takes nothing from someone stronger: by adding, nesting, bulk or merging', async () => {
    const clerk = await person([
      may('groups', 'read', 'create', 'edit', 'add-members', 'grant-privileges', 'delete'),
      may('role', 'create'),
    ]);
    const admins = await group('admin');
    const friend = await person('no-access');
    const trap = await group('kill');
    for (const attempt of [
      () => clerk.raw('POST', `/api/v1/groups/${trap}/users/${company().adminEmail}`, {}),
      () => clerk.raw('POST', `/api/v1/groups/${trap}/groups/${admins}`, {}),
      () => clerk.raw('POST', `/api/v1/groups/${trap}/merge`, { fromGroupId: admins }),
    ])
      await refused(house(), attempt);
    const bulk = await clerk.raw('POST', `/api/v1/groups/${trap}/members/bulk`, {
      add: [{ username: company().adminEmail }, { groupId: admins }],
    });
    assert.doesNotMatch(bulk.text, /"did":"added"/);
    await rootStays();
    const plain = await group();
    await allowed(() => clerk.raw('POST', `/api/v1/groups/${plain}/users/${friend.email}`, {}));
  });

  it("a manager without rights takes nothing by its group's denies", async () => {
    const manager = await person('no-access');
    const trap = await group('kill');
    const fine = await group();
    const friend = await person('no-access');
    for (const id of [trap, fine])
      await allowed(() =>
        root('POST', `/api/v1/groups/${id}/managers`, { principalId: manager.id }),
      );
    await refused(house(), () =>
      manager.raw('POST', `/api/v1/groups/${trap}/users/${company().adminEmail}`, {}),
    );
    await rootStays();
    await allowed(() => manager.raw('POST', `/api/v1/groups/${fine}/users/${friend.email}`, {}));
  });

  it('a role of a group, or of an admin, is not exchanged for one that denies', async () => {
    const clerk = await person([
      may('groups', 'read', 'edit', 'grant-privileges'),
      may('member', 'read', 'edit'),
    ]);
    const holding = await group();
    const strong = await person('no-access', 'strong');
    await allowed(() =>
      root('POST', `/api/v1/groups/${holding}/users/${company().adminEmail}`, {}),
    );
    await allowed(() => root('POST', `/api/v1/groups/${holding}/users/${strong.email}`, {}));
    const admins = await group('admin');
    await allowed(() => root('POST', `/api/v1/groups/${admins}/users/${strong.email}`, {}));
    await refused(house(), () => clerk.raw('PATCH', `/api/v1/groups/${holding}`, { role: 'kill' }));
    await refused(house(), () => clerk.raw('PATCH', member(strong.membershipId), { role: 'kill' }));
    await allowed(() =>
      clerk.raw('PATCH', `/api/v1/groups/${holding}`, { description: 'who holds' }),
    );
  });

  it('a role of stronger people is neither emptied nor given denies', async () => {
    const clerk = await person([may('role', 'read', 'create', 'edit')]);
    const made = await company().role(one('strong'), [may('settings', 'edit')]);
    await person(made.slug);
    const path = `/api/v1/organization/roles/${made.id}`;
    const deny = { ...may('settings', 'edit'), inverted: true };
    await refused(house(), () => clerk.raw('PATCH', path, { permissions: [] }));
    await refused(house(), () =>
      clerk.raw('PATCH', path, { permissions: [may('settings', 'edit'), deny] }),
    );
    await allowed(() => clerk.raw('PATCH', path, { description: 'described' }));
    await allowed(() => root('PATCH', path, { permissions: [] }));
  });

  it('in a project: no denying privilege, and no denying role, for its admin', async () => {
    const project = await company().project(one('Project '));
    const boss = await person('no-access', 'boss');
    const clerk = await person('no-access', 'clerk');
    const denies = denyAll({ secrets: projectSubjects.secrets });
    await company().role('deny', denies, project.id);
    await company().role(
      'assigner',
      [may('member', 'read', 'edit', 'assign-role', 'assign-additional-privileges')],
      project.id,
    );
    await company().addUser(project, boss, 'admin');
    await company().addUser(project, clerk, 'assigner');
    const base = `/api/v1/projects/${project.id}`;
    await refused(house(), () =>
      clerk.raw('POST', `${base}/additional-privileges`, {
        holderId: boss.id,
        permissions: denies,
      }),
    );
    const path = `${base}/memberships/users/${boss.id}`;
    const roles = [{ role: 'admin' }, { role: 'deny' }];
    await refused(house(), () => clerk.raw('PATCH', path, { roles }));
    await allowed(() => root('PATCH', path, { roles: [{ role: 'admin' }] }));
  });
});
