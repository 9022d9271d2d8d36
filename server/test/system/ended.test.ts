import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { groups, members, memberships } from '@coterie/contract';
import { sql } from 'kysely';
import { dbOf } from '../support/attempts.ts';
import {
  type Caller,
  type Company,
  type House,
  openCompany,
  openHouse,
  type Person,
} from '../support/house.ts';

/** Law 10 in lists: what is over is as if it were not there, except where history is asked for. */
describe('a membership that is over', () => {
  let house: House;
  let company: Company;
  let ada: Person;
  let admin: Caller;
  let group: { id: string };
  let outer: { id: string };
  let project: { id: string };
  before(async () => {
    house = await openHouse();
    company = await openCompany(house);
    ada = await company.person('Ada');
    group = await company.group('Timed');
    outer = await company.group('Outer');
    project = await company.project('Web');
    await company.addGroup(project, group, 'viewer');
    const body = { validUntil: new Date(Date.now() + 3_600_000).toISOString() };
    await company.admin.call(groups.addGroupUser, {
      params: { id: group.id, username: ada.email },
      body,
    });
    await company.admin.call(groups.nestGroup, {
      params: { id: outer.id, childId: group.id },
      body,
    });
    // An hour later, as a node finds it that has kept nothing.
    await sql`UPDATE edges SET valid_until = now() - interval '1 second'`.execute(dbOf(house));
    admin = company.admin.at((await house.addNode()).url);
  });
  after(() => house.close());

  const params = () => ({ id: group.id });
  const membersOf = (query: { state?: 'all' | 'current' }) =>
    admin.call(groups.listGroupMembers, { params: params(), query });

  it('is no group of the member', async () => {
    const { users } = await admin.call(members.listMembers, {
      params: { orgId: company.orgId },
      query: { search: ada.email },
    });
    assert.deepEqual(users[0]?.groups, []);
  });

  it('is listed, and counted, only when history is asked for', async () => {
    assert.deepEqual(await membersOf({}), { members: [], totalCount: 0 });
    const all = await membersOf({ state: 'all' });
    assert.deepEqual([all.members.map(({ state }) => state), all.totalCount], [['expired'], 1]);
  });

  it('is in no count and no picker', async () => {
    assert.equal((await admin.call(groups.getGroup, { params: params() })).memberCount, 0);
    const [listed] = await admin.call(groups.listGroups, { query: { search: 'Timed' } });
    assert.equal(listed?.memberCount, 0);
    const { groupMemberships } = await admin.call(memberships.listProjectGroups, {
      params: { projectId: project.id },
    });
    assert.doesNotMatch(JSON.stringify(groupMemberships), /"memberCount":1/);
    const pick = (filter: 'existingMembers' | 'nonMembers') =>
      admin.call(groups.listGroupUsers, { params: params(), query: { filter, search: ada.email } });
    assert.equal((await pick('existingMembers')).totalCount, 0);
    assert.deepEqual(
      (await pick('nonMembers')).users.map(({ isPartOfGroup }) => isPartOfGroup),
      [false],
    );
  });

  it('joins no groups in the tree', async () => {
    const tree = await admin.call(groups.getGroupTree, { params: params() });
    assert.deepEqual([tree.edges, tree.nodes.map(({ name }) => name)], [[], ['Timed']]);
  });
});
