import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { access, groups, members } from '@coterie/contract';
import { World } from '@coterie/kernel';
import { readWorld } from '../../src/access/read-world.ts';
import { changesAfter } from '../../src/store/log/log.ts';
import { type Company, type House, openCompany, openHouse } from '../support/house.ts';

const kinds = ['member', 'group', 'manager', 'edge', 'project', 'grant', 'role'] as const;
const factsOf = (world: World) =>
  kinds.map((kind) => [...world.all(kind)].sort((a, b) => (a.id < b.id ? -1 : 1)));

describe('the access log', () => {
  let house: House;
  let company: Company;
  before(async () => {
    house = await openHouse();
    company = await openCompany(house);
    const ada = await company.person('Ada');
    const project = await company.project('Web');
    const group = await company.group('Engineering', 'member');
    await company.join(group, ada);
    await company.role(
      'reader',
      [{ subject: 'secrets', action: ['describeSecret'], conditions: { environment: 'dev' } }],
      project.id,
    );
    await company.addGroup(project, group, 'viewer', 'reader');
    await company.addUser(project, ada, 'member');
    await company.admin.call(groups.editGroup, {
      params: { id: group.id },
      body: { name: 'Engineers', isSuspended: true },
    });
    await company.admin.call(members.removeMember, {
      params: { orgId: company.orgId, membershipId: ada.membershipId },
    });
  });
  after(() => house.close());
  const db = () => {
    const [node] = house.nodes;
    assert.ok(node);
    return node.parts.db;
  };

  it('replayed from nothing, gives just what the tables hold', async () => {
    const replayed = new World();
    let last = 0;
    for (const { version, changes } of await changesAfter(db(), company.orgId, 0)) {
      assert.equal(version, ++last);
      replayed.apply(changes, version);
    }
    assert.ok(last > 8);
    assert.deepEqual(
      factsOf(replayed),
      factsOf((await readWorld(db(), company.orgId)) ?? new World()),
    );
  });

  it('says who did what, in words, newest first, and about whom one asks', async () => {
    const { entries, totalCount } = await company.admin.call(access.readAccessLog, {
      query: { limit: 3 },
    });
    assert.equal(entries.length, 3);
    assert.equal(entries[0]?.version, totalCount);
    assert.equal(entries[0]?.actor.id, company.adminId);
    assert.match(entries[0]?.text ?? '', /left the organization/);
    const all = await company.admin.call(groups.listGroups);
    const about = await company.admin.call(access.readAccessLog, { query: { about: all[0]?.id } });
    assert.ok(about.totalCount > 0 && about.totalCount < totalCount);
  });

  it('shows every way of tampering', async () => {
    const verify = () => company.admin.call(access.verifyAccessLog);
    assert.equal((await verify()).intact, true);
    const row = await db()
      .selectFrom('access_log')
      .selectAll()
      .where('org_id', '=', company.orgId)
      .where('version', '=', 4)
      .executeTakeFirstOrThrow();
    const put = (entry: string) =>
      db()
        .updateTable('access_log')
        .set({ entry })
        .where('org_id', '=', company.orgId)
        .where('version', '=', 4)
        .execute();
    await put(row.entry.replace('"command"', '"Command"'));
    assert.equal((await verify()).brokenAt, 4);
    await put(row.entry);
    assert.equal((await verify()).intact, true);
    await db()
      .deleteFrom('access_log')
      .where('org_id', '=', company.orgId)
      .where('version', '=', 4)
      .execute();
    assert.equal((await verify()).brokenAt, 4);
    await db().insertInto('access_log').values(row).execute();
    assert.equal((await verify()).intact, true);
    const newest = await db()
      .selectFrom('access_log')
      .selectAll()
      .where('org_id', '=', company.orgId)
      .orderBy('version', 'desc')
      .executeTakeFirstOrThrow();
    await db()
      .deleteFrom('access_log')
      .where('org_id', '=', company.orgId)
      .where('version', '=', newest.version)
      .execute();
    assert.equal((await verify()).intact, false);
    await db().insertInto('access_log').values(newest).execute();
  });
});
