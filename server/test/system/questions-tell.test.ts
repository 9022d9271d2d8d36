import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { allowed, type Raw } from '../support/attempts.ts';
import { cast, may, soon } from '../support/cast.ts';
import { word } from './support/hidden.ts';

/** Laws 10 and 22: questions name what a list would name to the same asker, and nothing that is over. */
describe('the questions tell no more than the lists', () => {
  const { company, root, one, person, group } = cast();
  const hidden = { robot: word(), role: word(), projectRole: word(), privilege: word() };
  let asker: { raw: Raw; id: string };
  let robot: { id: string };
  let team: string;
  let manned: string;
  let project: { id: string };
  let other: { id: string; email: string };
  before(async () => {
    asker = await person([may('member', 'read'), may('groups', 'read')]);
    other = await person('no-access');
    await company().role(hidden.role, [may('settings', 'read'), may('groups', 'read')]);
    team = await group(hidden.role);
    manned = await group();
    robot = await company().identity(hidden.robot, 'admin');
    project = await company().project(one('Project'));
    await company().role(hidden.projectRole, [may('tags', 'read')], project.id);
    const { slug } = await company().role(one('tagger'), [may('tags', 'read')], project.id);
    await company().addUser(project, asker, slug);
    const roles = { roles: [{ role: hidden.projectRole }] };
    const memberships = `/api/v1/projects/${project.id}/memberships`;
    for (const path of [`groups/${team}`, `identities/${robot.id}`])
      await allowed(() => root('POST', `${memberships}/${path}`, roles));
    await allowed(() =>
      root('POST', `/api/v1/projects/${project.id}/additional-privileges`, {
        holderId: team,
        slug: hidden.privilege,
        permissions: [may('tags', 'read')],
      }),
    );
    await allowed(() => root('POST', `/api/v1/groups/${team}/managers`, { principalId: robot.id }));
    for (const in_ of [team, manned])
      await allowed(() =>
        root('POST', `/api/v1/groups/${in_}/members/bulk`, { add: [{ username: other.email }] }),
      );
  });

  const questions = (): (readonly [string, string, object?])[] => [
    ['POST', '/api/v1/access/who-can', { subject: 'groups', action: 'read' }],
    ['POST', '/api/v1/access/who-can', { projectId: project.id, subject: 'tags', action: 'read' }],
    [
      'POST',
      '/api/v1/access/explain',
      { principalId: other.id, subject: 'settings', action: 'read' },
    ],
    [
      'POST',
      '/api/v1/access/explain',
      { principalId: robot.id, subject: 'groups', action: 'read' },
    ],
    ['POST', '/api/v1/access/compare', { principalId: robot.id, otherId: other.id }],
    ['POST', '/api/v1/access/where-used', { groupId: team }],
    ['POST', '/api/v1/access/where-used', { principalId: robot.id }],
    ['POST', '/api/v1/access/where-used', { principalId: other.id }],
    [
      'POST',
      '/access/v1/search/subject',
      {
        subject: { type: 'machineIdentity' },
        action: { name: 'read' },
        resource: { type: 'groups', id: company().orgId },
      },
    ],
    ['GET', `/api/v1/groups/${team}/projects?filter=assignedProjects`],
  ];

  it('to who sees people and groups alone: no machine identity, no role, no place of others', async () => {
    const told: string[] = [];
    for (const [method, path, body] of questions()) {
      const { text, status } = await asker.raw(method, path, body);
      assert.ok([200, 403, 404].includes(status), `${path} ${text}`);
      for (const [what, name] of Object.entries({ ...hidden, robotId: robot.id }))
        if (text.includes(name) && !JSON.stringify(body ?? '').includes(name))
          told.push(`${path} ${JSON.stringify(body)} tells ${what}`);
    }
    assert.deepEqual(told, []);
  });

  it('to an admin all of it', async () => {
    const texts: string[] = [];
    for (const [method, path, body] of questions())
      texts.push((await allowed(() => root(method, path, body))).text);
    for (const [what, name] of Object.entries(hidden)) assert.ok(texts.join().includes(name), what);
  });

  it('and nothing that is over, which holds no role back either', async () => {
    const ended = await group();
    const { id: place } = await company().project(one('Project'));
    const { id: roleId, slug } = await company().role(word(), [may('tags', 'read')], place);
    const until = soon(1);
    await allowed(() =>
      root('POST', `/api/v1/groups/${ended}/members/bulk`, {
        add: [{ groupId: manned, validUntil: until }],
      }),
    );
    const timed = { isTemporary: true, temporaryMode: 'relative', temporaryRange: '1s' };
    const start = { temporaryAccessStartTime: new Date().toISOString() };
    const held = { role: slug, ...timed, ...start };
    const path = `/api/v1/projects/${place}/memberships`;
    await allowed(() =>
      root('POST', `${path}/groups/${ended}`, { roles: [{ role: 'no-access' }, held] }),
    );
    await allowed(() =>
      root('POST', `${path}/identities/${robot.id}`, { roles: [{ role: 'viewer' }, held] }),
    );
    await new Promise((done) => setTimeout(done, 1200));
    for (const groupId of [ended, manned]) {
      const { body } = await allowed(() => root('POST', '/api/v1/access/where-used', { groupId }));
      assert.deepEqual([body.parents, body.children], [[], []]);
      assert.ok(!JSON.stringify(body.projects).includes(slug));
    }
    const used = await allowed(() => root('POST', '/api/v1/access/where-used', { roleId }));
    assert.deepEqual(used.body.holders, []);
    const { text } = await allowed(() => root('GET', `${path}/identities/${robot.id}`));
    assert.ok(!text.includes(slug), text);
    for (const list of ['groups', 'identities'])
      assert.ok(!(await allowed(() => root('GET', `${path}/${list}`))).text.includes(slug), list);
    const projects = await allowed(() => root('GET', `/api/v1/groups/${ended}/projects`));
    assert.ok(!projects.text.includes(slug), projects.text);
    await allowed(() => root('DELETE', `/api/v1/projects/${place}/roles/${roleId}`));
  });
});
