import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { projects, secrets } from '@coterie/contract';
import { sql } from 'kysely';
import { type Company, type House, openCompany, openHouse, reads } from '../support/house.ts';

const canary = 'canary-7f3a9c2e-do-not-leak';

describe('secrets at rest', () => {
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

  it('no value stands in any table', async () => {
    const project = await company.project('Canary');
    await company.secret(project.id, 'CANARY', canary);
    const { rows: tables } = await sql<{
      name: string;
    }>`SELECT table_name AS name FROM information_schema.tables WHERE table_schema = 'public'`.execute(
      db(),
    );
    for (const { name } of tables) {
      const { rows } = await sql<{
        n: number;
      }>`SELECT count(*) AS n FROM ${sql.table(name)} t WHERE position(${canary} in t::text) > 0 OR position(${Buffer.from(canary).toString('hex')} in t::text) > 0`.execute(
        db(),
      );
      assert.equal(rows[0]?.n, 0, name);
    }
    assert.equal(await reads(company.admin, project.id, 'CANARY'), canary);
  });

  it('a row copied to another secret, version or project does not decrypt', async () => {
    const project = await company.project('Copied');
    const other = await company.project('Target');
    await company.secret(project.id, 'A', 'one');
    await company.secret(project.id, 'B', 'two');
    await company.secret(other.id, 'C', 'three');
    const copy = (from: string, to: string) =>
      sql`UPDATE secret_versions SET value = (SELECT v.value FROM secret_versions v JOIN secrets s ON s.id = v.secret_id AND v.version = s.version WHERE s.key = ${from} AND s.project_id IN (${project.id}, ${other.id}))
        WHERE secret_id = (SELECT id FROM secrets WHERE key = ${to} AND project_id IN (${project.id}, ${other.id}))`.execute(
        db(),
      );
    await copy('A', 'B');
    assert.equal(await reads(company.admin, project.id, 'B'), 500);
    await copy('A', 'C');
    assert.equal(await reads(company.admin, other.id, 'C'), 500);
    assert.equal(await reads(company.admin, project.id, 'A'), 'one');
  });

  it('an older version written back in place does not decrypt', async () => {
    const project = await company.project('Rollback');
    await company.secret(project.id, 'OLD', 'first');
    await company.admin.call(secrets.editSecret, {
      params: { secretName: 'OLD' },
      body: { projectId: project.id, environment: 'dev', secretValue: 'second' },
    });
    await sql`UPDATE secret_versions v SET value = (SELECT o.value FROM secret_versions o WHERE o.secret_id = v.secret_id AND o.version = 1)
      WHERE version = 2 AND secret_id = (SELECT id FROM secrets WHERE key = 'OLD' AND project_id = ${project.id})`.execute(
      db(),
    );
    assert.equal(await reads(company.admin, project.id, 'OLD'), 500);
  });

  it('deleting a project destroys its key', async () => {
    const project = await company.project('Doomed');
    await company.secret(project.id, 'KEY', 'x');
    await company.admin.call(projects.deleteProject, { params: { projectId: project.id } });
    for (const table of ['project_keys', 'secrets', 'folders', 'environments', 'grants'] as const)
      assert.deepEqual(
        await db().selectFrom(table).selectAll().where('project_id', '=', project.id).execute(),
        [],
      );
  });

  it('each value is a version; the same value again is none; all of them can be read back', async () => {
    const project = await company.project('History');
    const place = { projectId: project.id, environment: 'dev' };
    const { secret } = await company.secret(project.id, 'KEY', 'one');
    for (const secretValue of ['two', 'two', 'three'])
      await company.admin.call(secrets.editSecret, {
        params: { secretName: 'KEY' },
        body: { ...place, secretValue },
      });
    await company.admin.call(secrets.editSecret, {
      params: { secretName: 'KEY' },
      body: { ...place, newSecretName: 'RENAMED' },
    });
    const { versions, totalCount } = await company.admin.call(secrets.listSecretVersions, {
      params: { secretId: secret.id },
      query: { viewSecretValue: 'true' },
    });
    assert.equal(totalCount, 4);
    assert.deepEqual(
      versions.map(({ version, secretKey, secretValue }) => [version, secretKey, secretValue]),
      [
        [4, 'RENAMED', 'three'],
        [3, 'KEY', 'three'],
        [2, 'KEY', 'two'],
        [1, 'KEY', 'one'],
      ],
    );
    const old = await company.admin.call(secrets.getSecret, {
      params: { secretName: 'RENAMED' },
      query: { ...place, version: 2 },
    });
    assert.equal(old.secret.secretValue, 'two');
    const hidden = await company.admin.call(secrets.listSecretVersions, {
      params: { secretId: secret.id },
    });
    assert.ok(
      hidden.versions.every(
        ({ secretValueHidden, secretValue }) =>
          secretValueHidden && secretValue === '<hidden-by-infisical>',
      ),
    );
  });

  it('of many edits at once none is lost', async () => {
    const project = await company.project('Busy');
    const { secret } = await company.secret(project.id, 'KEY', 'start');
    const body = { projectId: project.id, environment: 'dev' };
    await Promise.all(
      Array.from({ length: 15 }, (_, index) =>
        company.admin.call(secrets.editSecret, {
          params: { secretName: 'KEY' },
          body: { ...body, secretValue: `v${index}` },
        }),
      ),
    );
    const { versions } = await company.admin.call(secrets.listSecretVersions, {
      params: { secretId: secret.id },
      query: { viewSecretValue: 'true' },
    });
    assert.deepEqual(
      versions.map(({ version }) => version),
      Array.from({ length: 16 }, (_, index) => 16 - index),
    );
    assert.equal(new Set(versions.map(({ secretValue }) => secretValue)).size, 16);
  });
});
