import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { access, memberships, privileges } from '@coterie/contract';
import {
  type Company,
  type House,
  openCompany,
  openHouse,
  type Person,
  reads,
} from '../support/house.ts';

/** Rules that a user, a machine identity or a group has in a project beside its roles. */
describe('additional privileges', () => {
  let house: House;
  let company: Company;
  let ann: Person;
  let member: Person;
  let project: { id: string };
  let group: { id: string };
  before(async () => {
    house = await openHouse();
    company = await openCompany(house);
    ann = await company.person('Ann', 'no-access');
    member = await company.person('Mel', 'no-access');
    group = await company.group('Team');
    project = await company.project('Vault');
    await company.secret(project.id, 'KEY', 'shown');
    await company.secret(project.id, 'KEY', 'shown', 'prod');
    await company.addUser(project, ann, 'no-access');
    await company.addGroup(project, group, 'no-access');
    await company.join(group, member);
  });
  after(() => house.close());

  const params = () => ({ projectId: project.id });
  const one = (id: string) => ({ projectId: project.id, privilegeId: id });
  const readDev = [
    {
      subject: 'secrets',
      action: ['describeSecret', 'readValue'],
      conditions: { environment: 'dev' },
    },
  ];
  const give = (holderId: string, more: object = {}) =>
    company.admin.call(privileges.createPrivilege, {
      params: params(),
      body: { holderId, permissions: readDev, ...more },
    });

  it('give a user what the rules say, and nothing more, until taken away', async () => {
    assert.equal(await reads(ann, project.id, 'KEY'), 403);
    const { privilege } = await give(ann.id, { slug: 'read-dev' });
    assert.deepEqual(privilege.permissions, [{ ...readDev[0], inverted: false }]);
    assert.equal(await reads(ann, project.id, 'KEY'), 'shown');
    assert.equal(await reads(ann, project.id, 'KEY', 'prod'), 403);

    const { allowed, routes } = await company.admin.call(access.explain, {
      body: {
        principalId: ann.id,
        projectId: project.id,
        subject: 'secrets',
        action: 'readValue',
        attributes: { environment: 'dev', secretPath: '/', secretName: 'KEY' },
      },
    });
    assert.equal(allowed, true);
    assert.ok(routes.some((route) => route.privilege === 'read-dev'));

    await company.admin.call(privileges.deletePrivilege, { params: one(privilege.id) });
    assert.equal(await reads(ann, project.id, 'KEY'), 403);
  });

  it('give a group’s members what the rules say, and a machine identity', async () => {
    const { privilege } = await give(group.id);
    assert.equal(privilege.holder.type, 'group');
    assert.equal(await reads(member, project.id, 'KEY'), 'shown');
    await company.admin.call(privileges.deletePrivilege, { params: one(privilege.id) });
    assert.equal(await reads(member, project.id, 'KEY'), 403);

    const robot = await company.identity('robot');
    await company.admin.call(memberships.addProjectIdentity, {
      params: { projectId: project.id, identityId: robot.id },
      body: { role: 'no-access' },
    });
    assert.equal(await reads(robot, project.id, 'KEY'), 403);
    const given = await give(robot.id);
    assert.equal(given.privilege.holder.type, 'machineIdentity');
    assert.equal(await reads(robot, project.id, 'KEY'), 'shown');
  });

  it('may be a deny, for a time, scheduled, and changed', async () => {
    const { privilege } = await give(ann.id, {
      slug: 'later',
      type: {
        isTemporary: true,
        temporaryMode: 'relative',
        temporaryRange: '2h',
        temporaryAccessStartTime: new Date(Date.now() + 3_600_000).toISOString(),
      },
    });
    assert.equal(privilege.state, 'scheduled');
    assert.equal(await reads(ann, project.id, 'KEY'), 403);
    const now = await company.admin.call(privileges.editPrivilege, {
      params: one(privilege.id),
      body: { type: { isTemporary: true, temporaryRange: '1h' }, slug: 'for-an-hour' },
    });
    assert.equal(now.privilege.state, 'active');
    assert.equal(now.privilege.slug, 'for-an-hour');
    assert.equal(await reads(ann, project.id, 'KEY'), 'shown');
    await company.admin.call(privileges.editPrivilege, {
      params: one(privilege.id),
      body: {
        permissions: [...readDev, { subject: 'secrets', action: 'readValue', inverted: true }],
      },
    });
    assert.equal(await reads(ann, project.id, 'KEY'), 'hidden');
    await company.admin.call(privileges.deletePrivilege, { params: one(privilege.id) });
  });

  it('are kept apart from roles, and go with the membership', async () => {
    const { privilege } = await give(ann.id);
    const place = { projectId: project.id, userId: ann.id };
    const seen = await company.admin.call(memberships.getProjectUser, { params: place });
    assert.deepEqual(
      seen.membership.roles.map(({ role }) => role),
      ['no-access'],
    );
    await company.admin.call(memberships.editProjectUser, {
      params: place,
      body: { roles: [{ role: 'viewer' }] },
    });
    assert.ok(await company.admin.call(privileges.getPrivilege, { params: one(privilege.id) }));
    await company.admin.call(memberships.removeProjectUser, { params: place });
    const gone = await company.admin.refusal(privileges.getPrivilege, {
      params: one(privilege.id),
    });
    assert.equal(gone.statusCode, 404);
    await company.addUser(project, ann, 'no-access');
  });

  it('are refused to who is not in the project, with a name twice, or with rules that nobody knows', async () => {
    const stranger = await company.person('Stranger', 'no-access');
    const create = (body: object) =>
      company.admin.refusal(privileges.createPrivilege, {
        params: params(),
        body: { permissions: readDev, ...body } as never,
      });
    assert.equal((await create({ holderId: stranger.id })).statusCode, 404);
    const { privilege } = await give(ann.id, { slug: 'twice' });
    assert.equal((await create({ holderId: ann.id, slug: 'twice' })).statusCode, 409);
    const unknown = await create({
      holderId: ann.id,
      permissions: [{ subject: 'secrets', action: 'devour' }],
    });
    assert.equal(unknown.statusCode, 400);
    assert.match(unknown.message, /permissions\.0\.action/);
    await company.admin.call(privileges.deletePrivilege, { params: one(privilege.id) });
  });

  it('need the right to assign them, and every right that they give', async () => {
    const rights = (more: object[]) => [
      { subject: 'member', action: ['read', 'edit', 'assign-additional-privileges'] },
      ...more,
    ];
    await company.role('weak', rights([]), project.id);
    await company.role('strong', rights(readDev), project.id);
    const weak = await company.person('Weak', 'no-access');
    const strong = await company.person('Strong', 'no-access');
    await company.addUser(project, weak, 'weak');
    await company.addUser(project, strong, 'strong');
    const given = { params: params(), body: { holderId: ann.id, permissions: readDev } };
    const exceeds = await weak.refusal(privileges.createPrivilege, given);
    assert.match(exceeds.message, /do not hold yourself/);
    assert.equal((await ann.refusal(privileges.createPrivilege, given)).statusCode, 403);
    const { privilege } = await strong.call(privileges.createPrivilege, given);
    assert.equal(
      (await weak.refusal(privileges.deletePrivilege, { params: one(privilege.id) })).statusCode,
      403,
    );
    assert.equal(
      (await ann.refusal(privileges.listPrivileges, { params: params() })).statusCode,
      403,
    );
    const listed = await weak.call(privileges.listPrivileges, { params: params() });
    assert.ok(listed.privileges.every(({ holder }) => holder.type === 'user'));
    assert.ok(listed.privileges.some(({ id }) => id === privilege.id));
  });
});
