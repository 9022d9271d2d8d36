import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import {
  access,
  type Endpoint,
  endpoints,
  groups,
  members,
  memberships,
  tags,
} from '@coterie/contract';
import { sql } from 'kysely';
import { dbOf, type Raw, rawOf } from '../support/attempts.ts';
import { type Company, type House, openCompany, openHouse, type Person } from '../support/house.ts';
import { hide, type Things, valuesFrom } from './support/hidden.ts';
import { samplesOf } from './support/samples.ts';

/** Not called here: each ends or changes the session that asks. */
const left = new Set(['session.signOut', 'session.switchOrganization']);

const changing = Object.entries(endpoints).filter(
  ([name, one]: [string, Endpoint]) =>
    one.method !== 'GET' && one.who.kind !== 'anyone' && !one.asks && !left.has(name),
);

describe('a refused attempt at changing something leaves its entry', () => {
  let house: House;
  let company: Company;
  let things: Things;
  let mallory: Person;
  let raw: Raw;
  before(async () => {
    house = await openHouse();
    company = await openCompany(house);
    const { inProject, inOrganization } = await hide(company);
    things = { ...inProject, ...inOrganization };
    mallory = await company.person('Mallory');
    await company.addUser({ id: things.project as string }, mallory, 'viewer');
    raw = rawOf(house.url, mallory.token);
  });
  after(() => house.close());

  type Kept = { n: number; deeds: { do: string; name: string; more: string }[] };
  const entries = async (): Promise<Kept[]> =>
    (
      await sql<{ n: number; entry: string }>`SELECT n, entry FROM trail ORDER BY n`.execute(
        dbOf(house),
      )
    ).rows.map(({ n, entry }) => ({ n, deeds: JSON.parse(entry).deeds }));
  /** The refusals that an act leaves in the trail. */
  async function leaves(act: () => Promise<unknown>) {
    const before = (await entries()).length;
    await act();
    const added = (await entries()).slice(before);
    return added.map(({ deeds }) => deeds);
  }
  /** A clock that stands still, at the beginning of a minute. */
  const inOneMinute = async (act: () => Promise<unknown>) => {
    const [node] = house.nodes;
    assert.ok(node);
    const { now } = node.parts;
    const at = Math.ceil(Date.now() / 60_000) * 60_000;
    node.parts.now = () => at;
    await act().finally(() => {
      node.parts.now = now;
    });
  };

  const answered = new Map<string, number>();
  for (const [name, endpoint] of changing)
    it(`${name}: one for each refusal, and no value in it`, async () => {
      const values = valuesFrom({ ...things, self: mallory.id }, company.orgId);
      const canary = 'canary-of-a-value';
      const all = samplesOf(endpoint, (field, path) =>
        /value$|comment$|password$/i.test(field) ? [canary] : values(field, path),
      );
      for (const one of all) {
        const search = new URLSearchParams((one.query ?? {}) as Record<string, string>).toString();
        let status = 0;
        const made = await leaves(async () => {
          const path = `${one.path}${search ? `?${search}` : ''}`;
          ({ status } = await raw(endpoint.method, path, one.body));
        });
        if (status !== 403) continue;
        assert.equal(made.length, 1, `${one.path} ${JSON.stringify(one.body)}`);
        assert.deepEqual(
          made[0]?.map((deed) => deed.do),
          ['access.refuse'],
        );
        assert.ok(!JSON.stringify(made).includes(canary), JSON.stringify(made));
        answered.set(name, status);
        // The same again in other words is told once a minute.
        return;
      }
    });

  it('most of them were refused', () => {
    const other = changing.map(([name]) => name).filter((name) => !answered.has(name));
    assert.ok(answered.size >= 80, `${answered.size}, not ${other.join(' ')}`);
  });

  it('what was tried is told by the names of the time', async () => {
    const [deeds] = await leaves(() =>
      raw('PATCH', `/api/v1/projects/${things.project}/environments/${things.environment}`, {
        slug: 'elsewhere',
      }),
    );
    assert.match(deeds?.[0]?.name ?? '', new RegExp(`${things.environmentSlug} elsewhere`));
    assert.equal(deeds?.[0]?.more, 'forbidden environments:edit');
  });

  it('also of many at once, of which some were done', async () => {
    const team = await company.group('Team', 'admin');
    const friend = await company.person('Friend', 'no-access');
    await company.admin.call(groups.addGroupManager, {
      params: { id: team.id },
      body: { principalId: mallory.id, kind: 'owner' },
    });
    const [deeds] = await leaves(() =>
      mallory.call(groups.bulkMembers, {
        params: { id: team.id },
        body: { add: [{ username: mallory.email }, { username: friend.email }], remove: [] },
      }),
    );
    assert.match(deeds?.[0]?.name ?? '', /Team mallory@example.com$/);
    assert.match(deeds?.[0]?.more ?? '', /^(forbidden|exceeds)/);
  });

  it('the same once a minute, and of others ten', async () => {
    const params = { projectId: things.project as string };
    await inOneMinute(async () => {
      const one = await leaves(async () => {
        for (let n = 0; n < 5; n++)
          await mallory.refusal(memberships.addProjectUser, {
            params: { ...params, userId: mallory.id },
            body: { roles: [{ role: 'admin' }] },
          });
      });
      assert.equal(one.length, 1);
      const many = await leaves(async () => {
        for (let n = 0; n < 15; n++)
          await mallory.refusal(tags.createTag, { params, body: { slug: `tag-${n}` } });
      });
      assert.equal(many.length, 10);
      assert.match(many[9]?.[0]?.more ?? '', /; more like it/);
    });
  });

  it('each by whom and what it was about, so that one hides no other', async () => {
    const clerk = await company.person(
      'Clerk',
      (
        await company.role('clerk', [
          { subject: 'groups', action: ['read', 'add-members'] },
          { subject: 'member', action: ['read', 'create'] },
        ])
      ).slug,
    );
    const [one, two] = [
      await company.group('Chiefs', 'admin'),
      await company.group('Heads', 'admin'),
    ];
    const add = (id: string, username: string) => () =>
      clerk.refusal(groups.addGroupUser, { params: { id, username } });
    const invite = (email: string) => () =>
      clerk.refusal(members.invite, {
        params: { orgId: company.orgId },
        body: { email, role: 'admin' },
      });
    const acts: [act: () => Promise<unknown>, names: RegExp][] = [
      [add(one.id, clerk.email), /Chiefs.*clerk/i],
      [add(two.id, clerk.email), /Heads.*clerk/i],
      [add(one.id, mallory.email), /Chiefs.*mallory/i],
      [invite('one@example.com'), /one@example.com admin/],
      [invite('two@example.com'), /two@example.com admin/],
    ];
    await inOneMinute(async () => {
      for (const [act, names] of acts) {
        const made = await leaves(act);
        assert.equal(made.length, 1);
        assert.match(made[0]?.[0]?.name ?? '', names);
      }
    });
  });

  it('not what is only asked', async () => {
    const made = await leaves(async () => {
      await mallory.refusal(access.readAccessLog);
    });
    assert.deepEqual(made, []);
  });
});
