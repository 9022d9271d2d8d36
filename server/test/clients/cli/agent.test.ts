import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { secrets } from '@coterie/contract';
import { cliAt, listing, openCli, type Scene } from '../support/cli.ts';
import { decode } from '../support/go.ts';

/** `infisical agent`: A1 with a slash at its end, then S8 again and again, and templates when the ETag is another. */
describe('cli: agent', () => {
  let scene: Scene;
  before(async () => {
    scene = await openCli();
    await scene.company.secret(scene.projectId, 'KEY', 'one');
  });
  after(() => scene.house.close());

  it('signs in at a path with a slash at its end', async () => {
    const { clientId, clientSecret } = scene.robot;
    const made = await cliAt(scene.house.url).ok('POST', '/v1/auth/universal-auth/login/', {
      body: { clientId, clientSecret },
    });
    assert.ok(decode(made, '', { accessToken: 'text' }).accessToken);
  });

  const poll = (path: string, query: Record<string, string>, etag?: string | null) =>
    scene.cli.send('GET', path, { query, ...(etag ? { headers: { 'if-none-match': etag } } : {}) });
  for (const [what, path, query] of [
    ['a listing', '/v4/secrets', (projectId: string) => listing(projectId)],
    ['one secret', '/v4/secrets/KEY', (projectId: string) => ({ projectId, environment: 'dev' })],
    [
      'a listing of the third version',
      '/v3/secrets/raw',
      (workspaceId: string) => ({ workspaceId, workspaceSlug: '', environment: 'dev' }),
    ],
  ] as const)
    it(`sees by the ETag whether ${what} has changed`, async () => {
      const asked = query(scene.projectId);
      const first = await poll(path, asked);
      const etag = first.headers.get('etag');
      assert.ok(etag);
      assert.equal((await poll(path, asked)).headers.get('etag'), etag);
      const same = await poll(path, asked, etag);
      assert.equal(same.status, 304);
      assert.equal(same.headers.get('etag'), etag);
      await scene.company.admin.call(secrets.editSecret, {
        params: { secretName: 'KEY' },
        body: { projectId: scene.projectId, environment: 'dev', secretValue: `after ${what}` },
      });
      const changed = await poll(path, asked, etag);
      assert.equal(changed.status, 200);
      assert.notEqual(changed.headers.get('etag'), etag);
    });
});
