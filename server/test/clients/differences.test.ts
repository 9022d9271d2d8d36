import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { cliAt, openCli, type Scene } from './support/cli.ts';
import { at, decode } from './support/go.ts';
import type { Method } from './support/wire.ts';

/** What docs/guide/existing-clients.md says is otherwise here, and no test of the server's own shows. */
describe('known differences', () => {
  let scene: Scene;
  before(async () => {
    scene = await openCli();
  });
  after(() => scene.house.close());

  const ask = (method: Method, path: string, body: unknown) =>
    scene.cli.send(method, path, { body });
  const role = (slug: string, ...permissions: unknown[]) =>
    ask('POST', `/v2/workspace/${scene.projectId}/roles`, {
      slug,
      name: slug,
      description: '',
      permissions,
    });

  it('another organization’s slug is refused, the own one is taken', async () => {
    const { clientId, clientSecret } = scene.robot;
    const signIn = (organizationSlug: string) =>
      ask('POST', '/v1/auth/universal-auth/login', { clientId, clientSecret, organizationSlug });
    const { accessToken } = decode((await signIn('')).body, '', { accessToken: 'text' });
    const details = await cliAt(scene.house.url, accessToken).ok('GET', '/v1/identities/details');
    const own = String(at(details, 'identityDetails.organization.slug'));
    assert.equal((await signIn(own)).status, 200);
    assert.equal((await signIn('elsewhere')).status, 404);
    const project = (organizationSlug: string) =>
      ask('POST', '/v2/workspace', {
        projectName: 'Elsewhere',
        slug: 'elsewhere',
        organizationSlug,
      });
    assert.equal((await project('elsewhere')).status, 404);
    assert.equal((await project(own)).status, 200);
  });

  it('rules about what is not here are kept, and rules that nobody documents refused', async () => {
    const leases = { subject: 'dynamic-secrets', action: ['lease'], inverted: false };
    const kept = await role('leaser', leases);
    assert.deepEqual(at(kept.body, 'role.permissions'), [leases]);
    for (const unknown of [
      { subject: 'made-up', action: ['read'] },
      { subject: 'secrets', action: ['made-up'] },
      { subject: 'secrets', action: ['read'], conditions: { environment: { $regex: '.' } } },
    ])
      assert.equal((await role('odd', unknown)).status, 400);
  });

  it('a project of another type holds secrets like any other', async () => {
    const body = {
      projectName: 'Certificates',
      slug: 'certs',
      type: 'cert-manager',
      kmsKeyId: 'x',
    };
    const made = await ask('POST', '/v2/workspace', body);
    assert.equal(at(made.body, 'project.type'), 'cert-manager');
    const secret = {
      workspaceId: at(made.body, 'project.id'),
      environment: 'dev',
      secretValue: 'x',
    };
    assert.equal((await ask('POST', '/v3/secrets/raw/KEY', secret)).status, 200);
  });

  it('slugs have single hyphens, and names of secrets no blanks', async () => {
    const project = { projectName: 'Two hyphens', slug: 'two--hyphens' };
    assert.equal((await ask('POST', '/v2/workspace', project)).status, 400);
    const secret = { workspaceId: scene.projectId, environment: 'dev', secretValue: 'x' };
    assert.equal((await ask('POST', '/v3/secrets/raw/WITH%20BLANK', secret)).status, 400);
    assert.equal((await ask('POST', '/v3/secrets/raw/with.dot-and_line', secret)).status, 200);
  });

  it('a replicated import is kept as one, and read when asked for', async () => {
    const place = { workspaceId: scene.projectId, environment: 'dev' };
    await ask('POST', '/v1/folders', { ...place, name: 'source', path: '/' });
    const made = await ask('POST', '/v1/secret-imports', {
      ...place,
      path: '/',
      isReplication: true,
      import: { environment: 'dev', path: '/source' },
    });
    assert.equal(at(made.body, 'secretImport.isReplication'), true);
    await scene.company.secret(scene.projectId, 'LATER', 'seen', 'dev', '/source');
    const query = { ...place, secretPath: '/', include_imports: 'true' };
    const list = await scene.cli.ok('GET', '/v3/secrets/raw', { query });
    assert.equal(at(list, 'imports.0.secrets.0.secretValue'), 'seen');
  });

  it('a lifetime is at least a second, and at most the longest', async () => {
    const path = `/v1/auth/universal-auth/identities/${scene.robot.id}`;
    for (const wrong of [{ accessTokenTTL: 0 }, { accessTokenTTL: 100, accessTokenMaxTTL: 50 }])
      assert.equal((await ask('PATCH', path, wrong)).status, 400);
  });

  it('the third version’s list shows shared secrets only', async () => {
    const place = { workspaceId: scene.projectId, environment: 'prod', secretPath: '/' };
    for (const type of ['shared', 'personal'])
      await scene.user.ok('POST', '/v3/secrets/raw/KEY', {
        body: { ...place, type, secretValue: type },
      });
    const list = await scene.user.ok('GET', '/v3/secrets/raw', { query: place });
    assert.equal(at(list, 'secrets.0.secretValue'), 'shared');
    assert.equal(at(list, 'secrets.1'), undefined);
  });
});
