import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { listing, openCli, type Scene } from '../support/cli.ts';
import { merged } from '../support/cli-secrets.ts';
import { decode } from '../support/go.ts';

/** `infisical export --template`: the project by slug (P9), a listing (S8), one secret (S9). */
describe('cli: templates', () => {
  let scene: Scene;
  before(async () => {
    scene = await openCli();
    await scene.company.secret(scene.projectId, 'HOST', 'db');
    await scene.company.secret(scene.projectId, 'URL', 'pg://${HOST}');
  });
  after(() => scene.house.close());

  it('finds the project by its slug, at the top level of the answer', async () => {
    const body = await scene.cli.ok('GET', '/v1/projects/slug/payments');
    const found = decode(body, '', { id: 'id', name: 'text', slug: 'text' });
    assert.deepEqual(found, { id: scene.projectId, name: 'Payments', slug: 'payments' });
    const query = listing(found.id);
    const listed = await scene.cli.ok('GET', '/v4/secrets', { query });
    assert.equal(merged(listed).URL, 'pg://db');
    assert.equal((await scene.cli.send('GET', '/v1/projects/slug/nowhere')).status, 404);
  });

  it('reads one secret by name, expanded, with an ETag', async () => {
    const query = {
      projectId: scene.projectId,
      environment: 'dev',
      secretPath: '/',
      type: 'shared',
      expandSecretReferences: 'true',
      includeImports: 'true',
    };
    const reply = await scene.cli.send('GET', '/v4/secrets/URL', { query });
    assert.equal(reply.status, 200);
    const secret = decode(reply.body, 'secret', { secretKey: 'text', secretValue: 'text' });
    assert.deepEqual(secret, { secretKey: 'URL', secretValue: 'pg://db' });
    assert.ok(reply.headers.get('etag'));
    assert.equal((await scene.cli.send('GET', '/v4/secrets/NOWHERE', { query })).status, 404);
  });
});
