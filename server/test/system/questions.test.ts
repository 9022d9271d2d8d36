import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { access, groups, members, memberships, requestOf, roles, secrets } from '@coterie/contract';
import { type Company, type House, openCompany, openHouse, type Person } from '../support/house.ts';

/** Every question about access, on one small world whose answers can be told by hand. */
describe('questions', () => {
  let house: House;
  let company: Company;
  let ada: Person;
  let alan: Person;
  let project: { id: string };
  let group: { id: string };
  const read = {
    subject: 'secrets',
    action: 'readValue',
    attributes: { environment: 'dev', secretPath: '/', secretName: 'K', secretTags: [] },
  };
  before(async () => {
    house = await openHouse();
    company = await openCompany(house);
    ada = await company.person('Ada');
    alan = await company.person('Alan');
    project = await company.project('Web');
    group = await company.group('Engineering', 'member');
    await company.addGroup(project, group, 'viewer');
    await company.join(group, ada);
  });
  after(() => house.close());

  const version = async () =>
    (await company.admin.call(access.readAccessLog, { query: { limit: 1 } })).entries[0]?.version ??
    0;
  const able = async (more: object = {}) =>
    (
      await company.admin.call(access.whoCan, { body: { projectId: project.id, ...read, ...more } })
    ).principals.map(({ principal }) => principal.name);

  it('who can: everyone for whom check says yes, with every route', async () => {
    const answer = await company.admin.call(access.whoCan, {
      body: { projectId: project.id, ...read },
    });
    assert.deepEqual(
      answer.principals.map(({ principal }) => principal.name),
      ['Ada', 'grace@example.com'],
    );
    assert.deepEqual(
      answer.principals[0]?.routes.map(({ groups: passed, role }) => [
        passed.map(({ name }) => name),
        role?.slug,
      ]),
      [[['Engineering'], 'viewer']],
    );
    assert.deepEqual(await able({ search: 'ada' }), ['Ada']);
    assert.deepEqual(await able({ limit: 1, offset: 1 }), ['grace@example.com']);
    assert.equal(answer.totalCount, 2);
  });

  it('compare: what one has that another lacks', async () => {
    const body = { principalId: ada.id, otherId: alan.id };
    const { places } = await company.admin.call(access.compare, { body });
    assert.deepEqual(
      places.map(({ project: place, lacks }) => [place?.name, lacks.length]),
      [['Web', 0]],
    );
    assert.ok(
      places[0]?.only.some(
        ({ subject, action }) => subject === 'secrets' && action === 'readValue',
      ),
    );
    const turned = await company.admin.call(access.compare, {
      body: { principalId: alan.id, otherId: ada.id },
    });
    assert.deepEqual(
      turned.places.map(({ only, lacks }) => [only, lacks.length]),
      [[[], places[0]?.only.length]],
    );
  });

  it('where used: what a group reaches, and who holds a role', async () => {
    const used = await company.admin.call(access.whereUsed, { body: { groupId: group.id } });
    assert.deepEqual(
      [
        used.memberCount,
        used.projects.map(({ name, roles, via }) => [name, roles.map(({ slug }) => slug), via]),
      ],
      [1, [['Web', ['viewer'], ['Engineering']]]],
    );
    const role = await company.role('auditor', [{ subject: 'audit-logs', action: ['read'] }]);
    await company.group('Auditors', 'auditor');
    await company.person('Edsger', 'auditor');
    const held = await company.admin.call(access.whereUsed, { body: { roleId: role.id } });
    assert.deepEqual(held.holders.map(({ kind, name }) => [kind, name]).sort(), [
      ['group', 'Auditors'],
      ['principal', 'Edsger'],
    ]);
    const none = await company.admin.refusal(access.whereUsed, { body: {} });
    assert.equal(none.statusCode, 400);
  });

  it('as of: the same questions about a past version or moment, also of those who have left', async () => {
    const before = await version();
    const moment = new Date().toISOString();
    await company.leave(group, ada);
    await company.admin.call(groups.deleteGroup, { params: { id: group.id } });
    await company.admin.call(members.removeMember, {
      params: { orgId: company.orgId, membershipId: ada.membershipId },
    });
    assert.deepEqual(await able(), ['grace@example.com']);
    for (const asOf of [before, moment]) {
      assert.deepEqual((await able({ asOf })).sort(), ['Ada', 'grace@example.com']);
      const body = { principalId: ada.id, projectId: project.id, ...read, asOf };
      const told = await company.admin.call(access.explain, { body });
      assert.deepEqual(
        [told.allowed, told.principal.name, told.routes[0]?.groups[0]?.name],
        [true, 'Ada', 'Engineering'],
      );
    }
    const now = await company.admin.refusal(access.explain, {
      body: { principalId: ada.id, projectId: project.id, ...read },
    });
    assert.equal(now.statusCode, 404);
    assert.deepEqual(
      await able(),
      ['grace@example.com'],
      'asking of the past leaves the present as it is',
    );
  });

  it('a version that has not come is refused, one asked for at the least is met', async () => {
    const newest = await version();
    for (const time of [{ asOf: newest + 1 }, { atLeastVersion: newest + 1 }]) {
      const refusal = await company.admin.refusal(access.whoCan, {
        body: { projectId: project.id, ...read, ...time },
      });
      assert.equal(refusal.statusCode, 400);
    }
    const answer = await company.admin.call(access.whoCan, {
      body: { projectId: project.id, ...read, atLeastVersion: newest },
    });
    assert.ok(answer.accessVersion >= newest);
  });

  it('of others only with the right to see members and groups', async () => {
    const outsider = await company.person('Nobody', 'no-access');
    const member = await company.person('Outer');
    for (const refused of [
      outsider.refusal(access.compare, { body: { principalId: alan.id, otherId: outsider.id } }),
      outsider.refusal(access.whereUsed, { body: { principalId: alan.id } }),
      outsider.refusal(access.explain, { body: { principalId: alan.id, ...read } }),
      outsider.refusal(access.whoCan, { body: { projectId: project.id, ...read } }),
      outsider.refusal(access.explain, { body: { projectId: project.id, ...read } }),
      member.refusal(access.explain, { body: { projectId: project.id, ...read } }),
    ])
      assert.equal((await refused).statusCode, 404, 'a person or a project that one has no way to');
    const own = await outsider.call(access.explain, { body: { subject: 'role', action: 'read' } });
    assert.equal(own.allowed, false);
  });

  it('what if: who gains and who loses, before, and nothing is written', async () => {
    const team = await company.group('Team');
    await company.join(team, alan);
    const before = await version();
    const gain = await company.admin.call(access.whatIf, {
      body: {
        changes: [
          requestOf(memberships.addProjectGroup, {
            params: { projectId: project.id, groupId: team.id },
            body: { role: 'viewer' },
          }),
        ],
      },
    });
    assert.deepEqual([gain.gaining, gain.losing, gain.projects], [1, 0, 1]);
    assert.equal(gain.differences[0]?.principal.id, alan.id);
    assert.equal(await version(), before);
    await company.addGroup(project, team, 'viewer');
    const both = await company.admin.call(access.whatIf, {
      body: {
        changes: [
          requestOf(groups.deleteGroup, { params: { id: team.id } }),
          requestOf(memberships.addProjectUser, {
            params: { projectId: project.id, userId: alan.id },
            body: { roles: [{ role: 'viewer' }] },
          }),
        ],
      },
    });
    assert.deepEqual([both.gaining, both.losing], [0, 0], 'what is given back is not lost');
    const custom = await company.role('looker', [{ subject: 'groups', action: ['read'] }]);
    const holder = await company.person('Holder', 'looker');
    const suppose = (change: { method: 'PATCH'; path: string }) =>
      company.admin.call(access.whatIf, { body: { changes: [change] } });
    const edited = await suppose(
      requestOf(roles.editOrganizationRole, {
        params: { roleId: custom.id },
        body: { permissions: [{ subject: 'groups', action: ['read', 'create'] }] },
      }),
    );
    assert.deepEqual(
      edited.differences.map(({ principal, gains }) => [
        principal.id,
        gains.map(({ action }) => action),
      ]),
      [[holder.id, ['create']]],
    );
    const edit = (body: { role: string } | { isActive: boolean }) =>
      suppose(
        requestOf(members.editMember, {
          params: { orgId: company.orgId, membershipId: holder.membershipId },
          body,
        }),
      );
    const promoted = await edit({ role: 'admin' });
    assert.deepEqual([promoted.gaining, promoted.losing], [1, 0]);
    const suspended = await edit({ isActive: false });
    assert.deepEqual([suspended.gaining, suspended.losing], [0, 1]);
    const refused = await alan.refusal(access.whatIf, {
      body: { changes: [requestOf(groups.deleteGroup, { params: { id: team.id } })] },
    });
    assert.equal(refused.statusCode, 403);
  });
});

describe('a rule', () => {
  it('has no condition on what no request is judged by', async () => {
    const house = await openHouse();
    try {
      const company = await openCompany(house);
      const project = await company.project('Web');
      const refused = await company.admin.refusal(roles.createProjectRole, {
        params: { projectId: project.id },
        body: {
          name: 'By address',
          slug: 'by-address',
          permissions: [
            {
              subject: 'member',
              action: ['edit'],
              conditions: { userEmail: { $glob: '*@example.com' } },
            },
          ],
        },
      });
      assert.equal(refused.statusCode, 400);
      assert.match(refused.message, /conditions.userEmail/);
    } finally {
      await house.close();
    }
  });
});

describe('a refusal', () => {
  it('names the missing right and, to who may see groups, those that would give it', async () => {
    const house = await openHouse();
    try {
      const company = await openCompany(house);
      const project = await company.project('Web');
      await company.secret(project.id, 'KEY');
      const [readers, writers] = [await company.group('Readers'), await company.group('Writers')];
      await company.addGroup(project, readers, 'viewer');
      await company.addGroup(project, writers, 'member');
      const sees = await company.person('Sees', 'member');
      const blind = await company.person('Blind', 'no-access');
      const body = { projectId: project.id, environment: 'dev', secretValue: 'x' };
      const refusalFor = (person: Person) =>
        person.refusal(secrets.createSecret, { params: { secretName: 'NEW' }, body });
      const unseen = await refusalFor(sees);
      assert.deepEqual(
        [unseen.statusCode, unseen.details],
        [403, { permission: 'secrets:describeSecret' }],
      );
      for (const person of [sees, blind]) await company.addUser(project, person, 'viewer');
      const told = await refusalFor(sees);
      assert.deepEqual(told.details, {
        permission: 'secrets:create',
        projectId: project.id,
        groups: [{ id: writers.id, name: 'Writers', slug: writers.slug }],
      });
      assert.match(told.message, /secrets:create .*the group Writers would give it/);
      assert.deepEqual((await refusalFor(blind)).details, {
        permission: 'secrets:create',
        projectId: project.id,
      });
      await company.join(writers, sees);
      await sees.call(secrets.createSecret, { params: { secretName: 'NEW' }, body });
    } finally {
      await house.close();
    }
  });
});
