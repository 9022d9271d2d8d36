import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { listing, openCli, type Scene } from '../support/cli.ts';
import { merged, secretsIn } from '../support/cli-secrets.ts';
import { decode } from '../support/go.ts';

/** `infisical secrets set`: looks (S8), then makes (S4) or changes (S5) each; with `--tag` T7 and T8. */
describe('cli: secrets set', () => {
  let scene: Scene;
  before(async () => {
    scene = await openCli();
  });
  after(() => scene.house.close());

  const list = (client = scene.cli) =>
    client.ok('GET', '/v4/secrets', { query: listing(scene.projectId) });
  async function tagId(slug: string): Promise<string> {
    const base = `/v1/projects/${scene.projectId}/tags`;
    const found = await scene.cli.send('GET', `${base}/slug/${slug}`);
    const body =
      found.status === 404
        ? await scene.cli.ok('POST', base, { body: { slug, color: '' } })
        : found.body;
    const tag = decode(body, 'tag', { id: 'id', slug: 'text', name: 'text' });
    assert.deepEqual([tag.slug, tag.name], [slug, slug]);
    return tag.id;
  }
  type Wanted = { key: string; value: string; type?: string; tagIds?: string[] };
  async function set({ key, value, type = 'shared', tagIds }: Wanted, client = scene.cli) {
    const isThere = secretsIn(await list(client)).some(
      (one) => one.secretKey === key && one.type === type,
    );
    const body = {
      workspaceId: scene.projectId,
      environment: 'dev',
      secretPath: '/',
      secretKey: key,
      secretName: key,
      secretValue: value,
      type,
      ...(tagIds ? { tagIds } : {}),
    };
    const path = `/v3/secrets/raw/${key}`;
    return client.ok(isThere ? 'PATCH' : 'POST', path, { body });
  }

  it('makes what is not there, and changes what is', async () => {
    await set({ key: 'KEY', value: 'one' });
    await set({ key: 'KEY', value: 'two' });
    const [key] = secretsIn(await list());
    assert.deepEqual([key?.secretValue, key?.version], ['two', 2]);
  });

  it('sets one’s own beside the shared one', async () => {
    await set({ key: 'OWN', value: 'for all' }, scene.user);
    await set({ key: 'OWN', value: 'mine', type: 'personal' }, scene.user);
    assert.equal(merged(await list(scene.user)).OWN, 'mine');
    assert.equal(merged(await list()).OWN, 'for all');
  });

  it('with tags makes those that are missing, once', async () => {
    const first = await tagId('db');
    assert.equal(await tagId('db'), first);
    await set({ key: 'TAGGED', value: 'x', tagIds: [first] });
    const tagged = secretsIn(await list()).find(({ secretKey }) => secretKey === 'TAGGED');
    assert.deepEqual(tagged?.tags, ['db']);
  });
});
