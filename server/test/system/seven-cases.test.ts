import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { groups, members, memberships, projects, secrets } from '@coterie/contract';
import {
  type Company,
  callerAt,
  type House,
  openCompany,
  openHouse,
  type Person,
  reads,
  signIn,
} from '../support/house.ts';

/** The seven cases of the main job, by real HTTP. */
describe('the seven cases', () => {
  let house: House;
  let company: Company;
  before(async () => {
    house = await openHouse();
    company = await openCompany(house);
  });
  after(() => house.close());

  async function scene(
    name: string,
  ): Promise<{ ada: Person; project: { id: string }; group: { id: string } }> {
    const ada = await company.person(name);
    const project = await company.project(`${name} project`);
    const group = await company.group(`${name} group`);
    await company.secret(project.id, 'KEY', 'brass');
    return { ada, project, group };
  }

  it('a group added to a project gives its members the roles; removed, it takes them', async () => {
    const { ada, project, group } = await scene('One');
    await company.join(group, ada);
    assert.equal(await reads(ada, project.id, 'KEY'), 403);
    await company.addGroup(project, group, 'viewer');
    assert.equal(await reads(ada, project.id, 'KEY'), 'brass');
    await company.removeGroup(project, group);
    assert.equal(await reads(ada, project.id, 'KEY'), 403);
  });

  it('joining a group gives all that it has; leaving takes it', async () => {
    const { ada, project, group } = await scene('Two');
    await company.addGroup(project, group, 'member');
    assert.equal(await reads(ada, project.id, 'KEY'), 403);
    await company.join(group, ada);
    assert.equal(await reads(ada, project.id, 'KEY'), 'brass');
    const { projects: mine } = await ada.call(projects.listProjects);
    assert.deepEqual(
      mine.map(({ id, roles }) => [id, roles]),
      [[project.id, ['member']]],
    );
    await company.leave(group, ada);
    assert.equal(await reads(ada, project.id, 'KEY'), 403);
    assert.deepEqual((await ada.call(projects.listProjects)).projects, []);
  });

  it('a direct membership survives the removal of the group', async () => {
    const { ada, project, group } = await scene('Three');
    await company.join(group, ada);
    await company.addGroup(project, group, 'member');
    await company.addUser(project, ada, 'viewer');
    await company.removeGroup(project, group);
    assert.equal(await reads(ada, project.id, 'KEY'), 'brass');
    const refusal = await ada.refusal(secrets.createSecret, {
      params: { secretName: 'NEW' },
      body: { projectId: project.id, environment: 'dev', secretValue: 'x' },
    });
    assert.deepEqual(
      [refusal.statusCode, refusal.details],
      [403, { permission: 'secrets:create', projectId: project.id }],
    );
  });

  it('two groups add up', async () => {
    const { ada, project, group } = await scene('Four');
    const namesOnly = [{ subject: 'secrets', action: ['describeSecret'] }];
    const valuesOnly = [{ subject: 'secrets', action: ['readValue'] }];
    await company.role('names', namesOnly, project.id);
    await company.role('values', valuesOnly, project.id);
    const other = await company.group('Four other');
    await company.join(group, ada);
    await company.join(other, ada);
    await company.addGroup(project, group, 'names');
    assert.equal(await reads(ada, project.id, 'KEY'), 'hidden');
    await company.addGroup(project, other, 'values');
    assert.equal(await reads(ada, project.id, 'KEY'), 'brass');
  });

  it('a deny from one group wins over an allow from another', async () => {
    const { ada, project, group } = await scene('Five');
    const deny = [
      {
        subject: 'secrets',
        action: ['readValue'],
        inverted: true,
        conditions: { secretPath: { $glob: '/**' } },
      },
    ];
    await company.role('no-values', deny, project.id);
    const other = await company.group('Five other');
    await company.join(group, ada);
    await company.addGroup(project, group, 'admin');
    await company.addGroup(project, other, 'no-values');
    assert.equal(await reads(ada, project.id, 'KEY'), 'brass');
    await company.join(other, ada);
    assert.equal(await reads(ada, project.id, 'KEY'), 'hidden');
  });

  it('an expired grant is as if absent', async () => {
    const { ada, project } = await scene('Six');
    const past = {
      isTemporary: true,
      temporaryRange: '1h',
      temporaryAccessStartTime: '2020-01-01T00:00:00.123456789Z',
    };
    await company.admin.call(memberships.addProjectUser, {
      params: { projectId: project.id, userId: ada.id },
      body: { roles: [{ role: 'no-access' }, { role: 'admin', ...past }] },
    });
    assert.equal(await reads(ada, project.id, 'KEY'), 403);
    const { projects: mine } = await ada.call(projects.listProjects);
    assert.deepEqual(
      mine.map(({ roles }) => roles),
      [['no-access']],
    );
    const present = { ...past, temporaryAccessStartTime: new Date().toISOString() };
    await company.admin.call(memberships.editProjectUser, {
      params: { projectId: project.id, userId: ada.id },
      body: { roles: [{ role: 'no-access' }, { role: 'admin', ...present }] },
    });
    assert.equal(await reads(ada, project.id, 'KEY'), 'brass');
  });

  it('removed from the organization and added again starts with nothing', async () => {
    const { ada, project, group } = await scene('Seven');
    await company.join(group, ada);
    await company.addGroup(project, group, 'admin');
    await company.addUser(project, ada, 'viewer');
    await company.admin.call(members.removeMember, {
      params: { orgId: company.orgId, membershipId: ada.membershipId },
    });
    assert.equal(await reads(ada, project.id, 'KEY'), 401);
    const again = await company.admin.call(members.invite, {
      params: { orgId: company.orgId },
      body: { email: ada.email },
    });
    await company.machine.call(members.acceptInvitation, {
      body: { token: again.token ?? '', password: 'correct horse battery' },
    });
    const back = callerAt(house.url, (await signIn(house.url, ada.email)).accessToken);
    assert.equal(await reads(back, project.id, 'KEY'), 403);
    const { users } = await company.admin.call(groups.listGroupUsers, {
      params: { id: group.id },
      query: { search: ada.email },
    });
    assert.deepEqual(
      users.map(({ isPartOfGroup }) => isPartOfGroup),
      [false],
    );
  });
});
