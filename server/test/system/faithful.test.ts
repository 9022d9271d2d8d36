import assert from 'node:assert/strict';
import { request } from 'node:http';
import { after, before, describe, it } from 'node:test';
import {
  account,
  endpoints,
  groups,
  imports,
  memberships,
  projects,
  secrets,
  tags,
} from '@coterie/contract';
import { toJSONSchema } from 'zod';
import { rawOf } from '../support/attempts.ts';
import {
  type Caller,
  type Company,
  type House,
  openCompany,
  openHouse,
  type Person,
} from '../support/house.ts';

/** What is sent comes back as it was sent, or is refused by its field; what is meant by a name is found by it. */
describe('faithful', () => {
  let house: House;
  let company: Company;
  let raw: ReturnType<typeof rawOf>;
  let project: { id: string; slug: string };
  before(async () => {
    house = await openHouse();
    company = await openCompany(house);
    raw = rawOf(house.url, company.admin.token);
    project = await company.project('Faithful');
  });
  after(() => house.close());

  const at = (more: object = {}) => ({ projectId: project.id, environment: 'dev', ...more });
  const put = (name: string, secretValue: string, more: object = {}, by: Caller = company.admin) =>
    by.call(secrets.createSecret, {
      params: { secretName: name },
      body: { ...at(), secretValue, ...more },
    });
  const get = async (name: string, more: object = {}, by: Caller = company.admin) =>
    (
      await by.call(secrets.getSecret, {
        params: { secretName: name },
        query: { ...at(), ...more },
      })
    ).secret;
  const folder = (name: string, path = '/', environment = 'dev') =>
    company.admin.call(secrets.createFolder, { body: { ...at({ environment }), name, path } });
  const imported = (path: string, from: string, environment = 'dev') =>
    company.admin.call(imports.createImport, {
      body: { ...at(), path, import: { environment, path: from } },
    });

  describe('names and texts', () => {
    const odd: [field: string, value: string][] = [
      ['name', ' ahead'],
      ['name', 'behind '],
      ['name', 'line\n'],
      ['name', 'E\u0301cole'],
      ['slug', 'Capitals'],
      ['slug', ' blank'],
    ];
    for (const [field, value] of odd)
      it(`${JSON.stringify(value)} as ${field} of a group is refused by its field`, async () => {
        const body = { name: 'Group', [field]: value };
        const { status, text } = await raw('POST', '/api/v1/groups', body);
        assert.equal(status, 400, text);
        assert.match(text, new RegExp(`\`${field}\``));
      });

    it('a description comes back with its blanks and line breaks', async () => {
      const description = '  first\n\tsecond  \n';
      const { body } = await raw('POST', '/api/v1/groups', { name: 'Described', description });
      assert.equal(body.description, description);
    });

    for (const name of ['a=b', 'a;b', '-p', 'q"q', "q'q", 'q`q', 'a|b', 'a&b', 'a$b', 'a b'])
      it(`${name} is no name for a new secret`, async () => {
        const path = `/api/v4/secrets/${encodeURIComponent(name)}`;
        assert.equal((await raw('POST', path, { ...at(), secretValue: 'x' })).status, 400);
      });

    it('a project may have the names of its secrets in capitals', async () => {
      const { project: loud } = await company.admin.call(projects.createProject, {
        body: { projectName: 'Loud', autoCapitalization: true },
      });
      assert.equal(loud.autoCapitalization, true);
      const named = (secretName: string) => ({
        params: { secretName },
        body: { projectId: loud.id, environment: 'dev', secretValue: 'x' },
      });
      const refused = await company.admin.refusal(secrets.createSecret, named('quiet'));
      assert.deepEqual(refused.statusCode, 400);
      await company.admin.call(secrets.createSecret, named('LOUD_1'));
      const { body, params } = named('LOUD_1');
      const renamed = { params, body: { ...body, newSecretName: 'quiet' } };
      assert.equal((await company.admin.refusal(secrets.editSecret, renamed)).statusCode, 400);
      await company.admin.call(projects.editProject, {
        params: { projectId: loud.id },
        body: { autoCapitalization: false },
      });
      await company.admin.call(secrets.editSecret, renamed);
    });
  });

  describe('moments', () => {
    for (const moment of ['2030-08-18T01:02:03', '1', '2030-02-30T00:00:00Z', 'tomorrow'])
      it(`${moment} is none to begin a temporary role at`, async () => {
        const person = await company.person(`At${Math.random()}`.replace('.', ''));
        const { statusCode, message } = await company.admin.refusal(memberships.addProjectUser, {
          params: { projectId: project.id, userId: person.id },
          body: {
            roles: [
              {
                role: 'viewer',
                isTemporary: true,
                temporaryMode: 'relative',
                temporaryRange: '1h',
                temporaryAccessStartTime: moment,
              },
            ],
          },
        });
        assert.equal(statusCode, 400);
        assert.match(message, /temporaryAccessStartTime/);
      });
  });

  describe('the order of environments', () => {
    const fresh = async () =>
      (
        await company.admin.call(projects.createProject, {
          body: { projectName: `Order ${Math.random()}`, shouldCreateDefaultEnvs: false },
        })
      ).project.id;
    const make = (projectId: string, slug: string, position: number) =>
      company.admin.call(projects.createEnvironment, {
        params: { projectId },
        body: { name: slug, slug, position },
      });
    const order = async (projectId: string) =>
      (await company.admin.call(projects.listEnvironments, { params: { projectId } })).environments
        .map(({ slug, position }) => `${slug}${position}`)
        .join(' ');

    it('is as asked, whatever comes first', async () => {
      const id = await fresh();
      await make(id, 'c', 3);
      await make(id, 'a', 1);
      await make(id, 'b', 2);
      assert.equal(await order(id), 'a1 b2 c3');
    });

    it('is as asked when all come at once', async () => {
      const id = await fresh();
      const slugs = [...'hgfedcba'];
      await Promise.all(slugs.map((slug) => make(id, slug, slug.charCodeAt(0) - 96)));
      assert.equal(await order(id), 'a1 b2 c3 d4 e5 f6 g7 h8');
    });

    it('makes room where something stands, and moves no more than that', async () => {
      const id = await fresh();
      for (const [slug, position] of [
        ['a', 1],
        ['b', 2],
        ['d', 5],
      ] as const)
        await make(id, slug, position);
      await make(id, 'x', 1);
      assert.equal(await order(id), 'x1 a2 b3 d5');
    });
  });

  describe('search, regardless of case and accents', () => {
    const spellings = ['équipe', 'ÉQUIPE', 'equipe', 'QUIPE', 'E\u0301quipe'];
    /** Takes `search` and finds something else than names. */
    const others = {
      'access.readAccessLog': 'the text of entries, to the letter',
      'signIns.listSignIns': 'addresses and networks',
    };
    const searched = Object.entries(endpoints).filter(
      ([name, { query }]) =>
        query !== undefined &&
        !(name in others) &&
        'search' in (toJSONSchema(query, { io: 'input', unrepresentable: 'any' }).properties ?? {}),
    );

    it('finds in every list', async () => {
      const name = 'Équipe Straße Łódź';
      const group = await company.group(name);
      const shown = await company.project(name);
      const identity = await company.identity(name);
      const person = await company.person('Searched');
      await person.call(account.editProfile, { body: { firstName: 'Équipe' } });
      await company.addGroup(shown, group, 'viewer');
      await company.addUser(shown, person, 'viewer');
      await company.join(group, person);
      await company.admin.call(groups.addGroupIdentity, {
        params: { id: group.id, identityId: identity.id },
      });
      await company.admin.call(memberships.addProjectIdentity, {
        params: { projectId: shown.id, identityId: identity.id },
        body: { role: 'viewer' },
      });
      await company.admin.call(secrets.createSecret, {
        params: { secretName: 'ÉQUIPE' },
        body: { projectId: shown.id, environment: 'dev', secretValue: 'x' },
      });
      const place: Record<string, string> = {
        projectId: shown.id,
        orgId: company.orgId,
        groupIdOrName: group.id,
        id: group.id,
      };
      const lost: string[] = [];
      for (const [, { path }] of searched)
        for (const spelling of spellings) {
          const url = path.replace(/:(\w+)/g, (_, field: string) => place[field] ?? field);
          const at = path.includes('secrets') ? `projectId=${shown.id}&environment=dev&` : '';
          const asked = `${url}?${at}search=${encodeURIComponent(spelling)}`;
          const found = await raw('GET', asked);
          if (found.status !== 200 || !/quipe/i.test(found.text))
            lost.push(`${asked}: ${found.text}`);
        }
      assert.deepEqual(lost, []);
      assert.equal(searched.length, 14);
      for (const spelling of ['STRASSE', 'łódź', 'lodz'])
        assert.match((await raw('GET', `/api/v1/groups?search=${spelling}`)).text, /Équipe/);
      assert.doesNotMatch((await raw('GET', '/api/v1/groups?search=%25')).text, /Équipe/);
      assert.match(group.slug, /^equipe-/);
    });
  });

  describe('references', () => {
    it('name secrets with dots, the one beside them first', async () => {
      await put('A.B', 'dotted');
      await put('DOTS', '${A.B}');
      assert.equal((await get('DOTS')).secretValue, 'dotted');
      await folder('A', '/', 'staging');
      await put('B', 'below', { environment: 'staging', secretPath: '/A' });
      await put('ELSEWHERE', '${staging.A.B}');
      assert.equal((await get('ELSEWHERE')).secretValue, 'below');
      await put('C.D', 'rooted', { environment: 'staging' });
      await put('ROOTED', '${staging.C.D}');
      assert.equal((await get('ROOTED')).secretValue, 'rooted');
    });

    it('are written literally behind a backslash', async () => {
      await put('LITERAL', 'a \\${A.B} b ${A.B}');
      assert.equal((await get('LITERAL')).secretValue, 'a ${A.B} b dotted');
      assert.equal(
        (await get('LITERAL', { expandSecretReferences: 'false' })).secretValue,
        'a \\${A.B} b ${A.B}',
      );
    });

    it('that lead nowhere are told, in the native answer alone', async () => {
      await put('BROKEN', '${NONE} ${A.B} ${prod.x.NONE}');
      const broken = await get('BROKEN');
      assert.equal(broken.secretValue, '${NONE} dotted ${prod.x.NONE}');
      assert.deepEqual(broken.unresolved, ['${NONE}', '${prod.x.NONE}']);
      assert.deepEqual((await get('DOTS')).unresolved, []);
      const query = `workspaceId=${project.id}&environment=dev&expandSecretReferences=true`;
      const { body } = await raw('GET', `/api/v3/secrets/raw/BROKEN?${query}`);
      const { secret } = body as { secret: { secretValue: string; unresolved?: string[] } };
      assert.deepEqual(
        [secret.secretValue, secret.unresolved],
        ['${NONE} dotted ${prod.x.NONE}', undefined],
      );
    });
  });

  describe('imports', () => {
    const listed = async (path: string, by: Caller = company.admin, more: object = {}) => {
      const { secrets: own, imports: from } = await by.call(secrets.listSecrets, {
        query: { ...at({ secretPath: path }), ...more },
      });
      return Object.fromEntries(
        [...from.flatMap((one) => one.secrets), ...own].map((one) => [
          one.secretKey,
          one.secretValue,
        ]),
      );
    };
    let reader: Person;
    before(async () => {
      for (const name of ['one', 'two', 'three']) await folder(name);
      for (const name of ['two', 'three']) {
        await put(`ONLY_${name.toUpperCase()}`, name, { secretPath: `/${name}` });
        await put('BOTH', name, { secretPath: `/${name}` });
      }
      await imported('/one', '/two');
      await imported('/two', '/three');
      const role = await company.role(
        'not-two',
        [
          { subject: 'secrets', action: ['describeSecret', 'readValue'] },
          {
            subject: 'secrets',
            action: ['describeSecret', 'readValue'],
            inverted: true,
            conditions: { secretPath: '/two' },
          },
        ],
        project.id,
      );
      reader = await company.person('Reader', 'no-access');
      await company.addUser(project, reader, role.slug);
    });

    it('go through imports, the nearer before the farther', async () => {
      assert.deepEqual(await listed('/one'), { ONLY_TWO: 'two', ONLY_THREE: 'three', BOTH: 'two' });
      const named = await get('ONLY_THREE', { secretPath: '/one' });
      assert.equal(named.secretValue, 'three');
      await put('BY_IMPORT', '${ONLY_THREE}', { secretPath: '/one' });
      assert.equal((await get('BY_IMPORT', { secretPath: '/one' })).secretValue, 'three');
    });

    it('stop at a source of which the reader may see nothing', async () => {
      const seen = await listed('/one', reader);
      assert.deepEqual(
        [seen.ONLY_TWO, seen.ONLY_THREE, seen.BOTH],
        [undefined, undefined, undefined],
      );
      const { statusCode } = await reader.refusal(secrets.getSecret, {
        params: { secretName: 'ONLY_THREE' },
        query: at({ secretPath: '/one' }),
      });
      assert.equal(statusCode, 404);
    });

    it('that go in a circle are cut', async () => {
      await imported('/three', '/one');
      const seen = await listed('/one');
      assert.deepEqual([seen.BOTH, seen.ONLY_THREE], ['two', 'three']);
      assert.equal((await listed('/three')).ONLY_TWO, 'two');
    });

    it('go ten deep and no deeper', async () => {
      for (let i = 0; i <= 11; i++) await folder(`deep${i}`);
      for (let i = 0; i <= 11; i++) await put(`AT_${i}`, String(i), { secretPath: `/deep${i}` });
      for (let i = 0; i < 11; i++) await imported(`/deep${i}`, `/deep${i + 1}`);
      const seen = await listed('/deep0');
      assert.deepEqual([seen.AT_10, seen.AT_11], ['10', undefined]);
    });
  });

  describe('a personal value', () => {
    let own: Person;
    let tag: { id: string };
    const mine = { type: 'personal' as const, secretValue: 'mine' };
    before(async () => {
      tag = (
        await company.admin.call(tags.createTag, {
          params: { projectId: project.id },
          body: { slug: 'marked' },
        })
      ).tag;
      await put('SHARED', 'shared', {
        tagIds: [tag.id],
        secretComment: 'about it',
        secretMetadata: [{ key: 'team', value: 'web' }],
      });
      const role = await company.role(
        'by-tag',
        [
          {
            subject: 'secrets',
            action: ['describeSecret', 'readValue', 'create', 'edit'],
            conditions: { secretTags: { $in: ['marked'] } },
          },
        ],
        project.id,
      );
      own = await company.person('Own', 'no-access');
      await company.addUser(project, own, role.slug);
    });

    it('is made by who may reach the shared secret by its tag', async () => {
      const made = await put('SHARED', 'mine', mine, own);
      assert.equal(made.secret.secretValue, 'mine');
    });

    it('has the tags, the comment and the metadata of the shared secret, and passes its filters', async () => {
      for (const query of [{}, { tagSlugs: 'marked' }, { metadataFilter: 'key=team,value=web' }]) {
        const { secrets: listed } = await own.call(secrets.listSecrets, {
          query: { ...at(), ...query, includePersonalOverrides: 'true' },
        });
        const one = listed.find(({ secretKey }) => secretKey === 'SHARED');
        assert.deepEqual(
          [
            one?.secretValue,
            one?.secretComment,
            one?.tags.map(({ slug }) => slug),
            one?.secretMetadata[0]?.value,
          ],
          ['mine', 'about it', ['marked'], 'web'],
          JSON.stringify(query),
        );
      }
      const one = await get('SHARED', { type: 'personal' }, own);
      assert.deepEqual([one.secretValue, one.secretComment], ['mine', 'about it']);
    });

    it('has none of its own to set', async () => {
      for (const more of [{ tagIds: [tag.id] }, { secretComment: 'x' }]) {
        const { statusCode } = await own.refusal(secrets.editSecret, {
          params: { secretName: 'SHARED' },
          body: { ...at(), ...mine, ...more },
        });
        assert.equal(statusCode, 400);
      }
    });

    it('comes by an import to its owner, and to nobody else', async () => {
      await folder('importing');
      await imported('/importing', '/');
      const seen = async (by: Caller) => {
        const { imports: from } = await by.call(secrets.listSecrets, {
          query: { ...at({ secretPath: '/importing' }), includePersonalOverrides: 'true' },
        });
        return from.flatMap((one) => one.secrets).find(({ secretKey }) => secretKey === 'SHARED')
          ?.secretValue;
      };
      await put('IN_IMPORTING', 'x', { secretPath: '/importing', tagIds: [tag.id] });
      assert.equal(await seen(own), 'mine');
      assert.equal(await seen(company.admin), 'shared');
    });
  });

  describe('folders', () => {
    it('that lead to something readable are listed, and no others', async () => {
      await folder('x');
      await folder('y', '/x');
      await folder('hidden');
      const role = await company.role(
        'below-x',
        [
          {
            subject: 'secrets',
            action: ['describeSecret', 'readValue'],
            conditions: { environment: 'dev', secretPath: { $glob: '/x/**' } },
          },
        ],
        project.id,
      );
      const person = await company.person('Below', 'no-access');
      await company.addUser(project, person, role.slug);
      const listed = async (path: string) =>
        (await person.call(secrets.listFolders, { query: at({ path }) })).folders.map(
          ({ name }) => name,
        );
      assert.deepEqual(await listed('/'), ['x']);
      assert.deepEqual(await listed('/x'), ['y']);
      assert.deepEqual(await listed('/x/y'), []);
      const none = await person.refusal(secrets.listFolders, { query: at({ path: '/hidden' }) });
      assert.equal(none.statusCode, 403);
    });
  });

  describe('a body that is too large', () => {
    /** The answer to a body of that many bytes, sent in pieces by a client that reads only when it has sent all. */
    const send = (bytes: number) =>
      new Promise<{ status: number | undefined; text: string }>((done, failed) => {
        const call = request(`${house.url}/api/v3/secrets/batch/raw`, {
          method: 'POST',
          headers: {
            authorization: `Bearer ${company.admin.token}`,
            'content-type': 'application/json',
            'content-length': bytes,
          },
        });
        call.on('error', failed);
        call.on('response', (answer) => {
          let text = '';
          answer.setEncoding('utf8').on('data', (piece) => {
            text += piece;
          });
          answer.on('end', () => done({ status: answer.statusCode, text }));
        });
        call.end(Buffer.alloc(bytes, 'a'));
      });

    it('is read to its end and refused, with the limit named', async () => {
      for (let i = 0; i < 3; i++) {
        const { status, text } = await send(9_000_000);
        assert.deepEqual([status, /at most 8 MiB/.test(text)], [413, true], text);
      }
    });
  });
});
