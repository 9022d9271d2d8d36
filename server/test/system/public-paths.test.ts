import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { memberships } from '@coterie/contract';
import { rawOf } from '../support/attempts.ts';
import { type Company, type House, openCompany, openHouse } from '../support/house.ts';

/** Paths and spellings that public clients and scripts use, beside those that a client of ours runs against. */
describe('paths of public clients', () => {
  let house: House;
  let company: Company;
  let call: ReturnType<typeof rawOf>;
  let project: { id: string; slug: string };
  let identity: { id: string };
  before(async () => {
    house = await openHouse();
    company = await openCompany(house);
    call = rawOf(house.url, company.admin.token);
    project = await company.project('Shop');
    identity = await company.identity('deployer');
    await company.admin.call(memberships.addProjectIdentity, {
      params: { projectId: project.id, identityId: identity.id },
      body: { roles: [{ role: 'no-access' }] },
    });
  });
  after(() => house.close());

  const place = () => ({ environment: 'dev', secretPath: '/', type: 'shared' });
  const native = () => ({ projectId: project.id, environment: 'dev', secretPath: '/' });
  const shownOf = async (name: string) => {
    const query = `projectId=${project.id}&environment=dev`;
    const { status, body } = await call('GET', `/api/v4/secrets/${name}?${query}`);
    return status === 200 ? (body.secret as { secretValue: string }).secretValue : status;
  };

  it('a project is named by slug or id under either of its names', async () => {
    for (const [i, named] of [
      { projectSlug: project.slug },
      { workspaceSlug: project.slug },
      { projectId: project.id },
      { workspaceId: project.id },
    ].entries()) {
      const path = `/api/v3/secrets/raw/N${i}`;
      const body = { ...named, ...place() };
      assert.equal((await call('POST', path, { ...body, secretValue: 'one' })).status, 200);
      assert.equal((await call('PATCH', path, { ...body, secretValue: 'two' })).status, 200);
      assert.equal(await shownOf(`N${i}`), 'two');
      assert.equal((await call('DELETE', path, body)).status, 200);
      assert.equal(await shownOf(`N${i}`), 404);
    }
  });

  it('a wrong password is told in the same words by the older way of signing in', async () => {
    const credentials = { email: 'ada@example.com', password: 'wrong' };
    const [first, second] = [
      await call('POST', '/api/v3/auth/login', credentials),
      await call('POST', '/api/v3/auth/login1', { ...credentials, clientPublicKey: 'aa' }),
    ];
    assert.deepEqual([first?.status, second?.status], [401, 401]);
    assert.equal(second?.body.message, first?.body.message);
  });

  for (const [version, path] of [
    ['v4', '/api/v4/secrets/batch'],
    ['v3', '/api/v3/secrets/batch/raw'],
  ] as const) {
    const key = (name: string) => `${name}_${version}`.toUpperCase();
    const at = () =>
      version === 'v4' ? native() : { ...native(), projectId: '', workspaceId: project.id };
    const send = (method: string, secrets: object[], more: object = {}) =>
      call(method, path, { ...at(), ...more, secrets });

    it(`a batch of ${version} makes, changes and deletes, all or none`, async () => {
      const made = [
        { secretKey: key('a'), secretValue: '1' },
        { secretKey: key('b'), secretValue: '2' },
      ];
      assert.equal((await send('POST', made)).status, 200);
      assert.equal(await shownOf('batch'), 404);
      const half = [
        { secretKey: key('a'), secretValue: '9' },
        { secretKey: key('none'), secretValue: '9' },
      ];
      assert.equal((await send('PATCH', half)).status, 404);
      assert.equal(await shownOf(key('a')), '1');
      assert.equal((await send('PATCH', half, { mode: 'ignore' })).status, 200);
      assert.deepEqual([await shownOf(key('a')), await shownOf(key('none'))], ['9', 404]);
      assert.equal((await send('PATCH', half, { mode: 'upsert' })).status, 200);
      assert.equal(await shownOf(key('none')), '9');
      const named = [{ secretKey: key('a') }, { secretKey: key('gone') }];
      assert.equal((await send('DELETE', named)).status, 404);
      assert.equal(await shownOf(key('a')), '9');
      assert.equal((await send('DELETE', [{ secretKey: key('a') }])).status, 200);
      assert.equal(await shownOf(key('a')), 404);
    });
  }

  it('privileges of the first version, named by slug, are made, read, changed and destroyed', async () => {
    const base = '/api/v1/additional-privilege/identity';
    const holder = { projectSlug: project.slug, identityId: identity.id };
    const rule = { action: ['read'], subject: 'secrets', conditions: { environment: 'dev' } };
    const { action: actions, ...rest } = rule;
    const made = await call('POST', `${base}/permanent`, {
      ...holder,
      slug: 'standing',
      privilegePermission: { actions, ...rest },
    });
    assert.equal(made.status, 200, made.text);
    const timed = await call('POST', `${base}/temporary`, {
      ...holder,
      slug: 'passing',
      permissions: [rule],
      temporaryMode: 'relative',
      temporaryRange: '1h',
      temporaryAccessStartTime: new Date().toISOString(),
    });
    assert.equal(timed.status, 200, timed.text);
    const query = `?projectSlug=${project.slug}&identityId=${identity.id}`;
    const listed = await call('GET', base + query);
    assert.deepEqual(
      (listed.body.privileges as { slug: string; isTemporary: boolean }[]).map((one) => [
        one.slug,
        one.isTemporary,
      ]),
      [
        ['standing', false],
        ['passing', true],
      ],
    );
    const named = { ...holder, privilegeSlug: 'passing' };
    const details = { slug: 'lasting', isTemporary: false };
    const changed = await call('PATCH', base, { ...named, privilegeDetails: details });
    assert.equal(changed.status, 200, changed.text);
    const read = await call('GET', `${base}/lasting${query}`);
    const privilege = read.body.privilege as { isTemporary: boolean; permissions: object[] };
    assert.deepEqual(
      [privilege.isTemporary, privilege.permissions],
      [false, [{ ...rule, inverted: false }]],
    );
    for (const privilegeSlug of ['standing', 'lasting'])
      assert.equal((await call('DELETE', base, { ...holder, privilegeSlug })).status, 200);
    assert.equal((await call('GET', `${base}/lasting${query}`)).status, 404);
    const none = await call('POST', `${base}/permanent`, { ...holder, slug: 'empty' });
    assert.match(none.text, /permissions.*at least one rule/);
  });

  it('folders of the second version by id and by name, with the flags of Python', async () => {
    const at = { projectId: project.id, environment: 'dev', path: '/' };
    const made = await call('POST', '/api/v2/folders', { ...at, name: 'three' });
    const { id } = made.body.folder as { id: string };
    const one = `/api/v2/folders/${id}`;
    assert.equal(
      (await call('PATCH', one, { ...at, name: 'renamed', description: null })).status,
      200,
    );
    const read = await call('GET', one);
    assert.equal((read.body.folder as { name: string }).name, 'renamed');
    const query = new URLSearchParams({ ...at, recursive: 'False' });
    assert.equal((await call('GET', `/api/v2/folders?${query}`)).status, 200);
    const named = '/api/v2/folders/renamed';
    assert.equal((await call('DELETE', named, { forceDelete: false })).status, 404);
    assert.equal((await call('DELETE', named, { ...at, forceDelete: false })).status, 200);
    assert.equal((await call('GET', one)).status, 404);
  });

  it('folders of the second version, tags of a secret by slug, a project by slug', async () => {
    const folder = { projectId: project.id, environment: 'dev', path: '/', name: 'two' };
    assert.equal((await call('POST', '/api/v2/folders', folder)).status, 200);
    const listed = await call(
      'GET',
      `/api/v2/folders?projectId=${project.id}&environment=dev&path=/`,
    );
    assert.deepEqual(
      (listed.body.folders as { name: string }[]).map(({ name }) => name),
      ['two'],
    );
    for (const slug of ['red', 'blue'])
      await call('POST', `/api/v1/projects/${project.id}/tags`, { slug });
    await company.secret(project.id, 'TAGGED', 'x');
    const retag = async (method: string, tagSlugs: string[]) => {
      const body = { projectSlug: project.slug, ...place(), tagSlugs };
      const { body: answer } = await call(method, '/api/v3/secrets/tags/TAGGED', body);
      return (answer.secret as { tags: { slug: string }[] }).tags.map(({ slug }) => slug);
    };
    assert.deepEqual(await retag('POST', ['red']), ['red']);
    assert.deepEqual(await retag('POST', ['blue']), ['blue', 'red']);
    assert.deepEqual(await retag('DELETE', ['red']), ['blue']);
    const found = await call('GET', `/api/v1/workspace/slug/${project.slug}`);
    const workspace = found.body.workspace as { id: string };
    assert.deepEqual([found.body.id, workspace.id], [project.id, project.id]);
  });
});
