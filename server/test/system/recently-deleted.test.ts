import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import {
  access,
  deleted,
  groups,
  memberships,
  projects,
  requestOf,
  secrets,
  tags,
} from '@coterie/contract';
import { sql } from 'kysely';
import type { Running } from '../../src/server.ts';
import { deleteOver } from '../../src/store/content/deleted.ts';
import {
  type Caller,
  type Company,
  type House,
  openCompany,
  openHouse,
  reads,
} from '../support/house.ts';

/** What was deleted comes back for a time, with all that hung on it, by who may delete it and give what comes with it. */
describe('recently deleted', () => {
  let house: House;
  let company: Company;
  before(async () => {
    house = await openHouse();
    company = await openCompany(house);
  });
  after(() => house.close());

  const listed = async (by: Caller = company.admin, query: object = {}) =>
    (await by.call(deleted.listRecentlyDeleted, { query })).things;
  const restore = (id: string, by: Caller = company.admin) =>
    by.call(deleted.restoreDeleted, { params: { id } });
  const refused = async (id: string, by: Caller) =>
    (await by.refusal(deleted.restoreDeleted, { params: { id } })).statusCode;
  const get = async (projectId: string, name: string, secretPath = '/') =>
    (
      await company.admin.call(secrets.getSecret, {
        params: { secretName: name },
        query: { projectId, environment: 'dev', secretPath },
      })
    ).secret;
  const gone = (projectId: string, secretName: string) =>
    company.admin.call(secrets.deleteSecret, {
      params: { secretName },
      body: { projectId, environment: 'dev' },
    });

  it('a secret, with its tags, its history and its references', async () => {
    const { id: projectId } = await company.project('Secret');
    const { tag } = await company.admin.call(tags.createTag, {
      params: { projectId },
      body: { slug: 'red' },
    });
    const at = { projectId, environment: 'dev' };
    const { secret } = await company.admin.call(secrets.createSecret, {
      params: { secretName: 'KEY' },
      body: { ...at, secretValue: 'first ${OTHER}', tagIds: [tag.id], secretComment: 'why' },
    });
    await company.admin.call(secrets.editSecret, {
      params: { secretName: 'KEY' },
      body: { ...at, secretValue: 'second ${OTHER}' },
    });
    await company.secret(projectId, 'OTHER', 'o');
    await gone(projectId, 'KEY');
    const [thing] = await listed(company.admin, { projectId });
    assert.deepEqual([thing?.id, thing?.kind, thing?.name], [secret.id, 'secret', 'KEY']);
    await restore(secret.id);
    const back = await get(projectId, 'KEY');
    assert.deepEqual(
      [back.id, back.secretValue, back.secretComment, back.version, back.tags[0]?.slug],
      [secret.id, 'second o', 'why', 2, 'red'],
    );
    const { totalCount } = await company.admin.call(secrets.listSecretVersions, {
      params: { secretId: secret.id },
    });
    assert.equal(totalCount, 2);
    await company.admin.call(secrets.editSecret, {
      params: { secretName: 'OTHER' },
      body: { ...at, newSecretName: 'RENAMED' },
    });
    assert.equal((await get(projectId, 'KEY')).secretValue, 'second o');
    const { entries } = await company.admin.call(access.readAccessLog, { query: { limit: 5 } });
    assert.ok(entries.some(({ text }) => /the secret KEY was brought back/.test(text)));
    assert.equal(await refused(secret.id, company.admin), 404);
  });

  it('a folder with all below it, where the folder above it stands by now', async () => {
    const { id: projectId } = await company.project('Folder');
    const at = { projectId, environment: 'dev' };
    const make = async (name: string, path: string) =>
      (await company.admin.call(secrets.createFolder, { body: { ...at, name, path } })).folder;
    const top = await make('top', '/');
    const inner = await make('inner', '/top');
    await make('deep', '/top/inner');
    await company.secret(projectId, 'KEY', 'v', 'dev', '/top/inner/deep');
    await company.admin.call(secrets.deleteFolder, {
      params: { folderIdOrName: inner.id },
      body: { forceDelete: true },
    });
    await company.admin.call(secrets.editFolder, {
      params: { folderId: top.id },
      body: { name: 'moved' },
    });
    await restore(inner.id);
    assert.equal((await get(projectId, 'KEY', '/moved/inner/deep')).secretValue, 'v');
  });

  it('an environment, and not where its slug is another by now', async () => {
    const { id: projectId } = await company.project('Environment');
    await company.secret(projectId, 'KEY', 'v');
    const { environments } = await company.admin.call(projects.listEnvironments, {
      params: { projectId },
    });
    const envId = environments.find(({ slug }) => slug === 'dev')?.id ?? '';
    await company.admin.call(projects.deleteEnvironment, { params: { projectId, envId } });
    const { environment } = await company.admin.call(projects.createEnvironment, {
      params: { projectId },
      body: { name: 'Other', slug: 'dev' },
    });
    assert.equal(await refused(envId, company.admin), 409);
    await company.admin.call(projects.editEnvironment, {
      params: { projectId, envId: environment.id },
      body: { slug: 'other' },
    });
    await restore(envId);
    assert.equal((await get(projectId, 'KEY')).secretValue, 'v');
  });

  it('a project with its roles, holders, settings, keys and secrets', async () => {
    const project = await company.project('Whole');
    const reader = await company.person('Reader', 'no-access');
    const role = await company.role(
      'readers',
      [{ subject: 'secrets', action: ['describeSecret', 'readValue'] }],
      project.id,
    );
    await company.addUser(project, reader, role.slug);
    await company.secret(project.id, 'KEY', 'kept');
    await company.admin.call(projects.editProject, {
      params: { projectId: project.id },
      body: { description: 'as it was' },
    });
    await company.admin.call(projects.deleteProject, { params: { projectId: project.id } });
    assert.equal(await reads(reader, project.id, 'KEY'), 404);
    assert.equal(await refused(project.id, reader), 403);
    await restore(project.id);
    assert.equal((await get(project.id, 'KEY')).secretValue, 'kept');
    assert.equal(await reads(reader, project.id, 'KEY'), 'kept');
    const { project: back } = await company.admin.call(projects.getProject, {
      params: { projectId: project.id },
    });
    assert.equal(back.description, 'as it was');
  });

  describe('a group', () => {
    it('with its members, its groups and its place in projects; everyone reads again', async () => {
      const project = await company.project('Of the group');
      await company.secret(project.id, 'KEY', 'v');
      const [group, inner] = [await company.group('Outer'), await company.group('Inner')];
      const person = await company.person('Member', 'no-access');
      await company.join(inner, person);
      await company.admin.call(groups.nestGroup, { params: { id: group.id, childId: inner.id } });
      await company.addGroup(project, group, 'viewer');
      assert.equal(await reads(person, project.id, 'KEY'), 'v');
      await company.admin.call(groups.deleteGroup, { params: { id: group.id } });
      assert.equal(await reads(person, project.id, 'KEY'), 403);
      const asked = requestOf(deleted.restoreDeleted, { params: { id: group.id } });
      const told = await company.admin.call(access.whatIf, { body: { changes: [asked] } });
      assert.equal(told.gaining, 1);
      assert.equal(await reads(person, project.id, 'KEY'), 403);
      await restore(group.id);
      assert.equal(await reads(person, project.id, 'KEY'), 'v');
    });

    it('is not brought back by who may delete groups and does not hold what it gives', async () => {
      const role = await company.role('deletes-groups', [
        { subject: 'groups', action: ['read', 'delete', 'create'] },
      ]);
      const person = await company.person('Deletes', role.slug);
      const group = await company.group('Strong', 'admin');
      await company.join(group, person);
      await company.admin.call(groups.deleteGroup, { params: { id: group.id } });
      assert.equal(await refused(group.id, person), 403);
      assert.ok((await listed(person)).some(({ id }) => id === group.id));
    });
  });

  it('a project comes back by nobody who was kept out by its deletion', async () => {
    const project = await company.project('Closed');
    const owner = await company.person('Owner', 'no-access');
    await company.addUser(project, owner, 'admin');
    await company.admin.call(projects.deleteProject, { params: { projectId: project.id } });
    assert.equal(await refused(project.id, owner), 403);
    const own = await company.project('Own');
    await company.addUser(own, owner, 'admin');
    await owner.call(projects.deleteProject, { params: { projectId: own.id } });
    await restore(own.id, owner);
    const { memberships: back } = await company.admin.call(memberships.listProjectUsers, {
      params: { projectId: own.id },
    });
    assert.ok(back.some(({ userId }) => userId === owner.id));
  });

  it('secrets come back by who may delete and make them, and are shown to no one else', async () => {
    const project = await company.project('Narrow');
    const role = await company.role(
      'prod-only',
      [
        {
          subject: 'secrets',
          action: ['describeSecret', 'create', 'delete'],
          conditions: { environment: 'prod' },
        },
      ],
      project.id,
    );
    const person = await company.person('Narrow', 'no-access');
    await company.addUser(project, person, role.slug);
    const { secret } = await company.secret(project.id, 'KEY', 'v');
    await gone(project.id, 'KEY');
    assert.deepEqual(await listed(person, { projectId: project.id }), []);
    assert.equal(await refused(secret.id, person), 403);
  });

  it('can be forgotten before its time, and is when that is over', async () => {
    const project = await company.project('Over');
    const ids: string[] = [];
    for (const name of ['ONE', 'TWO']) {
      ids.push((await company.secret(project.id, name, 'v')).secret.id);
      await gone(project.id, name);
    }
    const [one = '', two = ''] = ids;
    await company.admin.call(deleted.forgetDeleted, { params: { id: one } });
    assert.equal(await refused(one, company.admin), 404);
    const { db } = (house.nodes[0] as Running).parts;
    await sql`UPDATE deleted_things SET expires_at = now() WHERE id = ${two}`.execute(db);
    assert.equal(await refused(two, company.admin), 404);
    await deleteOver(db, new Date());
    const { rows } = await sql<{
      n: number;
    }>`SELECT count(*)::int AS n FROM deleted_rows WHERE thing_id IN (${one}, ${two})`.execute(db);
    assert.equal(rows[0]?.n, 0);
  });

  it('keeps nothing where it is set to no time', async () => {
    const other = await openHouse({ RESTORE_DAYS: '0' });
    try {
      const second = await openCompany(other);
      const group = await second.group('Gone');
      await second.admin.call(groups.deleteGroup, { params: { id: group.id } });
      assert.deepEqual((await second.admin.call(deleted.listRecentlyDeleted)).things, []);
    } finally {
      await other.close();
    }
  });
});
