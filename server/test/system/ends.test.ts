import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { call, identities, members } from '@coterie/contract';
import { sql } from 'kysely';
import { dbOf } from '../support/attempts.ts';
import { type Company, type House, openCompany, openHouse, sender } from '../support/house.ts';
import { postFrom } from './support/from-network.ts';

const password = 'correct horse battery';
const hour = 3600_000;
const day = 24 * hour;
const ours = { 'sec-fetch-site': 'same-origin', 'x-coterie-console': '1' };

/** What ends, and what counts at the next request, whatever was said when it began. */
describe('what ends', () => {
  let house: House;
  let company: Company;
  before(async () => {
    house = await openHouse();
    company = await openCompany(house);
  });
  after(() => house.close());

  /** Does something as of a moment that is so far from now (milliseconds). */
  async function later<T>(distance: number, act: () => Promise<T>): Promise<T> {
    const [node] = house.nodes;
    assert.ok(node);
    node.parts.now = () => Date.now() + distance;
    try {
      return await act();
    } finally {
      node.parts.now = Date.now;
    }
  }
  const signIn = async (headers: Record<string, string> = {}) => {
    const { headers: answered } = await postFrom(
      '127.0.0.1',
      `${house.url}/api/v1/auth/session`,
      { email: company.adminEmail, password },
      { ...ours, ...headers },
    );
    return [answered['set-cookie']].flat()[0]?.split(';')[0] ?? '';
  };
  const isOn = async (cookie: string) =>
    (await fetch(`${house.url}/api/v1/auth/session`, { headers: { cookie } })).status === 200;

  /** Lets so much time (milliseconds) pass for every token there is: each was begun and used so much longer ago. */
  const age = (distance: number) =>
    sql`UPDATE tokens SET created_at = created_at - ${distance}::int8 * interval '1 ms',
      used_at = used_at - ${distance}::int8 * interval '1 ms', expires_at = expires_at - ${distance}::int8 * interval '1 ms',
      longest_until = longest_until - ${distance}::int8 * interval '1 ms' WHERE kind = 'session' OR identity_id IS NOT NULL`.execute(
      dbOf(house),
    );

  it('a session that nobody uses, after a day; one in use, after thirty', async () => {
    const idle = await signIn();
    await age(23 * hour);
    assert.equal(await isOn(idle), true);
    await age(23 * hour);
    assert.equal(await isOn(idle), true);
    await age(25 * hour);
    assert.equal(await isOn(idle), false);
    const used = await signIn();
    for (let passed = 20 * hour; passed < 30 * day; passed += 20 * hour) {
      await age(20 * hour);
      assert.equal(await isOn(used), true, `${passed / hour} h`);
    }
    await age(20 * hour);
    assert.equal(await isOn(used), false);
  });

  it('a session that somebody else put into the browser is not the one that begins', async () => {
    const planted = await signIn();
    const begun = await signIn({ cookie: planted });
    assert.notEqual(begun, planted);
    assert.equal(await isOn(planted), false);
  });

  it('an invitation, after seven days, and with the one invited', async () => {
    const params = { orgId: company.orgId };
    const invite = (email: string) =>
      company.admin.call(members.invite, { params, body: { email } });
    const look = (token: string | null) =>
      call(sender(house.url), members.lookUpInvitation, { body: { token: token ?? '' } }).then(
        () => 200,
        (error: { status: number }) => error.status,
      );
    const { token } = await invite('late@example.com');
    assert.equal(await later(7 * day - 60_000, () => look(token)), 200);
    assert.equal(await later(7 * day + 60_000, () => look(token)), 404);
    const gone = await invite('gone@example.com');
    const { users } = await company.admin.call(members.listMembers, { params });
    const membershipId = users.find(({ user }) => user.email === 'gone@example.com')?.id ?? '';
    await company.admin.call(members.removeMember, {
      params: { orgId: company.orgId, membershipId },
    });
    assert.equal(await look(gone.token), 404);
  });

  it('a client secret, with its time', async () => {
    const robot = await company.identity('Timed');
    const { clientSecret } = await company.admin.call(identities.createClientSecret, {
      params: { identityId: robot.id },
      body: { ttl: 60 },
    });
    const body = { clientId: robot.clientId, clientSecret };
    const enter = () =>
      call(sender(house.url), identities.universalAuthLogin, { body }).then(
        () => 200,
        (error: { status: number }) => error.status,
      );
    assert.equal(await later(50_000, enter), 200);
    assert.equal(await later(70_000, enter), 401);
  });

  describe('what the settings of an identity say now', () => {
    const token = async (name: string) => {
      const robot = await company.identity(name);
      const body = { clientId: robot.clientId, clientSecret: robot.clientSecret };
      const { accessToken } = await call(sender(house.url), identities.universalAuthLogin, {
        body,
      });
      const works = async () =>
        (
          await fetch(`${house.url}/api/v1/identities/details`, {
            headers: { authorization: `Bearer ${accessToken}` },
          })
        ).status;
      const renew = () =>
        call(sender(house.url), identities.renewToken, { body: { accessToken } }).then(
          () => 200,
          (error: { status: number }) => error.status,
        );
      const set = (settings: object) =>
        company.admin.call(identities.editUniversalAuth, {
          params: { identityId: robot.id },
          body: settings,
        });
      return { works, renew, set };
    };

    it('addresses: a token in force is refused from elsewhere, and taken again when they are widened', async () => {
      const { works, renew, set } = await token('Narrowed');
      assert.equal(await works(), 200);
      await set({ accessTokenTrustedIps: [{ ipAddress: '10.0.0.0/8' }] });
      assert.deepEqual([await works(), await renew()], [401, 401]);
      await set({ accessTokenTrustedIps: [{ ipAddress: '127.0.0.0/8' }] });
      assert.deepEqual([await works(), await renew()], [200, 200]);
    });

    it('lifetimes: a token in force ends when it would have, had they been so', async () => {
      const { works, renew, set } = await token('Shortened');
      await set({ accessTokenTTL: 60, accessTokenMaxTTL: 120 });
      assert.equal(await works(), 200);
      await age(50_000);
      assert.deepEqual([await works(), await renew()], [200, 200]);
      await age(50_000);
      assert.equal(await works(), 200);
      await age(30_000);
      assert.deepEqual([await works(), await renew()], [401, 401]);
    });

    it('uses: a token in force has no more than are allowed now', async () => {
      const { works, set } = await token('Counted');
      await set({ accessTokenNumUsesLimit: 2 });
      assert.deepEqual([await works(), await works(), await works()], [200, 200, 401]);
    });
  });

  for (const [trust, forwarded, expected] of [
    ['', '203.0.113.9', '127.0.0.1'],
    ['1', '203.0.113.9', '203.0.113.9'],
    ['1', '198.51.100.1, 203.0.113.9', '203.0.113.9'],
    ['2', '198.51.100.1, 203.0.113.9', '198.51.100.1'],
    ['10.0.0.0/8', '203.0.113.9', '127.0.0.1'],
    ['127.0.0.0/8', '198.51.100.1, 203.0.113.9', '203.0.113.9'],
    ['true', '198.51.100.1, 203.0.113.9', '198.51.100.1'],
  ] as const)
    it(`TRUST_PROXY=${trust}: ${forwarded} forwarded counts as ${expected}`, async () => {
      house.env.TRUST_PROXY = trust;
      const node = await house.addNode();
      try {
        const email = `${crypto.randomUUID()}@example.com`;
        await postFrom(
          '127.0.0.1',
          `${node.url}/api/v3/auth/login`,
          { email, password },
          { 'x-forwarded-for': forwarded, 'x-real-ip': '192.0.2.1', forwarded: 'for=192.0.2.2' },
        );
        const seen = await dbOf(house)
          .selectFrom('sign_ins')
          .select('ip')
          .where('account', '=', email)
          .executeTakeFirst();
        assert.equal(seen?.ip, expected);
      } finally {
        house.env.TRUST_PROXY = '';
        await node.stop();
        house.nodes.splice(house.nodes.indexOf(node), 1);
      }
    });
});
