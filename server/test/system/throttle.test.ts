import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';
import { call, identities, members, session } from '@coterie/contract';
import { sql } from 'kysely';
import { dbOf, liftWaits } from '../support/attempts.ts';
import { type Company, type House, openCompany, openHouse, sender } from '../support/house.ts';
import { network, postFrom } from './support/from-network.ts';

const password = 'correct horse battery';
const wrongPassword = 'wrong wrong wrong';
const login = '/api/v3/auth/login';
const machineLogin = '/api/v1/auth/universal-auth/login';
const browser = '/api/v1/auth/session';
const ours = { 'sec-fetch-site': 'same-origin', 'x-coterie-console': '1' };
const home = '127.200.0.1';

describe('the throttle of sign-ins', { timeout: 240_000 }, () => {
  let house: House;
  let company: Company;
  before(async () => {
    house = await openHouse();
    company = await openCompany(house);
  });
  after(() => house.close());
  beforeEach(async () => {
    await liftWaits(dbOf(house));
  });

  const post = (address: string, path: string, body: object, headers = {}) =>
    postFrom(address, house.url + path, body, headers);
  const statuses = async (asked: Promise<{ status: number }>[]) =>
    (await Promise.all(asked)).map(({ status }) => status);
  const count = (all: number[], wanted: number) => all.filter((one) => one === wanted).length;

  it('looks at five of sixty wrong passwords that come at once, on two nodes together', async () => {
    const ada = await company.person('Ada');
    const other = await house.addNode();
    const began = performance.now();
    const all = await statuses(
      Array.from({ length: 60 }, (_, n) =>
        postFrom(network(1), (n % 2 ? other.url : house.url) + login, {
          email: ada.email,
          password: n === 50 ? password : wrongPassword,
        }),
      ),
    );
    // One more after a second, another after two, four, where the sixty themselves take that long.
    const later = Math.floor(Math.log2(1 + (performance.now() - began) / 1000));
    const looked = count(all, 401) + count(all, 200);
    assert.ok(looked <= 5 + later, `${looked} were looked at`);
    assert.equal(looked + count(all, 429), 60);
  });

  it('looks at no more than the lock allows of eighty wrong client secrets at once', async () => {
    const robot = await company.identity('Robot');
    const body = { clientId: robot.clientId, clientSecret: 'wrong' };
    const all = await statuses(
      Array.from({ length: 80 }, () => post(network(2), machineLogin, body)),
    );
    assert.ok(count(all, 401) <= 3, `${count(all, 401)} were looked at`);
  });

  it('refuses none of sixty right sign-ins of a machine at once', async () => {
    const robot = await company.identity('Busy');
    const body = { clientId: robot.clientId, clientSecret: robot.clientSecret };
    const all = await statuses(
      Array.from({ length: 60 }, () => post(network(3), machineLogin, body)),
    );
    assert.equal(count(all, 200), 60);
  });

  it('makes nobody who comes from a known place wait for 130 networks that attack', async () => {
    const ada = await company.person('Known');
    const robot = await company.identity('Steady');
    const credentials = { clientId: robot.clientId, clientSecret: robot.clientSecret };
    const first = await post(home, browser, { email: ada.email, password }, ours);
    assert.equal(first.status, 200);
    const device = [first.headers['set-cookie']]
      .flat()
      .map((one) => one?.split(';')[0])
      .find((one) => one?.startsWith('coterie-device='));
    assert.ok(device);
    assert.equal((await post(home, machineLogin, credentials)).status, 200);

    let isOver = false;
    const seen: number[] = [];
    const attackers = Array.from({ length: 130 }, async (_, n) => {
      for (let turn = 0; turn < 4 && !isOver; turn++)
        for (const asked of [
          post(network(n), login, { email: ada.email, password: wrongPassword }),
          post(network(n), machineLogin, { ...credentials, clientSecret: 'wrong' }),
        ])
          seen.push((await asked).status);
    });
    const right: number[] = [];
    for (let turn = 0; turn < 8; turn++) {
      const asked = [
        // The same browser from a network that nobody knows, and the known network without a cookie.
        post(
          network(999 + turn),
          browser,
          { email: ada.email, password },
          { ...ours, cookie: device },
        ),
        post(home, login, { email: ada.email, password }),
        post(home, machineLogin, credentials),
      ];
      right.push(...(await statuses(asked)));
    }
    isOver = true;
    await Promise.all(attackers);
    assert.ok(count(seen, 429) > 100, 'nobody was throttled');
    assert.deepEqual([...new Set(right)], [200]);
  });

  it('keeps people apart from machines, and known ones apart from strangers, behind one address', async () => {
    const ada = await company.person('Shared');
    const robot = await company.identity('Neighbour');
    const credentials = { clientId: robot.clientId, clientSecret: robot.clientSecret };
    const office = '127.201.0.1';
    assert.equal((await post(office, machineLogin, credentials)).status, 200);
    const all = await statuses(
      Array.from({ length: 80 }, () =>
        post(office, machineLogin, { clientId: crypto.randomUUID(), clientSecret: 'wrong' }),
      ),
    );
    assert.ok(count(all, 429) > 20);
    assert.equal((await post(office, machineLogin, credentials)).status, 200);
    assert.equal((await post(office, login, { email: ada.email, password })).status, 200);
  });

  it('goes by the clock of the database alone', async () => {
    const ada = await company.person('Clock');
    const [node] = house.nodes;
    assert.ok(node);
    node.parts.now = () => Date.now() + 30_000;
    try {
      const body = { email: ada.email, password: wrongPassword };
      assert.equal((await post(network(4), login, body)).status, 401);
    } finally {
      node.parts.now = Date.now;
    }
    assert.equal((await post(network(4), login, { email: ada.email, password })).status, 200);
  });

  it('does not tell client ids that exist from others', async () => {
    const robot = await company.identity('Unlocked');
    await company.admin.call(identities.editUniversalAuth, {
      params: { identityId: robot.id },
      body: { lockoutEnabled: false },
    });
    const ask = async (address: string, clientId: string) => {
      const found: unknown[] = [];
      for (let turn = 0; turn < 6; turn++) {
        const { status, text } = await post(address, machineLogin, { clientId, clientSecret: 'x' });
        found.push([
          status,
          text.replace(/"reqId":"[^"]*"/, '').replace(/\d+ seconds/, 'N seconds'),
        ]);
      }
      return found;
    };
    assert.deepEqual(
      await ask(network(5), robot.clientId),
      await ask(network(6), crypto.randomUUID()),
    );
  });

  it('a wrong organization takes no use of a client secret', async () => {
    const robot = await company.identity('Once');
    const { clientSecret } = await company.admin.call(identities.createClientSecret, {
      params: { identityId: robot.id },
      body: { numUsesLimit: 1 },
    });
    const credentials = { clientId: robot.clientId, clientSecret };
    const wrong = { ...credentials, organizationSlug: 'nope' };
    assert.equal((await post(network(7), machineLogin, wrong)).status, 404);
    assert.equal((await post(network(7), machineLogin, credentials)).status, 200);
    assert.equal((await post(network(7), machineLogin, credentials)).status, 401);
  });

  it('every sign-in is on record, a flood of refused ones as few lines', async () => {
    const ada = await company.person('Recorded');
    const address = '127.202.0.1';
    for (let turn = 0; turn < 12; turn++)
      await post(address, login, { email: ada.email, password: wrongPassword });
    await post(home, login, { email: ada.email, password });
    const { rows } = await sql<{ outcome: string; times: number; rows: number }>`
      SELECT outcome, sum(times)::int AS times, count(*)::int AS rows FROM sign_ins
      WHERE ip IN (${address}, ${home}) AND account = ${ada.email} GROUP BY outcome`.execute(
      dbOf(house),
    );
    const by = Object.fromEntries(rows.map((row) => [row.outcome, row]));
    assert.equal(by.in?.times, 1);
    assert.equal(by.wrong?.times, 5);
    assert.equal(by.throttled?.times, 7);
    assert.ok((by.wrong?.rows ?? 9) + (by.throttled?.rows ?? 9) <= 4);
    const { rows: texts } = await sql<{ all: string }>`
      SELECT string_agg(sign_ins::text, '') AS all FROM sign_ins`.execute(dbOf(house));
    assert.doesNotMatch(texts[0]?.all ?? '', /wrong wrong|correct horse/);
  });

  it('signing in again ends the former session of that browser, and of no other', async () => {
    const ada = await company.person('Twice');
    const begin = (headers = {}) =>
      post(home, browser, { email: ada.email, password }, { ...ours, ...headers });
    const sessionOf = ({ headers }: Awaited<ReturnType<typeof begin>>) =>
      [headers['set-cookie']].flat()[0]?.split(';')[0] ?? '';
    const first = sessionOf(await begin());
    const elsewhere = sessionOf(await begin());
    const second = sessionOf(await begin({ cookie: first }));
    const isOn = async (cookie: string) =>
      (await fetch(house.url + browser, { headers: { cookie } })).status;
    assert.deepEqual(
      [await isOn(first), await isOn(elsewhere), await isOn(second)],
      [401, 200, 200],
    );
  });

  it('set-up and bootstrap hash nothing once they are done', async () => {
    const [node] = house.nodes;
    assert.ok(node);
    const { passwords } = node.parts;
    let hashed = 0;
    node.parts.passwords = new Proxy(passwords, {
      get(target, name) {
        if (name === 'hash' || name === 'verify') hashed++;
        return Reflect.get(target, name).bind(target);
      },
    });
    try {
      const founder = { email: 'x@example.com', password, organization: 'A' };
      assert.equal((await post(home, '/api/v1/admin/bootstrap', founder)).status, 409);
      const linked = { ...founder, token: 'x' };
      assert.equal((await post(home, '/api/v1/setup', linked, ours)).status, 409);
    } finally {
      node.parts.passwords = passwords;
    }
    assert.equal(hashed, 0);
  });

  it('takes no page of another name for its own, and no browser for a script', async () => {
    const { port } = new URL(house.url);
    const foreign = { host: `evil.example:${port}`, origin: `http://evil.example:${port}` };
    const body = { email: company.adminEmail, password };
    const signIn = { ...foreign, 'x-coterie-console': '1' };
    assert.equal((await post(home, browser, body, signIn)).status, 403);
    const founder = { ...body, organization: 'A' };
    assert.equal((await post(home, '/api/v1/admin/bootstrap', founder, foreign)).status, 403);
    const own = { origin: house.url, 'x-coterie-console': '1' };
    assert.equal((await post(home, browser, body, own)).status, 200);
    const local = { host: `localhost:${port}`, origin: `http://localhost:${port}` };
    assert.equal(
      (await post(home, browser, body, { ...local, 'x-coterie-console': '1' })).status,
      200,
    );
  });
});

describe('an account over organizations', () => {
  let house: House;
  let company: Company;
  let second: { admin: Company['admin']; orgId: string };
  before(async () => {
    house = await openHouse();
    company = await openCompany(house);
    // An organization of its own, whose admin is no admin of the instance.
    const eve = await company.person('Eve');
    const { organization } = await company.admin.call(session.createOrganization, {
      body: { name: 'Other' },
    });
    const { token } = await company.admin.call(session.selectOrganization, {
      body: { organizationId: organization.id },
    });
    const founder = { ...company.admin, token };
    const invited = await call(sender(house.url, founder.token), members.invite, {
      params: { orgId: organization.id },
      body: { email: eve.email, role: 'admin' },
    });
    await call(sender(house.url), members.acceptInvitation, {
      body: { token: invited.token ?? '', password },
    });
    const selected = await eve.call(session.selectOrganization, {
      body: { organizationId: organization.id },
    });
    const { callerAt } = await import('../support/house.ts');
    second = { admin: callerAt(house.url, selected.token), orgId: organization.id };
  });
  after(() => house.close());

  const invite = async (by: { admin: Company['admin']; orgId: string }, email: string) =>
    (await by.admin.call(members.invite, { params: { orgId: by.orgId }, body: { email } })).token ??
    '';
  const accept = (token: string, chosen: string) =>
    call(sender(house.url), members.acceptInvitation, { body: { token, password: chosen } }).then(
      () => 200,
      (error: { status: number }) => error.status,
    );
  const signsIn = (email: string, chosen: string) =>
    call(sender(house.url), session.login, { body: { email, password: chosen } }).then(
      () => true,
      () => false,
    );

  it('two links of two organizations at once: one sets the password, the other must count or prove', async () => {
    for (let round = 0; round < 6; round++) {
      const email = `new${round}@example.com`;
      const [a, b] = [await invite(company, email), await invite(second, email)];
      const answers = await Promise.all([
        accept(b, 'the persons own pass 1'),
        accept(a, 'the attackers pass 22'),
      ]);
      assert.equal(answers.filter((one) => one === 200).length, 1, answers.join(' '));
      const [own, other] = [
        await signsIn(email, 'the persons own pass 1'),
        await signsIn(email, 'the attackers pass 22'),
      ];
      assert.deepEqual([own, other], answers[0] === 200 ? [true, false] : [false, true]);
    }
  });

  it('an account whose address nobody has proven counts in no other organization', async () => {
    const email = 'person@example.com';
    assert.equal(await accept(await invite(company, email), 'the attackers pass 22'), 200);
    const link = await invite(second, email);
    const looked = await call(sender(house.url), members.lookUpInvitation, {
      body: { token: link },
    });
    assert.equal(looked.hasAccount, null);
    assert.equal(await accept(link, 'the attackers pass 22'), 409);
    assert.equal(await accept(link, 'the persons own pass 1'), 409);
    const { users } = await second.admin.call(members.listMembers, {
      params: { orgId: second.orgId },
    });
    assert.equal(users.find((one) => one.user.email === email)?.status, 'invited');
  });

  it('an admin of the instance vouches by inviting', async () => {
    const email = 'vouched@example.com';
    assert.equal(await accept(await invite(second, email), 'a password of my own'), 200);
    assert.equal(await accept(await invite(company, email), 'a wrong password too'), 401);
    assert.equal(await accept(await invite(company, email), 'a password of my own'), 200);
  });
});
