import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { CallFailed, secrets } from '@coterie/contract';
import { sql } from 'kysely';
import { type Company, type House, openCompany, openHouse, reads } from '../support/house.ts';

type Metadata = { key: string; value: string; isEncrypted: boolean }[];

describe('a row of a secret that was changed in the database', () => {
  let house: House;
  let company: Company;
  before(async () => {
    house = await openHouse();
    company = await openCompany(house);
  });
  after(() => house.close());
  const db = () => {
    const [node] = house.nodes;
    assert.ok(node);
    return node.parts.db;
  };

  /** A project with a secret ONE in two versions and another, TWO. */
  async function scene(name: string) {
    const { id } = await company.project(name);
    const one = (await company.secret(id, 'ONE', 'first')).secret;
    const two = (await company.secret(id, 'TWO', 'other')).secret;
    await edit(id, 'ONE', { secretValue: 'second' });
    return { project: id, one: one.id, two: two.id };
  }
  const edit = (projectId: string, secretName: string, more: object) =>
    company.admin.call(secrets.editSecret, {
      params: { secretName },
      body: { projectId, environment: 'dev', ...more },
    });
  /** The text of the refusal of each way to the secret. */
  async function refused(project: string, secretName: string, environment = 'dev', id?: string) {
    const query = { projectId: project, environment };
    const params = { secretName };
    const ways = [
      () => company.admin.refusal(secrets.getSecret, { params, query }),
      () => company.admin.refusal(secrets.listSecrets, { query }),
      () =>
        company.admin.refusal(secrets.editSecret, { params, body: { ...query, secretValue: '' } }),
      ...(id
        ? [() => company.admin.refusal(secrets.listSecretVersions, { params: { secretId: id } })]
        : []),
    ];
    for (const way of ways) {
      const { statusCode, message } = await way();
      assert.equal(statusCode, 500);
      assert.match(message, /does not match what was written/);
      if (id) assert.ok(message.includes(id), message);
    }
  }

  it('with an older version called the newest is refused', async () => {
    const { project, one } = await scene('Older');
    await sql`UPDATE secrets SET version = 1 WHERE id = ${one}`.execute(db());
    await refused(project, 'ONE', 'dev', one);
    await sql`DELETE FROM secret_versions WHERE secret_id = ${one} AND version = 2`.execute(db());
    await refused(project, 'ONE', 'dev', one);
  });

  it('under the name of another is refused', async () => {
    const { project, one, two } = await scene('Swapped');
    for (const [id, key] of [
      [one, 'X'],
      [two, 'ONE'],
      [one, 'TWO'],
    ])
      await sql`UPDATE secrets SET key = ${key} WHERE id = ${id}`.execute(db());
    await refused(project, 'ONE', 'dev', two);
  });

  it('moved to another folder, or with its folder to another environment, is refused', async () => {
    const { project, one } = await scene('Moved');
    await sql`UPDATE secrets SET folder_id = (SELECT f.id FROM folders f JOIN environments e ON e.id = f.environment_id
      WHERE f.project_id = ${project} AND e.slug = 'prod') WHERE id = ${one}`.execute(db());
    await refused(project, 'ONE', 'prod', one);

    const other = await scene('Folder moved');
    await sql`UPDATE folders SET path = '/x' WHERE project_id = ${other.project} AND environment_id = (SELECT id FROM environments WHERE project_id = ${other.project} AND slug = 'prod')`.execute(
      db(),
    );
    await sql`UPDATE folders SET environment_id = (SELECT id FROM environments WHERE project_id = ${other.project} AND slug = 'prod')
      WHERE id = (SELECT folder_id FROM secrets WHERE id = ${other.one})`.execute(db());
    await refused(other.project, 'ONE', 'prod');
  });

  it('given to another owner, or to all, is refused', async () => {
    const { project } = await scene('Owner');
    const body = { projectId: project, environment: 'dev', secretValue: 'mine' };
    const { secret } = await company.admin.call(secrets.createSecret, {
      params: { secretName: 'MINE' },
      body: { ...body, type: 'personal' },
    });
    await sql`UPDATE secrets SET owner_id = NULL WHERE id = ${secret.id}`.execute(db());
    await refused(project, 'MINE', 'dev', secret.id);
  });

  it('without its seal is refused', async () => {
    const { project, one } = await scene('Unsealed');
    await sql`UPDATE secrets SET mac = NULL WHERE id = ${one}`.execute(db());
    await refused(project, 'ONE', 'dev', one);
    await house.addNode();
    await refused(project, 'ONE', 'dev', one);
  });

  it('with metadata swapped, or from before, is refused', async () => {
    const { project, one } = await scene('Metadata');
    const write = (a: string) =>
      edit(project, 'ONE', {
        secretMetadata: [
          { key: 'a', value: a, isEncrypted: true },
          { key: 'b', value: 'two', isEncrypted: true },
        ],
      });
    const read = async () => {
      const found = await db()
        .selectFrom('secrets')
        .select('metadata')
        .where('id', '=', one)
        .executeTakeFirstOrThrow();
      return found.metadata;
    };
    const put = (metadata: Metadata) =>
      sql`UPDATE secrets SET metadata = ${JSON.stringify(metadata)} WHERE id = ${one}`.execute(
        db(),
      );
    await write('old');
    const before = await read();
    await write('new');
    const now = await read();
    await put(before);
    await refused(project, 'ONE', 'dev', one);
    const [a, b] = now;
    assert.ok(a && b);
    await put([
      { ...a, value: b.value },
      { ...b, value: a.value },
    ]);
    await refused(project, 'ONE', 'dev', one);
    await put(now);
    const seen = await company.admin.call(secrets.getSecret, {
      params: { secretName: 'ONE' },
      query: { projectId: project, environment: 'dev' },
    });
    assert.deepEqual(seen.secret.secretMetadata, [
      { key: 'a', value: 'new', isEncrypted: true },
      { key: 'b', value: 'two', isEncrypted: true },
    ]);
  });

  it('does not come about by renaming a secret with personal ones, a folder or an environment', async () => {
    const { project } = await scene('Renamed');
    const body = { projectId: project, environment: 'dev' };
    await company.admin.call(secrets.createSecret, {
      params: { secretName: 'ONE' },
      body: { ...body, secretValue: 'mine', type: 'personal' },
    });
    await edit(project, 'ONE', { newSecretName: 'ELSE' });
    await sql`UPDATE environments SET slug = 'renamed' WHERE project_id = ${project} AND slug = 'dev'`.execute(
      db(),
    );
    assert.equal(await reads(company.admin, project, 'ELSE', 'renamed'), 'second');
    const own = await company.admin.call(secrets.getSecret, {
      params: { secretName: 'ELSE' },
      query: { projectId: project, environment: 'renamed', type: 'personal' },
    });
    assert.equal(own.secret.secretValue, 'mine');
  });

  it('is one of those from before rows were bound only once', async () => {
    const { project, one } = await scene('From before');
    await sql`UPDATE secrets SET mac = NULL WHERE id = ${one}`.execute(db());
    await sql`UPDATE instance SET rows_bound_at = NULL`.execute(db());
    await house.addNode();
    assert.equal(await reads(company.admin, project, 'ONE'), 'second');
    const old = await company.admin
      .call(secrets.getSecret, {
        params: { secretName: 'ONE' },
        query: { projectId: project, environment: 'dev', version: 1 },
      })
      .catch((error: unknown) => error);
    assert.ok(!(old instanceof CallFailed), 'an older version is shown');
  });
});
