import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { access, groups, memberships, projects, requestOf, templates } from '@coterie/contract';
import {
  type Company,
  type House,
  openCompany,
  openHouse,
  type Person,
  reads,
} from '../support/house.ts';

/** A project made with a template begins with its environments and roles, and with its groups in. */
describe('project templates', () => {
  let house: House;
  let company: Company;
  let ann: Person;
  let team: { id: string; slug: string };
  let templateId: string;
  const reader = {
    name: 'Reader of dev',
    slug: 'reader',
    permissions: [
      {
        subject: 'secrets',
        action: ['describeSecret', 'readValue'],
        conditions: { environment: 'dev' },
      },
    ],
  };
  before(async () => {
    house = await openHouse();
    company = await openCompany(house);
    ann = await company.person('Ann', 'no-access');
    team = await company.group('Team Red');
    await company.join(team, ann);
  });
  after(() => house.close());

  const make = (body: object) =>
    company.admin.call(templates.createTemplate, { body: { name: 'Service', ...body } as never });

  it('is made with environments, roles and holders, and read back', async () => {
    const { projectTemplate } = await make({
      description: 'What every service has',
      environments: [
        { name: 'Production', slug: 'prod', position: 2 },
        { name: 'Development', slug: 'dev', position: 1 },
      ],
      roles: [reader],
      groups: [{ groupSlug: team.slug, roles: ['reader'] }],
      users: [{ username: ann.email, roles: ['viewer'] }],
    });
    templateId = projectTemplate.id;
    assert.deepEqual(
      projectTemplate.environments.map(({ slug }) => slug),
      ['dev', 'prod'],
    );
    const { projectTemplates } = await company.admin.call(templates.listTemplates);
    assert.deepEqual(projectTemplates, [projectTemplate]);
    const edited = await company.admin.call(templates.editTemplate, {
      params: { templateId },
      body: { users: [] },
    });
    assert.deepEqual(edited.projectTemplate.users, []);
    assert.equal(edited.projectTemplate.groups[0]?.groupSlug, team.slug);
  });

  it('says what making a project with it will do, and a project made with it does so', async () => {
    const making = requestOf(projects.createProject, {
      body: { projectName: 'Pay', template: 'Service' },
    });
    const will = await company.admin.call(access.whatIf, { body: { changes: [making] } });
    const gains = will.differences.find(({ principal }) => principal.id === ann.id);
    assert.deepEqual(
      gains?.gainedBy.map(({ groups: path, role }) => [path.map(({ name }) => name), role?.slug]),
      [[['Team Red'], 'reader']],
    );
    assert.equal(gains?.project?.name, 'Pay');

    const { project } = await company.admin.call(projects.createProject, {
      body: { projectName: 'Pay', template: 'service' },
    });
    assert.deepEqual(
      project.environments.map(({ slug }) => slug),
      ['dev', 'prod'],
    );
    await company.secret(project.id, 'KEY', 'shown');
    await company.secret(project.id, 'KEY', 'shown', 'prod');
    assert.equal(await reads(ann, project.id, 'KEY'), 'shown');
    assert.equal(await reads(ann, project.id, 'KEY', 'prod'), 403);
    const { groupMemberships } = await company.admin.call(memberships.listProjectGroups, {
      params: { projectId: project.id },
    });
    assert.equal(groupMemberships[0]?.roles[0]?.customRoleSlug, 'reader');
  });

  it('follows a group that is renamed, and forgets one that is deleted', async () => {
    await company.admin.call(groups.editGroup, {
      params: { id: team.id },
      body: { slug: 'team-blue' },
    });
    const named = await company.admin.call(templates.getTemplate, { params: { templateId } });
    assert.equal(named.projectTemplate.groups[0]?.groupSlug, 'team-blue');
    await company.admin.call(groups.deleteGroup, { params: { id: team.id } });
    const left = await company.admin.call(templates.getTemplate, { params: { templateId } });
    assert.deepEqual(left.projectTemplate.groups, []);
    const { project } = await company.admin.call(projects.createProject, {
      body: { projectName: 'Later', template: templateId },
    });
    assert.equal(project.environments.length, 2);
  });

  const wrong: [what: string, body: object, status: number][] = [
    ['a group that is not there', { groups: [{ groupSlug: 'nobody', roles: ['viewer'] }] }, 404],
    ['a user who is not there', { users: [{ username: 'x@example.com', roles: ['viewer'] }] }, 404],
    [
      'a role that is neither built in nor its own',
      { users: [{ username: 'grace@example.com', roles: ['boss'] }] },
      400,
    ],
    [
      'a rule that nobody knows',
      { roles: [{ ...reader, permissions: [{ subject: 'x', action: 'y' }] }] },
      400,
    ],
    ['a role twice', { roles: [reader, reader] }, 409],
    ['a built-in role again', { roles: [{ ...reader, slug: 'admin' }] }, 409],
    [
      'an environment twice',
      {
        environments: [
          { name: 'a', slug: 'dev' },
          { name: 'b', slug: 'dev' },
        ],
      },
      409,
    ],
    ['a name that is taken', { name: 'SERVICE' }, 409],
  ];
  for (const [what, body, status] of wrong)
    it(`refuses ${what}`, async () => {
      const refusal = await company.admin.refusal(templates.createTemplate, {
        body: { name: 'Other', ...body } as never,
      });
      assert.equal(refusal.statusCode, status, refusal.message);
    });

  it('is not found by another name, and a project is then not made', async () => {
    const refusal = await company.admin.refusal(projects.createProject, {
      body: { projectName: 'Nope', template: 'nobody' },
    });
    assert.equal(refusal.statusCode, 404);
    const { projects: all } = await company.admin.call(projects.listProjects);
    assert.ok(!all.some(({ name }) => name === 'Nope'));
  });
});
