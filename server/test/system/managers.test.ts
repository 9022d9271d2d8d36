import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { access, groups, members, session } from '@coterie/contract';
import {
  type Company,
  type House,
  openCompany,
  openHouse,
  type Person,
  reads,
} from '../support/house.ts';

/** Managers of a group add and remove its members, and can do nothing else (access model, §4). */
describe('group managers', () => {
  let house: House;
  let company: Company;
  let lead: Person;
  let dan: Person;
  let team: { id: string };
  let other: { id: string };
  let project: { id: string };
  before(async () => {
    house = await openHouse();
    company = await openCompany(house);
    lead = await company.person('Lead', 'no-access');
    dan = await company.person('Dan', 'no-access');
    team = await company.group('Team');
    other = await company.group('Other');
    project = await company.project('Vault');
    await company.secret(project.id, 'KEY', 'shown');
    await company.addGroup(project, team, 'viewer');
    await company.join(team, lead);
  });
  after(() => house.close());

  const params = () => ({ id: team.id });
  const add = (who: Person) => ({ params: { id: team.id, username: who.email } });
  const appoint = (body: { username?: string; principalId?: string; groupId?: string }) =>
    company.admin.call(groups.addGroupManager, { params: params(), body });

  it('who may not add is not told who is in the organization', async () => {
    for (const username of [dan.email, 'nobody@example.com'])
      for (const endpoint of [groups.addGroupUser, groups.removeGroupUser])
        assert.equal(
          (await lead.refusal(endpoint, { params: { id: team.id, username } })).statusCode,
          403,
          username,
        );
  });

  it('who is none may neither see the group nor add to it', async () => {
    assert.equal((await lead.refusal(groups.addGroupUser, add(dan))).statusCode, 403);
    assert.equal((await lead.refusal(groups.getGroup, { params: params() })).statusCode, 403);
    assert.equal((await lead.refusal(groups.listGroups)).statusCode, 403);
    assert.equal((await lead.call(session.getCurrentSession)).managesGroups, false);
  });

  it('an appointed one sees the group and its members, adds and removes', async () => {
    const manager = await appoint({ username: lead.email });
    assert.equal(manager.type, 'user');
    const seen = await lead.call(groups.getGroup, { params: params() });
    assert.equal(seen.isManagedByCaller, true);
    assert.equal((await lead.call(session.getCurrentSession)).managesGroups, true);
    assert.deepEqual(
      (await lead.call(groups.listGroups)).map(({ id }) => id),
      [team.id],
    );
    await lead.call(groups.addGroupUser, add(dan));
    assert.equal(await reads(dan, project.id, 'KEY'), 'shown');
    const { members: found } = await lead.call(groups.listGroupMembers, { params: params() });
    assert.deepEqual(found.length, 2);
    await lead.call(groups.removeGroupUser, add(dan));
    assert.notEqual(await reads(dan, project.id, 'KEY'), 'shown');
  });

  it('adds by bulk too', async () => {
    const { results } = await lead.call(groups.bulkMembers, {
      params: params(),
      body: { add: [{ username: dan.email }], remove: [{ username: dan.email }] },
    });
    assert.deepEqual(
      results.map(({ did }) => did),
      ['added', 'refused'],
    );
    await lead.call(groups.removeGroupUser, add(dan));
  });

  it('does nothing else: no role, no name, no nesting, no managers, no other group', async () => {
    const refused = [
      await lead.refusal(groups.editGroup, { params: params(), body: { name: 'Mine' } }),
      await lead.refusal(groups.deleteGroup, { params: params() }),
      await lead.refusal(groups.nestGroup, { params: { id: team.id, childId: other.id } }),
      await lead.refusal(groups.addGroupManager, {
        params: params(),
        body: { username: dan.email },
      }),
      await lead.refusal(groups.removeGroupManager, {
        params: { id: team.id, holderId: lead.id },
      }),
      await lead.refusal(groups.addGroupUser, {
        params: { id: other.id, username: dan.email },
      }),
      await lead.refusal(groups.getGroup, { params: { id: other.id } }),
    ];
    assert.deepEqual(
      refused.map(({ statusCode }) => statusCode),
      // Another group is one that it has no way to.
      [403, 403, 404, 403, 403, 404, 404],
    );
  });

  it('sees of the organization no more than the group and who is in it', async () => {
    for (const endpoint of [groups.listGroupProjects, groups.getGroupTree])
      assert.equal((await lead.refusal(endpoint, { params: params() })).statusCode, 403);
    const { users } = await lead.call(groups.listGroupUsers, { params: params() });
    assert.deepEqual(
      users.map(({ id }) => id),
      [lead.id],
    );
  });

  it('lets itself into no rights that it has not', async () => {
    const outsider = await company.person('Outsider', 'no-access');
    await appoint({ principalId: outsider.id });
    const refusal = await outsider.refusal(groups.addGroupUser, add(outsider));
    assert.equal(refusal.statusCode, 403);
    assert.match(JSON.stringify(refusal.details), /secrets:/);
  });

  it('may be a group: whoever is in it manages, as long as they are', async () => {
    const leads = await company.group('Leads');
    const cleo = await company.person('Cleo', 'no-access');
    await company.join(leads, cleo);
    await company.join(team, cleo);
    await appoint({ groupId: leads.id });
    await cleo.call(groups.addGroupUser, add(dan));
    await company.leave(leads, cleo);
    assert.equal((await cleo.refusal(groups.removeGroupUser, add(dan))).statusCode, 403);
    await company.leave(team, dan);
  });

  it('appointing is a conferring act: it needs what the group gives', async () => {
    await company.role('appointer', [
      {
        subject: 'groups',
        action: [
          'read',
          'grant-privileges',
          'add-members',
          'remove-members',
          'add-identities',
          'remove-identities',
        ],
      },
    ]);
    const clerk = await company.person('Clerk', 'appointer');
    const body = { username: dan.email };
    const refusal = await clerk.refusal(groups.addGroupManager, { params: params(), body });
    assert.equal(refusal.statusCode, 403);
    assert.match(refusal.message, /which you do not hold yourself/);
    await clerk.call(groups.addGroupManager, { params: { id: other.id }, body });
  });

  it('one holder is named, that is there', async () => {
    for (const body of [{}, { username: dan.email, principalId: dan.id }])
      assert.equal(
        (await company.admin.refusal(groups.addGroupManager, { params: params(), body }))
          .statusCode,
        400,
      );
    const nobody = { username: 'nobody@example.com' };
    assert.equal(
      (await company.admin.refusal(groups.addGroupManager, { params: params(), body: nobody }))
        .statusCode,
      404,
    );
  });

  it('is shown where a group, and where a manager, is used', async () => {
    const ofGroup = await company.admin.call(access.whereUsed, { body: { groupId: team.id } });
    assert.ok(ofGroup.managers.some(({ id, name }) => id === lead.id && name === 'Lead'));
    const ofLead = await company.admin.call(access.whereUsed, { body: { principalId: lead.id } });
    assert.deepEqual(
      ofLead.manages.map(({ name }) => name),
      ['Team'],
    );
  });

  it('is listed, logged in words, and gone with the membership or when dismissed', async () => {
    const { managers } = await company.admin.call(groups.listGroupManagers, { params: params() });
    assert.deepEqual(managers.map(({ name }) => name).sort(), ['Lead', 'Leads', 'Outsider']);
    const { entries } = await company.admin.call(access.readAccessLog, { query: { limit: 50 } });
    assert.ok(
      entries.some(({ text }) => text.includes('Lead manages Team')),
      entries[0]?.text,
    );

    await company.admin.call(groups.removeGroupManager, {
      params: { id: team.id, holderId: lead.id },
    });
    assert.equal((await lead.refusal(groups.addGroupUser, add(dan))).statusCode, 403);
    const outsider = managers.find(({ name }) => name === 'Outsider');
    const { users } = await company.admin.call(members.listMembers, {
      params: { orgId: company.orgId },
      query: { search: 'outsider' },
    });
    await company.admin.call(members.removeMember, {
      params: { orgId: company.orgId, membershipId: users[0]?.id ?? '' },
    });
    const left = await company.admin.call(groups.listGroupManagers, { params: params() });
    assert.ok(!left.managers.some(({ id }) => id === outsider?.id));
  });
});
