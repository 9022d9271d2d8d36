import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';
import {
  access,
  type Call,
  type Endpoint,
  imports,
  projects,
  requestOf,
  secrets,
} from '@coterie/contract';
import { sql } from 'kysely';
import type { Running } from '../../src/server.ts';
import { markReferences } from '../../src/usecases/content/references/mark-all.ts';
import {
  type Caller,
  type Company,
  type House,
  openCompany,
  openHouse,
  type Person,
} from '../support/house.ts';

/** Renaming takes along what refers to the thing by its name: references in values, imports. */
describe('names that are followed', () => {
  let house: House;
  let company: Company;
  let project: { id: string; slug: string };
  let other: { id: string; slug: string };
  before(async () => {
    house = await openHouse();
    company = await openCompany(house);
  });
  beforeEach(async () => {
    project = await company.project('Named');
    other = await company.project('Other');
  });
  after(() => house.close());

  type Where = { projectId?: string; environment?: string; secretPath?: string };
  const at = (where: Where = {}) => ({ projectId: project.id, environment: 'dev', ...where });
  const put = (
    name: string,
    secretValue: string,
    where: Where & { type?: 'personal' } = {},
    by: Caller = company.admin,
  ) =>
    by.call(secrets.createSecret, {
      params: { secretName: name },
      body: { ...at(where), secretValue },
    });
  const raw = async (
    name: string,
    where: Where & { type?: 'personal' } = {},
    by: Caller = company.admin,
  ) =>
    (
      await by.call(secrets.getSecret, {
        params: { secretName: name },
        query: { ...at(where), expandSecretReferences: 'false' },
      })
    ).secret;
  const shown = async (name: string, where: Where = {}) =>
    (
      await company.admin.call(secrets.getSecret, {
        params: { secretName: name },
        query: at(where),
      })
    ).secret.secretValue;
  const folder = async (name: string, where: Where = {}) =>
    (await company.admin.call(secrets.createFolder, { body: { ...at(where), name, path: '/' } }))
      .folder;
  const rename = (name: string, newSecretName: string, more: object = {}) => ({
    params: { secretName: name },
    body: { ...at(), newSecretName, ...more },
  });
  type Asked = { changes: Call<typeof access.whatIf>['body']['changes'] };
  const ask = async <E extends Endpoint>(endpoint: E, given: Call<E>, by: Caller = company.admin) =>
    (await by.call(access.whatIf, { body: { changes: [requestOf(endpoint, given)] } as Asked }))
      .references;
  const environmentId = async (slug: string) =>
    (
      await company.admin.call(projects.listEnvironments, { params: { projectId: project.id } })
    ).environments.find((one) => one.slug === slug)?.id ?? '';
  /** References to `KEY` of `/` in dev from everywhere, and what each becomes. */
  async function everywhere() {
    await put('KEY', 'value');
    await folder('below');
    await put('BESIDE', 'a ${KEY} b ${KEY} \\${KEY}');
    await put('FAR', '${dev.KEY}', { environment: 'prod' });
    await put('ABROAD', `\${@${project.slug}.dev.KEY}`, { projectId: other.id });
    await company.admin.call(imports.createImport, {
      body: { ...at(), path: '/below', import: { environment: 'dev', path: '/' } },
    });
    await put('IMPORTED', '${KEY}', { secretPath: '/below' });
    await put('UNRELATED', '${KEY} ${NONE}', { environment: 'staging' });
  }
  const values = async () => [
    await shown('BESIDE'),
    await shown('FAR', { environment: 'prod' }),
    await shown('ABROAD', { projectId: other.id }),
    await shown('IMPORTED', { secretPath: '/below' }),
  ];
  const resolved = ['a value b value ${KEY}', 'value', 'value', 'value'];

  it('a secret: from its folder, other folders, environments, projects and by imports', async () => {
    await everywhere();
    assert.deepEqual(await values(), resolved);
    const renamed = rename('KEY', 'NEW_KEY');
    assert.deepEqual(await ask(secrets.editSecret, renamed), {
      values: 4,
      imports: 0,
      cutOff: 0,
      names: [],
    });
    assert.equal((await raw('BESIDE')).version, 1, 'a question changes nothing');
    await company.admin.call(secrets.editSecret, renamed);
    assert.deepEqual(await values(), resolved);
    assert.equal((await raw('BESIDE')).secretValue, 'a ${NEW_KEY} b ${NEW_KEY} \\${KEY}');
    assert.equal((await raw('BESIDE')).version, 2);
    assert.equal((await raw('UNRELATED', { environment: 'staging' })).version, 1);
    const { entries } = await company.admin.call(access.readAccessLog, { query: { limit: 1 } });
    assert.match(entries[0]?.text ?? '', /NEW_KEY was renamed.*BESIDE was changed.*follow/s);
    // And on, from where it went.
    await company.admin.call(secrets.editSecret, rename('NEW_KEY', 'THIRD'));
    assert.deepEqual(await values(), resolved);
  });

  it('a folder, with the imports from it and from below it', async () => {
    const moved = await folder('f');
    await company.admin.call(secrets.createFolder, { body: { ...at(), name: 'g', path: '/f' } });
    await put('KEY', 'deep', { secretPath: '/f/g' });
    await put('FAR', '${dev.f.g.KEY}', { environment: 'prod' });
    await put('ABROAD', `\${@${project.slug}.dev.f.g.KEY}`, { projectId: other.id });
    await company.admin.call(imports.createImport, {
      body: { ...at(), path: '/', import: { environment: 'dev', path: '/f/g' } },
    });
    const renamed = { params: { folderId: moved.id }, body: { name: 'moved' } };
    const told = await ask(secrets.editFolder, renamed);
    assert.deepEqual([told.values, told.imports, told.cutOff], [2, 1, 0]);
    await company.admin.call(secrets.editFolder, renamed);
    assert.equal((await raw('FAR', { environment: 'prod' })).secretValue, '${dev.moved.g.KEY}');
    assert.equal(await shown('FAR', { environment: 'prod' }), 'deep');
    assert.equal(await shown('ABROAD', { projectId: other.id }), 'deep');
    const { secretImports } = await company.admin.call(imports.listImports, {
      query: { ...at(), path: '/' },
    });
    assert.deepEqual(
      secretImports.map(({ importPath, isBroken }) => [importPath, isBroken]),
      [['/moved/g', false]],
    );
  });

  it('an environment', async () => {
    await everywhere();
    const params = { projectId: project.id, envId: await environmentId('dev') };
    const renamed = { params, body: { slug: 'development' } };
    assert.equal((await ask(projects.editEnvironment, renamed)).values, 2);
    await company.admin.call(projects.editEnvironment, renamed);
    assert.equal(await shown('FAR', { environment: 'prod' }), 'value');
    assert.equal(await shown('ABROAD', { projectId: other.id }), 'value');
    assert.equal(
      await shown('IMPORTED', { environment: 'development', secretPath: '/below' }),
      'value',
    );
  });

  it('a project', async () => {
    await everywhere();
    const slug = `renamed-${Date.now()}`;
    const renamed = { params: { projectId: project.id }, body: { slug } };
    assert.equal((await ask(projects.editProject, renamed)).values, 1);
    await company.admin.call(projects.editProject, renamed);
    assert.equal(
      (await raw('ABROAD', { projectId: other.id })).secretValue,
      `\${@${slug}.dev.KEY}`,
    );
    assert.equal(await shown('ABROAD', { projectId: other.id }), 'value');
  });

  it("a personal value follows, whoever's it is", async () => {
    await put('KEY', 'value');
    await put('MINE', 'shared');
    const person = await company.person(`Own${Date.now()}`);
    await company.addUser(project, person, 'member');
    await put('MINE', 'mine ${KEY}', { type: 'personal' }, person);
    await company.admin.call(secrets.editSecret, rename('KEY', 'NEW_KEY'));
    assert.equal((await raw('MINE', { type: 'personal' }, person)).secretValue, 'mine ${NEW_KEY}');
  });

  it('a name beside which another stands is another one', async () => {
    await folder('below');
    await put('KEY', 'root');
    await put('KEY', 'own', { secretPath: '/below' });
    await put('IN', '${KEY}', { secretPath: '/below' });
    await company.admin.call(imports.createImport, {
      body: { ...at(), path: '/below', import: { environment: 'dev', path: '/' } },
    });
    assert.equal((await ask(secrets.editSecret, rename('KEY', 'ELSE'))).values, 0);
    await company.admin.call(secrets.editSecret, rename('KEY', 'ELSE'));
    assert.equal(await shown('IN', { secretPath: '/below' }), 'own');
  });

  describe('where the one who renames may not change what refers', () => {
    let person: Person;
    beforeEach(async () => {
      await put('KEY', 'value');
      await put('SEEN', '${dev.KEY}', { environment: 'staging' });
      await put('HIDDEN', '${dev.KEY}', { environment: 'prod' });
      const all = ['describeSecret', 'readValue', 'create', 'edit', 'delete'];
      const role = await company.role(
        'dev-only',
        [
          { subject: 'secrets', action: all, conditions: { environment: 'dev' } },
          {
            subject: 'secrets',
            action: ['describeSecret'],
            conditions: { environment: 'staging' },
          },
        ],
        project.id,
      );
      person = await company.person(`Dev${Date.now()}`, 'no-access');
      await company.addUser(project, person, role.slug);
    });

    it('it is refused, and says what would lead nowhere as far as that one may see it', async () => {
      const told = await ask(secrets.editSecret, rename('KEY', 'NEW_KEY'), person);
      assert.deepEqual(told, { values: 0, imports: 0, cutOff: 2, names: ['SEEN in staging:/'] });
      const refused = await person.refusal(secrets.editSecret, rename('KEY', 'NEW_KEY'));
      assert.equal(refused.statusCode, 409);
      assert.match(refused.message, /SEEN in staging:\/, 1 that you may not see/);
      assert.doesNotMatch(refused.message, /HIDDEN|prod/);
      assert.equal(await shown('KEY'), 'value');
    });

    it('it is done when forced', async () => {
      await person.call(secrets.editSecret, rename('KEY', 'NEW_KEY', { force: true }));
      assert.equal(await shown('SEEN', { environment: 'staging' }), '${dev.KEY}');
    });
  });

  it('deleting says first what will lead nowhere', async () => {
    await everywhere();
    const gone = { params: { secretName: 'KEY' }, body: at() };
    const told = await ask(secrets.deleteSecret, gone);
    assert.deepEqual([told.values, told.cutOff], [0, 4]);
    assert.ok(told.names.includes('BESIDE in dev:/'));
    const params = { projectId: project.id, envId: await environmentId('dev') };
    const environment = await ask(projects.deleteEnvironment, { params });
    assert.deepEqual(environment.names.sort(), ['ABROAD in dev:/', 'FAR in prod:/']);
    assert.equal(
      (await ask(projects.deleteProject, { params: { projectId: project.id } })).cutOff,
      1,
    );
    await company.admin.call(secrets.deleteSecret, gone);
    assert.equal(await shown('FAR', { environment: 'prod' }), '${dev.KEY}');
  });

  it('an import of a folder that is not there is refused, and one whose folder went is broken', async () => {
    const wanted = { body: { ...at(), path: '/', import: { environment: 'dev', path: '/gone' } } };
    assert.equal((await company.admin.refusal(imports.createImport, wanted)).statusCode, 404);
    const gone = await folder('gone');
    await company.admin.call(imports.createImport, wanted);
    await company.admin.call(secrets.deleteFolder, {
      params: { folderIdOrName: gone.id },
      body: {},
    });
    const { secretImports } = await company.admin.call(imports.listImports, {
      query: { ...at(), path: '/' },
    });
    assert.deepEqual(
      secretImports.map(({ isBroken }) => isBroken),
      [true],
    );
  });

  it('what was written before this was noted is noted once, and no value stands in the index', async () => {
    await everywhere();
    const { db, ...parts } = (house.nodes[0] as Running).parts;
    await sql`DELETE FROM secret_references`.execute(db);
    assert.equal((await ask(secrets.editSecret, rename('KEY', 'NEW_KEY'))).values, 0);
    await sql`UPDATE instance SET references_marked_at = NULL`.execute(db);
    await markReferences({ ...parts, db });
    assert.equal((await ask(secrets.editSecret, rename('KEY', 'NEW_KEY'))).values, 4);
    const { rows } = await sql<{ found: boolean }>`SELECT bool_or(
      position(convert_to('KEY', 'UTF8') IN mark) > 0) AS found FROM secret_references`.execute(db);
    assert.equal(rows[0]?.found, false);
  });
});
