import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { sql } from 'kysely';
import { allowed, dbOf, type Raw, rawOf } from '../support/attempts.ts';
import { type Company, type House, openCompany, openHouse } from '../support/house.ts';

const reading = ['describeSecret', 'readValue'];
const history = { subject: 'secret-rollback', action: ['read'] };

/** An older version is judged by what it was and by what the secret is, by both routes alike (law 21). */
describe('older versions', () => {
  let house: House;
  let company: Company;
  let admin: Raw;
  let p: string;
  let tag: string;
  let count = 0;
  before(async () => {
    house = await openHouse();
    company = await openCompany(house);
    admin = rawOf(house.url, company.admin.token);
    p = (await company.project('Project')).id;
    const made = await allowed(() =>
      admin('POST', `/api/v1/projects/${p}/tags`, { slug: 'restricted' }),
    );
    tag = (made.body.tag as { id: string }).id;
  });
  after(() => house.close());

  const at = () => ({ projectId: p, environment: 'prod' });
  const write = (method: string, name: string, more: object) =>
    allowed(() => admin(method, `/api/v4/secrets/${name}`, { ...at(), ...more }));
  /** A secret with the value `old`, then changed; its id. */
  async function changed(name: string, first: object, then: object): Promise<string> {
    const { body } = await write('POST', name, { secretValue: 'old', ...first });
    await write('PATCH', name, then);
    return (body.secret as { id: string }).id;
  }
  async function reader(...rules: object[]): Promise<Raw> {
    count += 1;
    await company.role(`reader-${count}`, rules, p);
    const person = await company.person(`Reader${count}`, 'no-access');
    await company.addUser({ id: p }, person, `reader-${count}`);
    return rawOf(house.url, person.token);
  }
  const version = (u: Raw, name: string, number = 1) =>
    u('GET', `/api/v4/secrets/${name}?projectId=${p}&environment=prod&version=${number}`);
  const legacy = (u: Raw, name: string, number = 1) =>
    u('GET', `/api/v3/secrets/raw/${name}?workspaceId=${p}&environment=prod&version=${number}`);
  type Listed = { version: number; secretKey: string; secretValue: string };
  async function versions(u: Raw, id: string) {
    const { body } = await allowed(() =>
      u('GET', `/api/v1/secrets/${id}/versions?viewSecretValue=true`),
    );
    const list = body.versions as Listed[];
    assert.equal(body.totalCount, list.length);
    return list;
  }

  it('a name of then that a reader may not see is left out, its value withheld, by both routes', async () => {
    const id = await changed('SECRET_A', {}, { newSecretName: 'PUBLIC_A', secretValue: 'new' });
    const named = { secretName: { $glob: 'PUBLIC_*' } };
    const u = await reader({ subject: 'secrets', action: reading, conditions: named }, history);
    for (const route of [version, legacy]) {
      const answer = await route(u, 'PUBLIC_A');
      assert.equal(answer.status, 404, answer.text);
      assert.doesNotMatch(answer.text, /old|SECRET_A/);
    }
    assert.deepEqual(
      (await versions(u, id)).map((one) => [one.version, one.secretKey, one.secretValue]),
      [[2, 'PUBLIC_A', 'new']],
    );
    const half = await reader(
      { subject: 'secrets', action: ['describeSecret'] },
      { subject: 'secrets', action: ['readValue'], conditions: named },
      history,
    );
    assert.doesNotMatch((await version(half, 'PUBLIC_A')).text, /old/);
    assert.match((await versions(half, id))[1]?.secretValue ?? '', /hidden|^$/);
    assert.match((await version(admin, 'PUBLIC_A')).text, /"secretValue":"old"/);
    assert.equal((await versions(admin, id))[1]?.secretValue, 'old');
  });

  it('tags are those of then, also where they went with no new version', async () => {
    const restricted = { conditions: { secretTags: { $in: ['restricted'] } }, inverted: true };
    const u = await reader(
      { subject: 'secrets', action: reading },
      { subject: 'secrets', action: ['readValue'], ...restricted },
      history,
    );
    const off = { tagIds: [], secretValue: 'new' };
    const id = await changed('TAGGED', { tagIds: [tag] }, off);
    const later = await changed('TAGGED_LATER', {}, { tagIds: [tag] });
    await write('PATCH', 'TAGGED_LATER', off);
    for (const [name, one] of [
      ['TAGGED', id],
      ['TAGGED_LATER', later],
    ] as const) {
      for (const route of [version, legacy])
        assert.doesNotMatch((await route(u, name)).text, /"old"/);
      const [second, first] = await versions(u, one);
      assert.equal(second?.secretValue, 'new');
      assert.notEqual(first?.secretValue, 'old');
    }
    await allowed(() => admin('PATCH', `/api/v1/projects/${p}/tags/${tag}`, { slug: 'closed' }));
    const { rows } = await sql<{ tags: string[] }>`SELECT tags FROM secret_versions
      WHERE secret_id = ${id} ORDER BY version`.execute(dbOf(house));
    assert.deepEqual(rows, [{ tags: ['closed'] }, { tags: [] }]);
  });

  it('where the tags of then are unknown, who has a rule on tags gets no value', async () => {
    const id = await changed('ANCIENT', {}, { secretValue: 'new' });
    await sql`UPDATE secret_versions SET tags = NULL WHERE secret_id = ${id} AND version = 1`.execute(
      dbOf(house),
    );
    const tags = { conditions: { secretTags: { $in: ['restricted'] } }, inverted: true };
    const careful = await reader(
      { subject: 'secrets', action: reading },
      { subject: 'secrets', action: ['readValue'], ...tags },
      history,
    );
    const plain = await reader({ subject: 'secrets', action: reading }, history);
    assert.doesNotMatch((await version(careful, 'ANCIENT')).text, /"old"/);
    assert.match((await version(plain, 'ANCIENT')).text, /"secretValue":"old"/);
  });

  it('history needs its right; the newest version is none', async () => {
    const id = await changed('PLAIN', {}, { secretValue: 'new' });
    const u = await reader({ subject: 'secrets', action: reading });
    for (const answer of [
      await version(u, 'PLAIN'),
      await legacy(u, 'PLAIN'),
      await u('GET', `/api/v1/secrets/${id}/versions`),
    ]) {
      assert.equal(answer.status, 403, answer.text);
      assert.match(answer.text, /secret-rollback:read/);
    }
    assert.match((await version(u, 'PLAIN', 2)).text, /"secretValue":"new"/);
    const viewer = await company.person('Viewer', 'no-access');
    await company.addUser({ id: p }, viewer, 'viewer');
    assert.equal((await versions(rawOf(house.url, viewer.token), id)).length, 2);
  });
});
