import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { secrets } from '@coterie/contract';
import { allowed, type Raw, rawOf, refused } from '../support/attempts.ts';
import { type Company, type House, openCompany, openHouse } from '../support/house.ts';

const writing = ['describeSecret', 'readValue', 'create', 'edit', 'delete'];
const reading = ['describeSecret', 'readValue'];

/** Rules look at names, places and tags: who may change those gets nothing by it, by any spelling. */
describe('no road around the rights, by content', () => {
  let house: House;
  let company: Company;
  let admin: Raw;
  let count = 0;
  before(async () => {
    house = await openHouse();
    company = await openCompany(house);
    admin = rawOf(house.url, company.admin.token);
  });
  after(() => house.close());

  /** A project, and somebody in it who has just these rules, and built-in roles where named. */
  async function scene(rules: object[], ...more: string[]) {
    count += 1;
    const project = await company.project(`Project ${count}`);
    const person = await company.person(`Person${count}`, 'no-access');
    await company.role('these', rules, project.id);
    await company.addUser(project, person, ...more, 'these');
    const environments = project.environments as { id: string; slug: string }[];
    const environment = (slug: string) => environments.find((one) => one.slug === slug)?.id ?? '';
    return { p: project.id, u: rawOf(house.url, person.token), environment, person, project };
  }
  const read = (u: Raw, p: string, name: string, environment = 'prod', path = '/') =>
    u(
      'GET',
      `/api/v4/secrets/${name}?projectId=${p}&environment=${environment}&secretPath=${encodeURIComponent(path)}`,
    );
  const folder = async (p: string, name: string, path = '/', environment = 'prod') =>
    (
      await company.admin.call(secrets.createFolder, {
        body: { projectId: p, environment, path, name },
      })
    ).folder.id;
  const tagged = async (p: string, slug: string, secret: string) => {
    const made = await allowed(() => admin('POST', `/api/v1/projects/${p}/tags`, { slug }));
    const { id } = made.body.tag as { id: string };
    const body = { projectId: p, environment: 'prod', secretValue: 'kept', tagIds: [id] };
    await allowed(() => admin('POST', `/api/v4/secrets/${secret}`, body));
    return id;
  };

  it('another spelling of an environment passes no condition on it', async () => {
    const { p, u } = await scene([
      { subject: 'secrets', action: writing },
      { subject: 'secrets', action: writing, inverted: true, conditions: { environment: 'prod' } },
      {
        subject: 'secret-folders',
        action: ['read', 'create'],
        conditions: { environment: { $ne: 'prod' } },
      },
      {
        subject: 'secret-imports',
        action: ['read', 'create'],
        conditions: { environment: { $ne: 'prod' } },
      },
    ]);
    await company.secret(p, 'DBPW', 'kept', 'prod');
    const source = (environment: string) => ({ environment, path: '/' });
    for (const environment of ['prod', 'PROD', 'Prod', 'pRoD']) {
      const at = { projectId: p, environment };
      const answers = [
        () => u('POST', '/api/v4/secrets/PLANTED', { ...at, secretValue: 'x' }),
        () =>
          u('POST', '/api/v3/secrets/batch/raw', {
            workspaceId: p,
            environment,
            secrets: [{ secretKey: 'B', secretValue: 'x' }],
          }),
        () => read(u, p, 'DBPW', environment),
        () => u('POST', '/api/v2/secret-imports', { ...at, path: '/', import: source('dev') }),
        () =>
          u('POST', '/api/v2/secret-imports', {
            projectId: p,
            environment: 'dev',
            path: '/',
            import: source(environment),
          }),
        () => u('GET', `/api/v2/secret-imports?projectId=${p}&environment=${environment}&path=/`),
        () => u('POST', '/api/v1/folders', { ...at, path: '/', name: 'f' }),
        () => u('GET', `/api/v1/folders?projectId=${p}&environment=${environment}&path=/`),
      ];
      for (const attempt of answers)
        assert.doesNotMatch((await refused(house, attempt, 403, 404)).text, /kept/);
      const list = await u('GET', `/api/v4/secrets?projectId=${p}&environment=${environment}`);
      assert.doesNotMatch(list.text, /DBPW|kept/);
    }
    const body = { projectId: p, environment: 'DEV', secretValue: 'x' };
    await allowed(() => u('POST', '/api/v4/secrets/MINE', body));
    assert.match((await read(u, p, 'MINE', 'dev')).text, /"secretValue":"x"/);
  });

  const denyProd = { conditions: { environment: 'prod' }, inverted: true };
  const renaming = { subject: 'environments', action: ['read', 'edit'] };
  for (const [what, rules, from, slug] of [
    [
      'not in prod',
      [{ subject: 'secrets', action: reading, conditions: { environment: { $ne: 'prod' } } }],
      'prod',
      'production',
    ],
    [
      'a deny on prod',
      [
        { subject: 'secrets', action: reading },
        { subject: 'secrets', action: reading, ...denyProd },
      ],
      'prod',
      'production',
    ],
    [
      'only in qa',
      [
        {
          subject: 'secrets',
          action: reading,
          conditions: { environment: { $in: ['qa'] } },
        },
      ],
      'prod',
      'qa',
    ],
  ] as const)
    it(`who reads by a rule "${what}" cannot rename prod into reach; an admin may rename it`, async () => {
      const { p, u, environment } = await scene([...rules, renaming]);
      await company.secret(p, 'K', 'kept', 'prod');
      assert.equal((await read(u, p, 'K')).status, 403);
      const path = `/api/v1/projects/${p}/environments/${environment(from)}`;
      await refused(house, () => u('PATCH', path, { slug }));
      assert.equal((await read(u, p, 'K')).status, 403);
      await allowed(() => admin('PATCH', path, { slug }));
    });

  it('an environment is not put in the place of another by two renamings', async () => {
    const { p, u, environment } = await scene([
      { subject: 'secrets', action: reading, conditions: { environment: 'dev' } },
      renaming,
    ]);
    await company.secret(p, 'K', 'kept', 'prod');
    await company.secret(p, 'D', 'theirs', 'dev');
    const path = (slug: string) => `/api/v1/projects/${p}/environments/${environment(slug)}`;
    await refused(house, () => u('PATCH', path('prod'), { slug: 'dev' }), 403, 409);
    await u('PATCH', path('dev'), { slug: 'away' });
    await refused(house, () => u('PATCH', path('prod'), { slug: 'dev' }), 403, 409);
    await allowed(() => u('PATCH', path('prod'), { name: 'Production' }));
  });

  it('a folder is not renamed out of a deny, nor into reach with what is below it', async () => {
    const vault = { conditions: { secretPath: { $glob: '/vault/**' } }, inverted: true };
    const { p, u } = await scene([{ subject: 'secrets', action: reading, ...vault }], 'member');
    const id = await folder(p, 'vault');
    await folder(p, 'deep', '/vault');
    await company.secret(p, 'F', 'kept', 'prod', '/vault');
    await company.secret(p, 'G', 'kept', 'prod', '/vault/deep');
    await refused(house, () => u('PATCH', `/api/v1/folders/${id}`, { name: 'open' }));
    for (const path of ['/open', '/open/deep'])
      assert.doesNotMatch((await read(u, p, 'G', 'prod', path)).text, /kept/);
    const own = await folder(p, 'other');
    await allowed(() => u('PATCH', `/api/v1/folders/${own}`, { name: 'another' }));
    await allowed(() => admin('PATCH', `/api/v1/folders/${id}`, { name: 'open' }));
  });

  it('a parent that one may rename does not take its denied children along', async () => {
    const { p, u } = await scene([
      { subject: 'secrets', action: reading, conditions: { secretPath: { $glob: '/mine/**' } } },
      { subject: 'secret-folders', action: ['read', 'edit'] },
      {
        subject: 'secret-folders',
        action: ['edit'],
        inverted: true,
        conditions: { secretPath: { $glob: '/vault/deep/**' } },
      },
    ]);
    const id = await folder(p, 'vault');
    await folder(p, 'deep', '/vault');
    await company.secret(p, 'G', 'kept', 'prod', '/vault/deep');
    await refused(house, () => u('PATCH', `/api/v1/folders/${id}`, { name: 'mine' }));
    await allowed(() => u('PATCH', `/api/v1/folders/${id}`, { description: 'the vault' }));
  });

  it('team-b is not renamed to team-a', async () => {
    const { p, u } = await scene([
      { subject: 'secrets', action: reading, conditions: { secretPath: { $glob: '/team-a/**' } } },
      { subject: 'secret-folders', action: ['read', 'edit'] },
    ]);
    const a = await folder(p, 'team-a');
    const b = await folder(p, 'team-b');
    await company.secret(p, 'B', 'kept', 'prod', '/team-b');
    await u('PATCH', `/api/v1/folders/${a}`, { name: 'away' });
    await refused(house, () => u('PATCH', `/api/v1/folders/${b}`, { name: 'team-a' }), 403, 409);
    await allowed(() => admin('PATCH', `/api/v1/folders/${b}`, { name: 'team-c' }));
  });

  it('a tag that a deny looks at is neither renamed, deleted nor taken off', async () => {
    const { p, u } = await scene(
      [
        {
          subject: 'secrets',
          action: reading,
          inverted: true,
          conditions: { secretTags: { $in: ['restricted'] } },
        },
      ],
      'member',
    );
    const id = await tagged(p, 'restricted', 'TAGGED');
    const free = await tagged(p, 'free', 'FREE');
    const tag = `/api/v1/projects/${p}/tags/${id}`;
    assert.equal((await read(u, p, 'TAGGED')).status, 403);
    const untag = { projectId: p, environment: 'prod', tagIds: [] };
    for (const attempt of [
      () => u('PATCH', tag, { slug: 'harmless' }),
      () => u('PATCH', `/api/v1/workspace/${p}/tags/${id}`, { slug: 'harmless' }),
      () => u('DELETE', tag),
      () => u('PATCH', '/api/v4/secrets/TAGGED', untag),
    ])
      assert.doesNotMatch((await refused(house, attempt)).text, /kept/);
    assert.equal((await read(u, p, 'TAGGED')).status, 403);
    await allowed(() => u('PATCH', `/api/v1/projects/${p}/tags/${free}`, { slug: 'freer' }));
    await allowed(() => admin('PATCH', tag, { slug: 'harmless' }));
  });

  it('a secret is not renamed, nor tagged, into reach, and the answer has no value', async () => {
    const { p, u } = await scene([
      { subject: 'secrets', action: ['describeSecret', 'edit'] },
      {
        subject: 'secrets',
        action: ['readValue'],
        conditions: { secretName: { $glob: 'PUBLIC_*' } },
      },
      { subject: 'secrets', action: ['readValue'], conditions: { secretTags: { $in: ['open'] } } },
      { subject: 'tags', action: ['read'] },
    ]);
    const open = await tagged(p, 'open', 'OPEN');
    await company.secret(p, 'ROOTPW', 'kept', 'prod');
    const at = { projectId: p, environment: 'prod' };
    for (const wanted of [{ newSecretName: 'PUBLIC_X' }, { tagIds: [open] }]) {
      const attempt = () => u('PATCH', '/api/v4/secrets/ROOTPW', { ...at, ...wanted });
      assert.doesNotMatch((await refused(house, attempt)).text, /kept/);
      const legacy = () =>
        u('PATCH', '/api/v3/secrets/raw/ROOTPW', {
          workspaceId: p,
          environment: 'prod',
          ...wanted,
        });
      assert.doesNotMatch((await refused(house, legacy)).text, /kept/);
    }
    const other = await allowed(() =>
      u('PATCH', '/api/v4/secrets/ROOTPW', { ...at, newSecretName: 'ROOT_PW' }),
    );
    assert.doesNotMatch(other.text, /kept/);
  });

  it('a folder or an environment goes only with the right to delete each thing in it', async () => {
    const { p, u, environment } = await scene([
      { subject: 'secret-folders', action: ['read', 'delete'] },
      { subject: 'environments', action: ['read', 'delete'] },
      {
        subject: 'secret-folders',
        action: ['delete'],
        inverted: true,
        conditions: { secretPath: { $glob: '/empty/sub/**' } },
      },
    ]);
    const full = await folder(p, 'full');
    await company.secret(p, 'F', 'kept', 'prod', '/full');
    const empty = await folder(p, 'empty');
    await folder(p, 'sub', '/empty');
    const plain = await folder(p, 'plain');
    const place = { workspaceId: p, environment: 'prod', path: '/' };
    for (const attempt of [
      () => u('DELETE', `/api/v1/folders/${full}`, place),
      () => u('DELETE', `/api/v2/folders/${full}`, { forceDelete: true }),
      () => u('DELETE', `/api/v1/folders/${empty}`, place),
      () => u('DELETE', `/api/v2/folders/${empty}`, { forceDelete: true }),
      () => u('DELETE', `/api/v1/projects/${p}/environments/${environment('prod')}`),
    ])
      await refused(house, attempt);
    await allowed(() => u('DELETE', `/api/v2/folders/${plain}`, { forceDelete: false }));
    await allowed(() => admin('DELETE', `/api/v2/folders/${full}`, { forceDelete: true }));
  });
});
