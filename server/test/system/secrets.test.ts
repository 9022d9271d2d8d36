import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { imports, members, memberships, projects, secrets, tags } from '@coterie/contract';
import pg from 'pg';
import {
  type Caller,
  type Company,
  type House,
  openCompany,
  openHouse,
  type Person,
} from '../support/house.ts';

/** Secrets in full: personal ones, references, imports, tags and what else is kept beside a value. */
describe('secrets', () => {
  let house: House;
  let company: Company;
  let ann: Person;
  let project: { id: string; slug: string };
  let other: { id: string; slug: string };
  before(async () => {
    house = await openHouse();
    company = await openCompany(house);
    project = await company.project('Vault');
    other = await company.project('Other');
    ann = await company.person('Ann', 'no-access');
    await company.addUser(project, ann, 'member');
    for (const [path, name] of [
      ['/', 'base'],
      ['/', 'more'],
      ['/', 'app'],
    ] as const)
      await company.admin.call(secrets.createFolder, {
        body: { projectId: project.id, environment: 'dev', path, name },
      });
  });
  after(() => house.close());

  const rowsOf = async (text: string): Promise<unknown[]> => {
    const client = new pg.Client({ connectionString: house.database.url });
    await client.connect();
    try {
      return (await client.query(text)).rows;
    } finally {
      await client.end();
    }
  };
  type Given = {
    value?: string;
    environment?: string;
    path?: string;
    type?: 'shared' | 'personal';
  } & Record<string, unknown>;
  const put = (
    who: Caller,
    name: string,
    { value = 'v', environment = 'dev', path = '/', ...rest }: Given = {},
    projectId = project.id,
  ) =>
    who.call(secrets.createSecret, {
      params: { secretName: name },
      body: { projectId, environment, secretPath: path, secretValue: value, ...rest },
    });
  const get = async (who: Caller, name: string, query: Record<string, unknown> = {}) =>
    (
      await who.call(secrets.getSecret, {
        params: { secretName: name },
        query: { projectId: project.id, environment: 'dev', ...query } as never,
      })
    ).secret;
  const list = (who: Caller, query: Record<string, unknown> = {}) =>
    who.call(secrets.listSecrets, {
      query: { projectId: project.id, environment: 'dev', ...query } as never,
    });
  const pairs = (all: readonly { secretKey: string; secretValue: string }[]) =>
    Object.fromEntries(all.map(({ secretKey, secretValue }) => [secretKey, secretValue]));

  describe('personal', () => {
    before(async () => {
      await put(company.admin, 'LOCAL', { value: 'shared' });
      await put(ann, 'LOCAL', { value: "ann's", type: 'personal' });
    });

    it('stand in the place of the shared one, for their owner alone and when asked for', async () => {
      const seen = async (who: Caller, includePersonalOverrides: string) =>
        pairs((await list(who, { includePersonalOverrides })).secrets).LOCAL;
      assert.equal(await seen(ann, 'true'), "ann's");
      assert.equal(await seen(ann, 'false'), 'shared');
      assert.equal(await seen(company.admin, 'true'), 'shared');
    });

    it('are found by type, by nobody else', async () => {
      assert.equal((await get(ann, 'LOCAL', { type: 'personal' })).secretValue, "ann's");
      const refusal = await company.admin.refusal(secrets.getSecret, {
        params: { secretName: 'LOCAL' },
        query: { projectId: project.id, environment: 'dev', type: 'personal' },
      });
      assert.equal(refusal.statusCode, 404);
      const own = await get(ann, 'LOCAL', { type: 'personal' });
      const byId = await company.admin.refusal(secrets.listSecretVersions, {
        params: { secretId: own.id },
      });
      assert.equal(byId.statusCode, 404);
    });

    it('follow a new name of the shared one, and are deleted by their owner', async () => {
      await company.admin.call(secrets.editSecret, {
        params: { secretName: 'LOCAL' },
        body: { projectId: project.id, environment: 'dev', newSecretName: 'RENAMED' },
      });
      assert.equal((await get(ann, 'RENAMED', { type: 'personal' })).secretValue, "ann's");
      await ann.call(secrets.deleteSecret, {
        params: { secretName: 'RENAMED' },
        body: { projectId: project.id, environment: 'dev', type: 'personal' },
      });
      assert.equal((await get(ann, 'RENAMED')).secretValue, 'shared');
    });

    it('are not for machine identities', async () => {
      const refusal = await company.machine.refusal(secrets.createSecret, {
        params: { secretName: 'MINE' },
        body: { projectId: project.id, environment: 'dev', secretValue: 'x', type: 'personal' },
      });
      assert.ok([400, 403].includes(refusal.statusCode), refusal.message);
    });

    it('are forgotten with the membership', async () => {
      const gone = await company.person('Gone', 'no-access');
      await company.addUser(project, gone, 'member');
      await put(gone, 'FORGOTTEN', { type: 'personal' });
      const kept = () => rowsOf(`SELECT id FROM secrets WHERE owner_id = '${gone.id}'`);
      assert.equal((await kept()).length, 1);
      await company.admin.call(members.removeMember, {
        params: { orgId: company.orgId, membershipId: gone.membershipId },
      });
      assert.equal((await kept()).length, 0);
    });
  });

  describe('references', () => {
    before(async () => {
      await put(company.admin, 'HOST', { value: 'db' });
      await put(company.admin, 'URL', { value: 'pg://${HOST}/${prod.NAME}' });
      await put(company.admin, 'NAME', { value: 'live', environment: 'prod' });
      await put(company.admin, 'DEEP', { value: '${dev.app.KEY}' });
      await put(company.admin, 'KEY', { value: 'in app', path: '/app' });
      await put(company.admin, 'THEIRS', { value: `\${@${other.slug}.dev.KEY}` });
      await put(company.admin, 'KEY', { value: 'of ${NOBODY}' }, other.id);
    });

    it('are replaced when wanted, and only then', async () => {
      assert.equal((await get(company.admin, 'URL')).secretValue, 'pg://db/live');
      const raw = await get(company.admin, 'URL', { expandSecretReferences: 'false' });
      assert.equal(raw.secretValue, 'pg://${HOST}/${prod.NAME}');
      assert.equal((await get(company.admin, 'DEEP')).secretValue, 'in app');
      assert.equal((await get(company.admin, 'THEIRS')).secretValue, 'of ${NOBODY}');
      assert.equal(pairs((await list(company.admin)).secrets).URL, 'pg://db/live');
    });

    it('stay as written where the reader may not read what they name', async () => {
      assert.equal((await get(ann, 'THEIRS')).secretValue, `\${@${other.slug}.dev.KEY}`);
      await company.role(
        'only-dev',
        [
          {
            subject: 'secrets',
            action: ['describeSecret', 'readValue'],
            conditions: { environment: 'dev' },
          },
        ],
        project.id,
      );
      const dev = await company.person('Dev', 'no-access');
      await company.addUser(project, dev, 'only-dev');
      assert.equal((await get(dev, 'URL')).secretValue, 'pg://db/${prod.NAME}');
    });

    it('show the reader its own secret first, when it lists with its own', async () => {
      await put(ann, 'HOST', { value: 'localhost', type: 'personal' });
      const mine = await list(ann, { includePersonalOverrides: 'true' });
      assert.equal(pairs(mine.secrets).URL, 'pg://localhost/live');
      const shared = await list(ann, { includePersonalOverrides: 'false' });
      assert.equal(pairs(shared.secrets).URL, 'pg://db/live');
    });
  });

  describe('imports', () => {
    const make = (path: string, from: string, environment = 'dev') =>
      company.admin.call(imports.createImport, {
        body: {
          projectId: project.id,
          environment: 'dev',
          path,
          import: { environment, path: from },
        },
      });
    before(async () => {
      await put(company.admin, 'BOTH', { value: 'base', path: '/base' });
      await put(company.admin, 'BASE', { value: 'base ${BOTH}', path: '/base' });
      await put(company.admin, 'BOTH', { value: 'more', path: '/more' });
      await put(company.admin, 'OWN', { value: 'more', path: '/more' });
      await put(company.admin, 'OWN', { value: 'app', path: '/app' });
      await put(company.admin, 'USES', { value: '${BASE}', path: '/app' });
      await make('/app', '/base');
      await make('/app', '/more');
    });
    const blocks = async (who: Caller) =>
      (await list(who, { secretPath: '/app' })).imports.map(({ secretPath, secrets: all }) => [
        secretPath,
        pairs(all),
      ]);

    it('come in order, each key once: the folder’s own first, then the last import', async () => {
      assert.deepEqual(await blocks(company.admin), [
        ['/base', { BASE: 'base more' }],
        ['/more', { BOTH: 'more' }],
      ]);
      const without = await list(company.admin, { secretPath: '/app', includeImports: 'false' });
      assert.deepEqual(without.imports, []);
    });

    it('answer for one secret and for references, too', async () => {
      assert.equal((await get(company.admin, 'BOTH', { secretPath: '/app' })).secretValue, 'more');
      assert.equal(
        (await get(company.admin, 'USES', { secretPath: '/app' })).secretValue,
        'base base',
      );
      const refusal = await company.admin.refusal(secrets.getSecret, {
        params: { secretName: 'BOTH' },
        query: {
          projectId: project.id,
          environment: 'dev',
          secretPath: '/app',
          includeImports: 'false',
        },
      });
      assert.equal(refusal.statusCode, 404);
    });

    it('show a reader only what it may see in the source', async () => {
      await company.role(
        'only-app',
        [
          {
            subject: 'secrets',
            action: ['describeSecret', 'readValue'],
            conditions: { secretPath: '/app' },
          },
        ],
        project.id,
      );
      const app = await company.person('App', 'no-access');
      await company.addUser(project, app, 'only-app');
      assert.deepEqual(await blocks(app), []);
      const { secrets: own } = await list(app, { secretPath: '/app' });
      assert.equal(pairs(own).USES, '${BASE}');
    });

    it('move in the order, and end', async () => {
      const query = { projectId: project.id, environment: 'dev', path: '/app' };
      const { secretImports } = await company.admin.call(imports.listImports, { query });
      await company.admin.call(imports.editImport, {
        params: { importId: secretImports[1]?.id ?? '' },
        body: { import: { position: 1, environment: '', path: '' } },
      });
      assert.deepEqual(
        (await blocks(company.admin)).map(([path]) => path),
        ['/more', '/base'],
      );
      for (const { id } of secretImports)
        await company.admin.call(imports.deleteImport, { params: { importId: id } });
      assert.deepEqual(await blocks(company.admin), []);
    });

    it('are refused of a folder into itself, twice, or from where one may see nothing', async () => {
      const body = (path: string) => ({
        projectId: project.id,
        environment: 'dev',
        path: '/app',
        import: { environment: 'dev', path },
      });
      const refused = async (who: Caller, path: string) =>
        (await who.refusal(imports.createImport, { body: body(path) })).statusCode;
      assert.equal(await refused(company.admin, '/app'), 400);
      await company.admin.call(imports.createImport, { body: body('/base') });
      assert.equal(await refused(company.admin, '/base'), 409);
      await company.role(
        'importer',
        [{ subject: 'secret-imports', action: ['create', 'read'] }],
        project.id,
      );
      const importer = await company.person('Importer', 'no-access');
      await company.addUser(project, importer, 'importer');
      assert.equal(await refused(importer, '/more'), 403);
    });
  });

  describe('what is kept beside a value', () => {
    it('tags, metadata and reminders are set, changed, cleared and filtered by', async () => {
      const { tag } = await company.admin.call(tags.createTag, {
        params: { projectId: project.id },
        body: { slug: 'db', color: '#ff0000' },
      });
      const { secret } = await put(company.admin, 'TAGGED', {
        tagIds: [tag.id.toUpperCase()],
        secretMetadata: [
          { key: 'team', value: 'red' },
          { key: 'pin', value: '1234', isEncrypted: true },
        ],
        secretReminderNote: 'rotate',
        secretReminderRepeatDays: 30,
      });
      assert.deepEqual(secret.tags, [{ id: tag.id, slug: 'db', name: 'db', color: '#ff0000' }]);
      assert.equal(secret.secretMetadata[1]?.value, '1234');
      assert.equal(secret.secretReminderRepeatDays, 30);
      const kept = await rowsOf(`SELECT metadata FROM secrets WHERE id = '${secret.id}'`);
      assert.ok(!JSON.stringify(kept).includes('1234'));

      const keys = async (query: object) =>
        (await list(company.admin, query as never)).secrets.map(({ secretKey }) => secretKey);
      assert.deepEqual(await keys({ tagSlugs: 'x,db' }), ['TAGGED']);
      assert.deepEqual(await keys({ metadataFilter: 'key=team,value=red' }), ['TAGGED']);
      assert.deepEqual(await keys({ metadataFilter: 'key=team,value=red|key=pin,value=1234' }), []);

      const edited = await company.admin.call(secrets.editSecret, {
        params: { secretName: 'TAGGED' },
        body: {
          projectId: project.id,
          environment: 'dev',
          tagIds: [],
          secretReminderNote: '',
          secretReminderRepeatDays: 0,
        },
      });
      assert.deepEqual(edited.secret.tags, []);
      assert.equal(edited.secret.secretReminderNote, null);
      assert.equal(edited.secret.secretMetadata.length, 2);
      assert.equal(edited.secret.version, 1);
    });

    it('a rule by tag decides by the tags that a secret has, and will have', async () => {
      const params = { projectId: project.id };
      const { tag } = await company.admin.call(tags.createTag, { params, body: { slug: 'open' } });
      await company.role(
        'by-tag',
        [
          {
            subject: 'secrets',
            action: ['describeSecret', 'readValue', 'edit'],
            conditions: { secretTags: { $in: ['open'] } },
          },
        ],
        project.id,
      );
      const reader = await company.person('Reader', 'no-access');
      await company.addUser(project, reader, 'by-tag');
      await put(company.admin, 'OPEN', { tagIds: [tag.id] });
      const { secrets: seen } = await list(reader);
      assert.deepEqual(
        seen.map(({ secretKey }) => secretKey),
        ['OPEN'],
      );
      const body = { projectId: project.id, environment: 'dev', tagIds: [] as string[] };
      const refusal = await reader.refusal(secrets.editSecret, {
        params: { secretName: 'OPEN' },
        body,
      });
      assert.equal(refusal.statusCode, 403);
    });

    it('a tag of another project is not found', async () => {
      const { tag } = await company.admin.call(tags.createTag, {
        params: { projectId: other.id },
        body: { slug: 'foreign' },
      });
      const refusal = await company.admin.refusal(secrets.createSecret, {
        params: { secretName: 'FOREIGN' },
        body: {
          projectId: project.id,
          environment: 'dev',
          secretValue: 'x',
          tagIds: [tag.id],
        },
      });
      assert.equal(refusal.statusCode, 404);
    });
  });

  describe('ETag', () => {
    const ask = (who: Caller, tag?: string) =>
      fetch(
        `${house.url}/api/v4/secrets?projectId=${project.id}&environment=staging&includeImports=true`,
        {
          headers: {
            authorization: `Bearer ${who.token}`,
            ...(tag ? { 'if-none-match': tag } : {}),
          },
        },
      );

    it('is the same while the answer is, changes with it, and is told apart by reader', async () => {
      await put(company.admin, 'A', { environment: 'staging' });
      const first = await ask(company.admin);
      const tag = first.headers.get('etag') ?? '';
      assert.match(tag, /^"[\w-]+"$/);
      const again = await ask(company.admin, tag);
      assert.equal(again.status, 304);
      assert.equal(await again.text(), '');
      assert.equal((await ask(company.admin, `W/${tag}, "x"`)).status, 304);

      await company.admin.call(projects.editProject, {
        params: { projectId: project.id },
        body: { description: 'something else' },
      });
      assert.equal((await ask(company.admin, tag)).status, 304);
      await put(company.admin, 'B', { environment: 'staging' });
      const changed = await ask(company.admin, tag);
      assert.equal(changed.status, 200);
      assert.notEqual(changed.headers.get('etag'), tag);
    });

    it('says nothing to a reader that has lost its access', async () => {
      const reader = await company.person('Former', 'no-access');
      await company.addUser(project, reader, 'viewer');
      const tag = (await ask(reader)).headers.get('etag') ?? '';
      assert.equal((await ask(reader, tag)).status, 304);
      await company.admin.call(memberships.removeProjectUser, {
        params: { projectId: project.id, userId: reader.id },
      });
      assert.equal((await ask(reader, tag)).status, 403);
    });
  });
});
