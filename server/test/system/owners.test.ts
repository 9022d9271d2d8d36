import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { access, groups, memberships, projects, requestOf, secrets } from '@coterie/contract';
import {
  type Company,
  type House,
  openCompany,
  openHouse,
  type Person,
  reads,
} from '../support/house.ts';

describe('owners of groups, and acts on content that are asked about', () => {
  let house: House;
  let company: Company;
  let owner: Person;
  let dan: Person;
  let project: { id: string };
  let vault: { id: string };
  before(async () => {
    house = await openHouse();
    company = await openCompany(house);
    [owner, dan] = [await company.person('Owner'), await company.person('Dan')];
    project = await company.project('Shop');
    await company.secret(project.id, 'KEY', 'brass');
    vault = await company.group('Vault');
    await company.addGroup(project, vault, 'viewer');
    await company.admin.call(groups.addGroupManager, {
      params: { id: vault.id },
      body: { principalId: owner.id, kind: 'owner' },
    });
  });
  after(() => house.close());

  const add = (person: Person, validUntil?: string) => ({
    params: { id: vault.id, username: person.email },
    body: validUntil ? { validUntil } : {},
  });

  it('an owner lets in another, never itself; explain and the log say so', async () => {
    assert.equal((await owner.refusal(groups.addGroupUser, add(owner))).statusCode, 403);
    await owner.call(groups.addGroupUser, add(dan));
    assert.equal(await reads(dan, project.id, 'KEY'), 'brass');
    const why = await company.admin.call(access.explain, {
      body: { principalId: dan.id, projectId: project.id, subject: 'secrets', action: 'readValue' },
    });
    assert.equal(why.routes[0]?.groups[0]?.letInBy?.id, owner.id);
    const { entries } = await company.admin.call(access.readAccessLog, {
      query: { about: dan.id },
    });
    assert.ok(entries.some(({ text }) => text.includes('let in by an owner')));
  });

  it('no longer than the group allows its owners', async () => {
    const eve = await company.person('Eve');
    await company.admin.call(groups.editGroup, {
      params: { id: vault.id },
      body: { longestMembership: 3600 },
    });
    const inTwoHours = new Date(Date.now() + 2 * 3_600_000).toISOString();
    const inHalfAnHour = new Date(Date.now() + 1_800_000).toISOString();
    for (const end of [undefined, inTwoHours])
      assert.equal((await owner.refusal(groups.addGroupUser, add(eve, end))).statusCode, 403);
    await owner.call(groups.addGroupUser, add(eve, inHalfAnHour));
  });

  it('a mere manager lets in nobody to what it does not hold', async () => {
    await company.admin.call(groups.addGroupManager, {
      params: { id: vault.id },
      body: { principalId: owner.id, kind: 'member' },
    });
    const fay = await company.person('Fay');
    assert.equal((await owner.refusal(groups.addGroupUser, add(fay))).statusCode, 403);
    await company.admin.call(groups.addGroupManager, {
      params: { id: vault.id },
      body: { principalId: owner.id, kind: 'owner' },
    });
  });

  it('who gives the group more is told that its owners can hand it on', async () => {
    const other = await company.project('Other');
    const { handedOn } = await company.admin.call(access.whatIf, {
      body: {
        changes: [
          requestOf(memberships.addProjectGroup, {
            params: { projectId: other.id, groupId: vault.id },
            body: { role: 'viewer' },
          }),
        ],
      },
    });
    assert.deepEqual(handedOn, [{ id: vault.id, name: 'Vault', owners: 1 }]);
  });

  it('what a renaming gives and takes is told before, and refused to who may not', async () => {
    const role = await company.role(
      'devs',
      [
        {
          subject: 'secrets',
          action: ['describeSecret', 'readValue'],
          conditions: { environment: 'dev' },
        },
      ],
      project.id,
    );
    const gus = await company.person('Gus');
    await company.addUser(project, gus, role.slug);
    const { environments } = await company.admin.call(projects.listEnvironments, {
      params: { projectId: project.id },
    });
    const dev = environments.find(({ slug }) => slug === 'dev');
    const changes = [
      requestOf(projects.editEnvironment, {
        params: { projectId: project.id, envId: dev?.id ?? '' },
        body: { slug: 'development' },
      }),
    ];
    const told = await company.admin.call(access.whatIf, { body: { changes } });
    assert.deepEqual(
      told.differences.map(({ principal, gains, losses }) => [
        principal.id,
        gains.length,
        losses.map(({ action }) => action).sort(),
      ]),
      [[gus.id, 0, ['describeSecret', 'readValue']]],
    );
    assert.equal((await gus.refusal(access.whatIf, { body: { changes } })).statusCode, 403);
    assert.equal(await reads(gus, project.id, 'KEY'), 'brass');
    const { folders } = await company.admin.call(secrets.listFolders, {
      query: { projectId: project.id, environment: 'dev', path: '/' },
    });
    assert.deepEqual(folders, []);
  });
});
