import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { imports, secrets, tags } from '@coterie/contract';
import { listing, openCli, type Scene } from '../support/cli.ts';
import { merged, secretsIn, tagged } from '../support/cli-secrets.ts';

/** `infisical run` and `infisical export`: S8 with imports, merged by the client. */
describe('cli: run and export', () => {
  let scene: Scene;
  before(async () => {
    scene = await openCli();
    const { company, projectId } = scene;
    for (const name of ['first', 'second'])
      await company.admin.call(secrets.createFolder, {
        body: { projectId, environment: 'dev', path: '/', name },
      });
    for (const [key, path] of [
      ['BOTH', '/first'],
      ['BASE', '/first'],
      ['BOTH', '/second'],
      ['LAST', '/second'],
      ['LAST', '/'],
    ] as const)
      await company.secret(projectId, key, path, 'dev', path);
    for (const path of ['/first', '/second'])
      await company.admin.call(imports.createImport, {
        body: { projectId, environment: 'dev', path: '/', import: { environment: 'dev', path } },
      });
  });
  after(() => scene.house.close());

  const list = (more: Record<string, string> = {}) =>
    scene.cli.ok('GET', '/v4/secrets', { query: listing(scene.projectId, more) });

  it('gives a program its own secrets, else the last import’s', async () => {
    assert.deepEqual(merged(await list()), { LAST: '/', BOTH: '/second', BASE: '/first' });
    assert.deepEqual(merged(await list({ includeImports: 'false' })), { LAST: '/' });
  });

  it('by tags gives those with any of them, and the client’s own filter agrees', async () => {
    const { company, projectId } = scene;
    for (const slug of ['red', 'blue', 'green']) {
      const { tag } = await company.admin.call(tags.createTag, {
        params: { projectId },
        body: { slug },
      });
      await company.admin.call(secrets.createSecret, {
        params: { secretName: slug.toUpperCase() },
        body: { projectId, environment: 'prod', secretValue: 'x', tagIds: [tag.id] },
      });
    }
    const all = secretsIn(await list({ environment: 'prod' }));
    const some = secretsIn(await list({ environment: 'prod', tagSlugs: 'red,blue' }));
    assert.deepEqual(some, tagged(all, ['red', 'blue']));
    assert.equal(some.length, 2);
  });

  it('keeps a value of several lines and with every sign', async () => {
    const value = 'a\r\n\tb "c" \\ $x é \u{1F511}\n';
    await scene.company.secret(scene.projectId, 'SIGNS', value, 'staging');
    assert.deepEqual(merged(await list({ environment: 'staging' })), { SIGNS: value });
  });
});
