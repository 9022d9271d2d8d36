import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { access, groups, memberships } from '@coterie/contract';
import {
  type Company,
  type House,
  openCompany,
  openHouse,
  type Person,
  reads,
} from '../support/house.ts';

describe('groups', () => {
  let house: House;
  let company: Company;
  let ada: Person;
  let project: { id: string };
  before(async () => {
    house = await openHouse();
    company = await openCompany(house);
    ada = await company.person('Ada');
    project = await company.project('Web');
    await company.secret(project.id, 'KEY', 'brass');
  });
  after(() => house.close());

  const add = (group: { id: string }, body: object) =>
    company.admin.call(groups.addGroupUser, {
      params: { id: group.id, username: ada.email },
      body,
    });
  const membersOf = async (group: { id: string }) =>
    (await company.admin.call(groups.listGroupMembers, { params: { id: group.id } })).members;
  const nest = (parent: { id: string }, child: { id: string }) =>
    company.admin.call(groups.nestGroup, { params: { id: parent.id, childId: child.id } });

  it('a membership may begin and end, is listed with its state, and counts only between', async () => {
    const group = await company.group('Timed');
    await company.addGroup(project, group, 'viewer');
    const past = { validFrom: '2020-01-01T00:00:00Z', range: '3d' };
    const to_come = { validFrom: new Date(Date.now() + 3_600_000).toISOString(), range: '2h' };
    const now = { validUntil: new Date(Date.now() + 3_600_000).toISOString() };
    for (const [body, state, read] of [
      [to_come, 'scheduled', 403],
      [now, 'active', 'brass'],
      [{}, 'active', 'brass'],
    ] as const) {
      await add(group, body);
      assert.deepEqual(
        (await membersOf(group)).map((one) => one.state),
        [state],
      );
      assert.equal(await reads(ada, project.id, 'KEY'), read);
      const { users } = await company.admin.call(groups.listGroupUsers, {
        params: { id: group.id },
        query: { search: 'ada' },
      });
      assert.equal(users[0]?.isPartOfGroup, read === 'brass');
      const listed = await company.admin.call(groups.getGroup, { params: { id: group.id } });
      assert.equal(listed.memberCount, read === 'brass' ? 1 : 0);
    }
    const both = await company.admin.refusal(groups.addGroupUser, {
      params: { id: group.id, username: ada.email },
      body: { ...past, ...now },
    });
    assert.equal(both.statusCode, 400);
    for (const [field, ended] of Object.entries({
      range: past,
      validUntil: { validUntil: '2020-01-01T00:00:00Z' },
    })) {
      const refusal = await company.admin.refusal(groups.addGroupUser, {
        params: { id: group.id, username: ada.email },
        body: ended,
      });
      assert.deepEqual(
        [refusal.statusCode, JSON.stringify(refusal.details).includes(field)],
        [400, true],
      );
    }
    const backwards = { validFrom: '2030-01-02T00:00:00Z', validUntil: '2030-01-01T00:00:00Z' };
    assert.equal(
      (
        await company.admin.refusal(groups.addGroupUser, {
          params: { id: group.id, username: ada.email },
          body: backwards,
        })
      ).statusCode,
      400,
    );
    await company.leave(group, ada);
  });

  it('members of a nested group get what the groups around it have; the tree shows them', async () => {
    const [outer, middle, inner] = [
      await company.group('Outer'),
      await company.group('Middle'),
      await company.group('Inner'),
    ];
    await company.addGroup(project, outer, 'viewer');
    await company.join(inner, ada);
    await nest(outer, middle);
    assert.equal(await reads(ada, project.id, 'KEY'), 403);
    await nest(middle, inner);
    assert.equal(await reads(ada, project.id, 'KEY'), 'brass');
    const tree = await company.admin.call(groups.getGroupTree, { params: { id: middle.id } });
    assert.deepEqual(tree.nodes.map(({ name, memberCount }) => [name, memberCount]).sort(), [
      ['Inner', 1],
      ['Middle', 1],
      ['Outer', 1],
    ]);
    assert.deepEqual(
      tree.edges.map(({ parent, child, state }) => [parent, child, state]).sort(),
      [
        [middle.id, inner.id, 'active'],
        [outer.id, middle.id, 'active'],
      ].sort(),
    );
    assert.deepEqual(
      (await membersOf(outer)).map((one) => one.type === 'group' && one.group.name),
      ['Middle'],
    );
    await company.admin.call(groups.unnestGroup, { params: { id: outer.id, childId: middle.id } });
    assert.equal(await reads(ada, project.id, 'KEY'), 403);
  });

  it('no circle and no chain of more than ten, also when two halves are joined at once', async () => {
    const chain = [];
    for (let i = 0; i < 11; i++) chain.push(await company.group(`Chain ${i}`));
    for (let i = 0; i < 9; i++)
      await nest(chain[i] as { id: string }, chain[i + 1] as { id: string });
    const [first, tenth, eleventh] = [chain[0], chain[9], chain[10]] as { id: string }[] as [
      { id: string },
      { id: string },
      { id: string },
    ];
    const refusalOf = (parent: { id: string }, child: { id: string }) =>
      company.admin.refusal(groups.nestGroup, { params: { id: parent.id, childId: child.id } });
    assert.match((await refusalOf(tenth, eleventh)).message, /10 deep/);
    assert.match((await refusalOf(tenth, first)).message, /in itself/);
    assert.match((await refusalOf(first, first)).message, /in itself/);
    const [a, b] = [await company.group('Circle A'), await company.group('Circle B')];
    const results = await Promise.all(
      [nest(a, b), nest(b, a)].map((one) =>
        one.then(
          () => 200,
          (error) => error.status,
        ),
      ),
    );
    assert.deepEqual(results.sort(), [200, 409]);
  });

  it('bulk: many at once, an answer for each, and one mistyped address loses nothing', async () => {
    const group = await company.group('Bulk');
    const child = await company.group('Bulk child');
    const robot = await company.identity('Bulk robot');
    const params = { id: group.id };
    const first = await company.admin.call(groups.bulkMembers, {
      params,
      body: {
        add: [
          { username: 'ADA@example.com' },
          { username: ada.email },
          { username: 'nobody@example.com' },
          { identityId: robot.id, range: '2h' },
          { groupId: child.id },
          { groupId: group.id },
        ],
      },
    });
    assert.deepEqual(
      first.results.map(({ did }) => did),
      ['added', 'nothing', 'refused', 'added', 'added', 'refused'],
    );
    assert.match(first.results[2]?.message ?? '', /nobody@example\.com/);
    assert.deepEqual([first.added, first.removed], [3, 0]);
    assert.equal((await membersOf(group)).length, 3);
    const log = await company.admin.call(access.readAccessLog, { query: { limit: 1 } });
    assert.equal(log.entries[0]?.version, first.accessVersion);
    assert.equal(log.entries[0]?.changes.length, 3, 'one entry for all');
    const second = await company.admin.call(groups.bulkMembers, {
      params,
      body: {
        remove: [{ username: ada.email }, { groupId: child.id }, { username: 'alan@example.com' }],
      },
    });
    assert.deepEqual(
      second.results.map(({ did }) => did),
      ['removed', 'removed', 'refused'],
    );
    assert.equal(
      (
        await company.admin.refusal(groups.bulkMembers, {
          params,
          body: { add: Array.from({ length: 10_001 }, () => ({ username: 'x' })) },
        })
      ).statusCode,
      400,
    );
  });

  it('one group into several projects at once, into all or none', async () => {
    const group = await company.group('Everywhere');
    const projects = [
      await company.project('P1'),
      await company.project('P2'),
      await company.project('P3'),
    ];
    const body = (ids: string[]) => ({ projectIds: ids, roles: [{ role: 'viewer' }] });
    const params = { id: group.id };
    const ids = projects.map(({ id }) => id);
    const unknown = await company.admin.refusal(groups.addGroupToProjects, {
      params,
      body: body([...ids, group.id]),
    });
    assert.equal(unknown.statusCode, 404);
    assert.equal((await company.admin.call(groups.getGroup, { params })).projectCount, 0);
    const done = await company.admin.call(groups.addGroupToProjects, { params, body: body(ids) });
    assert.deepEqual(
      done.projects.map(({ name }) => name),
      ['P1', 'P2', 'P3'],
    );
    assert.equal((await company.admin.call(groups.getGroup, { params })).projectCount, 3);
    const outsider = await company.person('Outsider', 'member');
    assert.equal(
      (await outsider.refusal(groups.addGroupToProjects, { params, body: body(ids) })).statusCode,
      404,
    );
  });

  it('of two who change what they both looked at, the second is told', async () => {
    const group = await company.group('Shared');
    const url = `${house.url}/api/v1/groups/${group.id}`;
    const headers = { authorization: `Bearer ${company.admin.token}` };
    const etag = (await fetch(url, { headers })).headers.get('etag') ?? '';
    assert.match(etag, /^".+"$/);
    const change = (method: string, description: string, tag?: string) =>
      fetch(url, {
        method,
        headers: {
          ...headers,
          'content-type': 'application/json',
          ...(tag ? { 'if-match': tag } : {}),
        },
        body: JSON.stringify({ description }),
      });
    const first = await change('PATCH', 'by the first', etag);
    assert.equal(first.status, 200);
    const second = await change('PATCH', 'by the second', etag);
    assert.deepEqual(
      [second.status, ((await second.json()) as { error: string }).error],
      [412, 'PreconditionFailed'],
    );
    assert.equal((await change('DELETE', '', etag)).status, 412);
    assert.equal(
      (await company.admin.call(groups.getGroup, { params: { id: group.id } })).description,
      'by the first',
    );
    assert.equal((await change('PATCH', 'again', first.headers.get('etag') ?? '')).status, 200);
    assert.equal((await change('PATCH', 'without', undefined)).status, 200);
    assert.equal((await change('PATCH', 'any', '*')).status, 200);
  });

  it('a clone has the role, the projects and, if asked for, the members', async () => {
    const group = await company.group('Original', 'member');
    await company.join(group, ada);
    await company.addGroup(project, group, 'viewer', 'member');
    const params = { id: group.id };
    const plain = await company.admin.call(groups.cloneGroup, { params, body: { name: 'Copy' } });
    const whole = await company.admin.call(groups.cloneGroup, {
      params,
      body: { name: 'Copy', withMembers: true },
    });
    assert.deepEqual([plain.role, plain.slug === whole.slug], ['member', false]);
    assert.deepEqual([(await membersOf(plain)).length, (await membersOf(whole)).length], [0, 1]);
    const { groupMembership } = await company.admin.call(memberships.getProjectGroup, {
      params: { projectId: project.id, groupId: whole.id },
    });
    assert.deepEqual(groupMembership.roles.map(({ role }) => role).sort(), ['member', 'viewer']);
  });

  it('a merge moves members and projects, and the other is gone', async () => {
    const [into, from] = [await company.group('Into'), await company.group('From')];
    const other = await company.project('Other');
    await company.join(from, ada);
    await company.addGroup(project, into, 'viewer');
    await company.addGroup(project, from, 'member');
    await company.addGroup(other, from, 'viewer');
    await company.admin.call(groups.mergeGroup, {
      params: { id: into.id },
      body: { fromGroupId: from.id },
    });
    assert.equal(
      (await company.admin.refusal(groups.getGroup, { params: { id: from.id } })).statusCode,
      404,
    );
    assert.deepEqual(
      (await membersOf(into)).map((one) => one.type === 'user' && one.user.email),
      [ada.email],
    );
    const { projects } = await company.admin.call(groups.listGroupProjects, {
      params: { id: into.id },
      query: { filter: 'assignedProjects' },
    });
    assert.deepEqual(
      projects.map(({ name, roles }) => [name, [...roles].sort()]),
      [
        ['Other', ['viewer']],
        ['Web', ['member', 'viewer']],
      ],
    );
    const itself = await company.admin.refusal(groups.mergeGroup, {
      params: { id: into.id },
      body: { fromGroupId: into.id },
    });
    assert.equal(itself.statusCode, 400);
  });
});
