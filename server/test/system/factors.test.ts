import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';
import {
  access,
  account,
  endpoints,
  factors,
  groups,
  identities,
  members,
  projects,
  roles,
  session,
} from '@coterie/contract';
import { builtIn } from '@coterie/kernel';
import { generateSync } from 'otplib';
import { liftWaits } from '../support/attempts.ts';
import { Authenticator } from '../support/authenticator.ts';
import {
  type Caller,
  type Company,
  callerAt,
  type House,
  openCompany,
  openHouse,
} from '../support/house.ts';

const password = 'correct horse battery';
const site = 'http://localhost:9999';
const ours = {
  'content-type': 'application/json',
  'sec-fetch-site': 'same-origin',
  'x-coterie-console': '1',
};
const minute = 60_000;
// biome-ignore lint/suspicious/noExplicitAny: answers of many forms, each looked at field by field
type Any = any;

describe('second factors', () => {
  let house: House;
  let company: Company;
  /** The instance's clock stands still but for what a test moves it. */
  let clock = Date.now();
  const parts = () => (house.nodes[0] ?? assert.fail('no node')).parts;
  before(async () => {
    house = await openHouse();
    company = await openCompany(house);
    parts().siteUrl = site;
    parts().now = () => clock;
  });
  beforeEach(() => liftWaits(parts().db));
  after(() => house.close());

  /** The next code that was not used yet: each belongs to half a minute of its own. */
  const codeAt = (secret: string, at = clock) =>
    generateSync({ secret, epoch: Math.floor(at / 1000) });
  const nextCode = (secret: string) => {
    clock += 30_000;
    return codeAt(secret);
  };

  const send = async (
    path: string,
    body: object,
    headers: Record<string, string> = {},
    method = 'POST',
  ) => {
    const init = { method, headers: { ...ours, ...headers }, body: JSON.stringify(body) };
    const response = await fetch(house.url + path, init);
    const cookie = response.headers.getSetCookie().find((one) => one.startsWith('coterie=cts_'));
    const json = (await response.json()) as Any;
    return { status: response.status, json, cookie: cookie?.split(';')[0] };
  };
  const enter = (email: string) => send('/api/v1/auth/session', { email, password });
  const ticketOf = async (email: string): Promise<string> => {
    const { json } = await enter(email);
    assert.equal(json.factorNeeded, true);
    return json.ticket;
  };
  const show = (ticket: string, shown: object) =>
    send('/api/v1/auth/session/factor', { ticket, ...shown });

  let made = 0;
  const newPerson = (role = 'member') => company.person(`Person${++made}`, role);
  const login = async (email: string) => {
    const { json } = await send('/api/v3/auth/login', { email, password });
    return callerAt(house.url, json.accessToken);
  };
  /** A person with an app; the token that set it up goes on. */
  async function withApp(role = 'member') {
    const person = await newPerson(role);
    const me = await login(person.email);
    const { secret } = await me.call(factors.beginTotp);
    await me.call(factors.confirmTotp, { body: { code: nextCode(secret) } });
    return { ...person, me, secret };
  }

  it('an app counts once it is confirmed, and its sign-in has a second step', async () => {
    const person = await newPerson();
    const me = await login(person.email);
    const { secret, url, qr } = await me.call(factors.beginTotp);
    assert.match(url, new RegExp(`^otpauth://totp/Coterie:.*secret=${secret}`));
    assert.match(qr, /^<svg/);
    assert.equal((await enter(person.email)).json.factorNeeded, undefined);
    const wrong = await me.refusal(factors.confirmTotp, { body: { code: '000000' } });
    assert.equal(wrong.statusCode, 400);
    await me.call(factors.confirmTotp, { body: { code: nextCode(secret) } });
    const { json, cookie } = await enter(person.email);
    assert.deepEqual([json.factors, cookie], [['totp'], undefined]);
    const done = await show(json.ticket, { code: nextCode(secret) });
    assert.deepEqual([done.status, done.json.user.email], [200, person.email]);
    assert.match(done.cookie ?? '', /^coterie=cts_/);
    const listed = await me.call(factors.listFactors);
    assert.deepEqual([listed.ways, listed.totp !== null], [['totp'], true]);
    assert.equal((await me.refusal(factors.beginTotp)).statusCode, 409);
    const { sealed } = await parts()
      .db.selectFrom('totps')
      .select('sealed')
      .where('user_id', '=', person.id)
      .executeTakeFirstOrThrow();
    assert.ok(!sealed.includes(secret));
  });

  it('the first factor ends what was begun without one, and nothing else', async () => {
    const person = await newPerson();
    const [me, other] = [await login(person.email), await login(person.email)];
    const { secret } = await me.call(factors.beginTotp);
    await me.call(factors.confirmTotp, { body: { code: nextCode(secret) } });
    assert.equal((await other.refusal(session.getCurrentSession)).statusCode, 401);
    assert.equal((await me.call(session.getCurrentSession)).user.email, person.email);
  });

  it('a code is good once, within its window, also of two at once', async () => {
    const { email, secret } = await withApp();
    const code = nextCode(secret);
    const [one, two] = [await ticketOf(email), await ticketOf(email)];
    const both = await Promise.all([show(one, { code }), show(two, { code })]);
    assert.deepEqual(both.map(({ status }) => status).sort(), [200, 401]);
    assert.equal((await show(await ticketOf(email), { code })).status, 401);
    clock += 2 * minute;
    const status = async (at: number) =>
      (await show(await ticketOf(email), { code: codeAt(secret, at) })).status;
    assert.deepEqual([await status(clock - minute), await status(clock + minute)], [401, 401]);
    // An earlier one than the last used is refused, even within the window.
    assert.deepEqual(
      [await status(clock - 30_000), await status(clock + 30_000), await status(clock)],
      [200, 200, 401],
    );
  });

  it('a ticket is tried five times, used once, over after five minutes, and good for nothing else', async () => {
    const { email, secret } = await withApp();
    const ticket = await ticketOf(email);
    for (let left = 4; left >= 0; left--) {
      const { status, json } = await show(ticket, { code: '000000' });
      assert.deepEqual([status, json.context], [401, { code: 'mfa_invalid', triesLeft: left }]);
    }
    await liftWaits(parts().db);
    const sixth = await show(ticket, { code: nextCode(secret) });
    assert.deepEqual([sixth.status, sixth.json.context.code], [401, 'mfa_expired']);
    const used = await ticketOf(email);
    assert.equal((await show(used, { code: nextCode(secret) })).status, 200);
    assert.equal((await show(used, { code: nextCode(secret) })).status, 401);
    const old = await ticketOf(email);
    clock += 5 * minute;
    assert.equal((await show(old, { code: nextCode(secret) })).status, 401);
    const fresh = await ticketOf(email);
    assert.equal(
      (await callerAt(house.url, fresh).refusal(session.getCurrentSession)).statusCode,
      401,
    );
    const asCookie = await send(
      '/api/v1/auth/session',
      {},
      { cookie: `coterie=${fresh}` },
      'DELETE',
    );
    assert.equal(asCookie.status, 401);
    const none = await show(fresh, {});
    assert.equal(none.status, 400);
    const two = await show(fresh, { code: '000000', recoveryCode: 'x' });
    assert.equal(two.status, 400);
  });

  it('codes guessed by many tickets are cut, and a right password forgives none', async () => {
    const { email } = await withApp();
    const statuses: number[] = [];
    for (let i = 0; i < 7; i++)
      statuses.push((await show(await ticketOf(email), { code: '000000' })).status);
    assert.deepEqual(statuses, [401, 401, 401, 401, 401, 429, 429]);
    const { rows } = await import('kysely').then(({ sql }) =>
      sql<{ outcome: string; times: number }>`SELECT outcome, sum(times)::int AS times FROM sign_ins
        WHERE account = ${email} AND method = 'totp' GROUP BY outcome ORDER BY outcome`.execute(
        parts().db,
      ),
    );
    assert.deepEqual(rows, [
      { outcome: 'factorWrong', times: 5 },
      { outcome: 'throttled', times: 2 },
    ]);
  });

  it('ten recovery codes, each once, also under concurrency; new ones end the former', async () => {
    const { email, me } = await withApp();
    const { recoveryCodes: former } = await me.call(factors.makeRecoveryCodes);
    const { recoveryCodes: codes } = await me.call(factors.makeRecoveryCodes);
    assert.equal(new Set(codes).size, 10);
    assert.match(codes[0] ?? '', /^([a-z0-9]{4}-){5}[a-z0-9]{4}$/);
    assert.equal((await show(await ticketOf(email), { recoveryCode: former[0] })).status, 401);
    const typed = ` ${codes[0]?.toUpperCase().replaceAll('-', ' ')} `;
    const tickets = await Promise.all([ticketOf(email), ticketOf(email), ticketOf(email)]);
    const all = await Promise.all(tickets.map((one) => show(one, { recoveryCode: typed })));
    assert.deepEqual(all.map(({ status }) => status).sort(), [200, 401, 401]);
    assert.equal((await me.call(factors.listFactors)).recoveryCodesLeft, 9);
    const plain = await newPerson();
    const without = await (await login(plain.email)).refusal(factors.makeRecoveryCodes);
    assert.equal(without.statusCode, 400);
  });

  it('with the last factor go its recovery codes and what it has shown', async () => {
    const { email, me, id } = await withApp();
    await me.call(factors.makeRecoveryCodes);
    await me.call(factors.removeTotp);
    const rows = await parts()
      .db.selectFrom('recovery_codes')
      .selectAll()
      .where('user_id', '=', id)
      .execute();
    assert.deepEqual(rows, []);
    assert.equal((await enter(email)).json.factorNeeded, undefined);
    const tokens = await parts()
      .db.selectFrom('tokens')
      .select('has_factor')
      .where('user_id', '=', id)
      .execute();
    assert.ok(tokens.every((one) => !one.has_factor));
    assert.equal((await me.refusal(factors.removeTotp)).statusCode, 404);
  });

  it('each change is told to the person by mail, and stands in the log of their organization', async () => {
    const sent: { to: string; text: string }[] = [];
    const { mail } = parts();
    parts().mail = async (message) => {
      sent.push(message);
      return false;
    };
    try {
      const { email, id, me } = await withApp();
      await me.call(factors.makeRecoveryCodes);
      await me.call(factors.removeTotp);
      const own = sent.filter(
        (one) => one.to === email && /second factor|app|codes/.test(one.text),
      );
      assert.deepEqual(
        own.map(({ text }) => /set up|codes were made|taken off/.exec(text)?.[0]),
        ['set up', 'codes were made', 'taken off'],
      );
      const { entries } = await company.admin.call(access.readAccessLog, {
        query: { limit: '10' },
      });
      const said = JSON.stringify(entries.filter((one) => JSON.stringify(one).includes(id)));
      for (const what of ['totp.create', 'recoveryCodes.create', 'totp.delete'])
        assert.ok(said.includes(what), what);
    } finally {
      parts().mail = mail;
    }
  });

  it('a command line is asked in the form that public clients know (A11, A14, A15)', async () => {
    const { email, secret, me } = await withApp();
    const { json } = await send('/api/v3/auth/login', { email, password });
    const bare = callerAt(house.url, json.accessToken);
    const organizationId = company.orgId;
    const { organizations } = await bare.call(session.listOrganizations);
    assert.equal(organizations[0]?.id, organizationId);
    const asked = await bare.call(session.selectOrganization, { body: { organizationId } });
    assert.deepEqual([asked.isMfaEnabled, asked.mfaMethod], [true, 'totp']);
    const verify = (mfaToken: string, given = email, token = asked.token) =>
      send(
        '/api/v2/auth/mfa/verify',
        { email: given, mfaToken, mfaMethod: 'totp' },
        { authorization: `Bearer ${token}` },
      );
    const wrong = await verify('000000');
    assert.deepEqual(
      [wrong.status, wrong.json.context],
      [401, { code: 'mfa_invalid', triesLeft: 4 }],
    );
    const other = await verify(nextCode(secret), company.adminEmail);
    assert.deepEqual(other.json.context, { code: 'mfa_invalid', triesLeft: 3 });
    const right = await verify(nextCode(secret));
    assert.deepEqual([right.status, Object.keys(right.json)], [200, ['token']]);
    const again = await verify(nextCode(secret));
    assert.deepEqual([again.status, again.json.context.code], [401, 'mfa_expired']);
    const chosen = await callerAt(house.url, right.json.token).call(session.selectOrganization, {
      body: { organizationId },
    });
    assert.equal(chosen.isMfaEnabled, false);
    await callerAt(house.url, chosen.token).call(projects.listProjects);
    // By a recovery code too, where the app is away.
    const { recoveryCodes } = await me.call(factors.makeRecoveryCodes);
    const second = await bare.call(session.selectOrganization, { body: { organizationId } });
    assert.equal((await verify(recoveryCodes[0] ?? '', email, second.token)).status, 200);
  });

  it('a token without the factor opens five doors, which are counted, and no other', async () => {
    const { email } = await withApp();
    const bare = await login(email);
    const open = Object.entries(endpoints).flatMap(([name, one]) =>
      one.beforeFactor ? [name] : [],
    );
    assert.deepEqual(open.sort(), [
      'session.checkAuth',
      'session.listAccessibleOrganizations',
      'session.listOrganizations',
      'session.selectOrganization',
      'session.signOut',
    ]);
    for (const [name, { method, path, who, beforeFactor }] of Object.entries(endpoints)) {
      if (who.kind === 'anyone' || beforeFactor) continue;
      const response = await fetch(house.url + path.replace(/:\w+/g, 'x'), {
        method,
        headers: { authorization: `Bearer ${bare.token}` },
      });
      assert.equal(response.status, 401, name);
      assert.match(await response.text(), /second factor/, name);
    }
  });

  it('no way of signing in goes around the factor, and the ways are counted', async () => {
    const { email, id, secret } = await withApp();
    const begun = async (token: Caller) => (await token.refusal(projects.listProjects)).statusCode;
    // Every door that answers with a session or a token of a person, and what it does without the factor.
    const ways: Record<string, () => Promise<unknown>> = {
      'session.signIn': async () => {
        const { json, cookie } = await enter(email);
        assert.deepEqual([json.factorNeeded, cookie], [true, undefined]);
      },
      'session.login': async () => assert.equal(await begun(await login(email)), 401),
      'session.loginOtherwise': async () =>
        assert.equal((await send('/api/v3/auth/login1', { email })).status, 401),
      'session.selectOrganization': async () => {
        const body = { organizationId: company.orgId };
        const { token } = await (await login(email)).call(session.selectOrganization, { body });
        assert.equal(await begun(callerAt(house.url, token)), 401);
      },
      'session.switchOrganization': async () => {
        const body = { organizationId: company.orgId };
        const refused = await (await login(email)).refusal(session.switchOrganization, { body });
        assert.equal(refused.statusCode, 401);
      },
      'session.setUp': async () => {},
      'session.bootstrap': async () => {},
      'members.acceptInvitation': async () => {
        const keys = Object.keys((members.acceptInvitation.answer as Any).shape);
        assert.ok(!keys.some((key) => /token|session/i.test(key)), String(keys));
      },
      'factors.signInFactor': async () =>
        assert.equal((await show(await ticketOf(email), { code: '000000' })).status, 401),
      'factors.passkeySignIn': async () =>
        assert.equal((await send('/api/v1/auth/passkey', { response: { id: 'x' } })).status, 401),
      'factors.verifyMfa': async () => {
        const body = { email, mfaToken: nextCode(secret), mfaMethod: 'totp' };
        const headers = { authorization: `Bearer ${(await login(email)).token}` };
        assert.equal((await send('/api/v2/auth/mfa/verify', body, headers)).status, 401);
      },
    };
    const anyone = Object.entries(endpoints).flatMap(([name, { who, method, path }]) =>
      method !== 'GET' &&
      ((who.kind === 'anyone' && /\/(auth|setup|bootstrap|invitations?)\b/.test(path)) ||
        /select-organization|session\/organization/.test(path))
        ? [name]
        : [],
    );
    const ofMachines = [
      ...Object.keys(endpoints).filter((name) => /^identities\.\w+AuthLogin$/.test(name)),
      'identities.renewToken',
      'identities.revokeToken',
    ];
    const asks = [
      'factors.passkeySignInOptions',
      'factors.ticketOptions',
      'members.lookUpInvitation',
    ];
    assert.deepEqual(
      anyone.filter((name) => ![...ofMachines, ...asks].includes(name)).sort(),
      Object.keys(ways).sort(),
    );
    for (const way of Object.values(ways)) await way();
    // A token made in any other way is looked at with the factors of whoever has it.
    const { issueUserToken } = await import('../../src/usecases/session/tokens.ts');
    const from = { id: 'test', ip: null, userAgent: null };
    const { token } = await issueUserToken(parts(), id, company.orgId, from);
    assert.equal(await begun(callerAt(house.url, token)), 401);
  });

  describe('passkeys', () => {
    /** A person with a passkey; the token that made it goes on. */
    async function withPasskey() {
      const person = await newPerson();
      const me = await login(person.email);
      const device = new Authenticator(site);
      const { options } = await me.call(factors.passkeyOptions);
      const response = device.create(options);
      const { passkey } = await me.call(factors.addPasskey, { body: { name: 'Laptop', response } });
      return { ...person, me, device, passkey, response };
    }
    const ask = async (path: string, body: object = {}) => (await send(path, body)).json.options;
    const alone = (response: object) => send('/api/v1/auth/passkey', { response });

    it('as the second factor, for a challenge that is answered once', async () => {
      const { email, device, me, response } = await withPasskey();
      assert.deepEqual((await me.call(factors.listFactors)).ways, ['passkey']);
      const ticket = await ticketOf(email);
      const options = await ask('/api/v1/auth/session/factor/options', { ticket });
      assert.equal(options.allowCredentials.length, 1);
      device.verifies = false;
      const answer = device.get(options);
      assert.equal((await show(ticket, { response: answer })).status, 200);
      assert.equal((await show(await ticketOf(email), { response: answer })).status, 401);
      device.verifies = true;
      const { options: ofStepUp } = await me.call(factors.stepUpOptions);
      const elsewhere = await show(await ticketOf(email), { response: device.get(ofStepUp) });
      assert.equal(elsewhere.status, 401);
      const twice = await me.refusal(factors.addPasskey, { body: { name: 'Again', response } });
      assert.equal(twice.statusCode, 400);
    });

    it('as the only one: whoever it verified, once, for a challenge of a sign-in', async () => {
      const { email, device, me } = await withPasskey();
      const options = await ask('/api/v1/auth/passkey/options');
      assert.deepEqual(options.allowCredentials ?? [], []);
      const answer = device.get(options);
      const done = await alone(answer);
      assert.deepEqual([done.status, done.json.user?.email], [200, email]);
      assert.equal((await alone(answer)).status, 401);
      const { options: elsewhere } = await me.call(factors.stepUpOptions);
      assert.equal((await alone(device.get(elsewhere))).status, 401);
      device.verifies = false;
      assert.equal(
        (await alone(device.get(await ask('/api/v1/auth/passkey/options')))).status,
        401,
      );
      device.verifies = true;
      const userHandle = Buffer.from(company.adminId).toString('base64url');
      const asOther = device.get(await ask('/api/v1/auth/passkey/options'), { userHandle });
      assert.equal((await alone(asOther)).status, 401);
      const late = await ask('/api/v1/auth/passkey/options');
      clock += 5 * minute;
      assert.equal((await alone(device.get(late))).status, 401);
      await liftWaits(parts().db);
      assert.equal(
        (await alone(device.get(await ask('/api/v1/auth/passkey/options')))).status,
        200,
      );
    });

    it('of another origin or with a count that goes back is refused', async () => {
      const { device } = await withPasskey();
      const path = '/api/v1/auth/passkey/options';
      assert.equal((await alone(device.get(await ask(path)))).status, 200);
      device.counter = 0;
      assert.equal((await alone(device.get(await ask(path)))).status, 401);
      const me = await login((await newPerson()).email);
      const foreign = new Authenticator('http://evil.example.com');
      const { options } = await me.call(factors.passkeyOptions);
      const body = { name: 'Foreign', response: foreign.create(options) };
      assert.equal((await me.refusal(factors.addPasskey, { body })).statusCode, 400);
    });

    it('of another person is no factor of mine', async () => {
      const [mine, theirs] = [await withPasskey(), await withPasskey()];
      const ticket = await ticketOf(mine.email);
      const options = await ask('/api/v1/auth/session/factor/options', { ticket });
      assert.equal((await show(ticket, { response: theirs.device.get(options) })).status, 401);
      const params = { passkeyId: mine.passkey.id };
      assert.equal((await theirs.me.refusal(factors.removePasskey, { params })).statusCode, 404);
      await mine.me.call(factors.removePasskey, { params });
      assert.deepEqual((await mine.me.call(factors.listFactors)).ways, ['password']);
    });

    it('cannot be used where the instance has no name, and the answer says so', async () => {
      const me = await login((await newPerson()).email);
      parts().siteUrl = 'http://127.0.0.1:9999';
      try {
        assert.match(
          (await me.call(factors.listFactors)).passkeysUnusable ?? '',
          /belong to a name/,
        );
        assert.equal((await me.refusal(factors.passkeyOptions)).statusCode, 409);
      } finally {
        parts().siteUrl = site;
      }
      assert.equal((await me.call(factors.listFactors)).passkeysUnusable, null);
    });
  });

  describe('a fresh proof', () => {
    const stepUp = { stepUp: true, ways: ['password'] };

    it('by the password where there is no factor, else by the factor alone', async () => {
      const plain = await login((await newPerson()).email);
      clock += 10 * minute;
      const asked = await plain.refusal(factors.beginTotp);
      assert.deepEqual([asked.statusCode, asked.details], [403, stepUp]);
      const wrong = await plain.refusal(factors.stepUp, { body: { password: 'wrong' } });
      assert.equal(wrong.statusCode, 400);
      await plain.call(factors.stepUp, { body: { password } });
      await plain.call(factors.beginTotp);

      const { me, secret } = await withApp();
      clock += 10 * minute;
      const again = await me.refusal(factors.makeRecoveryCodes);
      assert.deepEqual(again.details, { stepUp: true, ways: ['totp'] });
      const byPassword = await me.refusal(factors.stepUp, { body: { password } });
      assert.equal(byPassword.statusCode, 400);
      assert.equal((await me.refusal(factors.makeRecoveryCodes)).statusCode, 403);
      const code = nextCode(secret);
      await me.call(factors.stepUp, { body: { code } });
      assert.equal((await me.refusal(factors.stepUp, { body: { code } })).statusCode, 400);
      await me.call(factors.makeRecoveryCodes);
      assert.equal(
        (await company.machine.refusal(factors.stepUp, { body: { password } })).statusCode,
        403,
      );
    });

    it('is asked for before each of these acts, ten minutes after the last, and they work with it', async () => {
      const admin = await login(company.adminEmail);
      const ada = await company.person(`Ada${++made}`);
      const bea = await company.person(`Bea${++made}`);
      const { orgId } = company;
      const group = await admin.call(groups.createGroup, {
        body: { name: 'Powerful', role: 'admin' },
      });
      const nested = await company.group('Nested');
      const plain = await company.group('Plain');
      const project = await company.project('Guarded');
      const robot = (
        await admin.call(identities.createIdentity, { body: { name: 'Robot', role: 'admin' } })
      ).identity;
      const identity = { identityId: robot.id };
      await admin.call(identities.attachUniversalAuth, { params: identity, body: {} });
      await admin.call(identities.attachTokenAuth, { params: identity, body: {} });
      const protect = (hasDeleteProtection: boolean) =>
        admin.call(projects.editProject, {
          params: { projectId: project.id },
          body: { hasDeleteProtection },
        });
      const protectIdentity = (hasDeleteProtection: boolean) =>
        admin.call(identities.editIdentity, { params: identity, body: { hasDeleteProtection } });
      await protect(true);
      await protectIdentity(true);
      const all = builtIn('admin', 'organization')?.rules ?? [];
      await company.role('twin', [...all]);
      const weak = await company.role('weak', []);
      await company.person(`Weak${++made}`, 'weak');
      const at = { params: { orgId } };
      const acts: Record<string, () => Promise<unknown>> = {
        'the role of a member': () =>
          admin.call(members.editMember, {
            params: { orgId, membershipId: ada.membershipId },
            body: { role: 'admin' },
          }),
        'an invitation': () =>
          admin.call(members.invite, {
            ...at,
            body: { email: `new${++made}@example.com`, role: 'admin' },
          }),
        'a machine identity': () =>
          admin.call(identities.createIdentity, { body: { name: 'Other', role: 'admin' } }),
        'a role that is the same under another name': () =>
          admin.call(identities.createIdentity, { body: { name: 'Twin', role: 'twin' } }),
        'the rules of a role that somebody has': () =>
          admin.call(roles.editOrganizationRole, {
            params: { roleId: weak.id },
            body: { permissions: [...all] as never },
          }),
        'a link for a new password': () =>
          admin.call(account.makePasswordLink, { params: { userId: ada.id } }),
        'how an administrator’s credentials are bounded': () =>
          admin.call(identities.editUniversalAuth, {
            params: identity,
            body: { accessTokenTrustedIps: [{ ipAddress: '0.0.0.0/0' }] },
          }),
        'a new group': () =>
          admin.call(groups.createGroup, { body: { name: 'Also', role: 'admin' } }),
        'the role of a group': () =>
          admin.call(groups.editGroup, { params: { id: plain.id }, body: { role: 'admin' } }),
        'a group of groups': () =>
          admin.call(groups.nestGroup, { params: { id: group.id, childId: nested.id } }),
        'joining a group, by way of another': () =>
          admin.call(groups.addGroupUser, { params: { id: nested.id, username: bea.email } }),
        'a client secret': () =>
          admin.call(identities.createClientSecret, { params: identity, body: {} }),
        'a token': () =>
          admin.call(identities.createToken, { params: identity, body: { name: 't' } }),
        'protection of a project': () => protect(false),
        'protection of an identity': () => protectIdentity(false),
        'the rule of the organization': () =>
          admin.call(factors.editFactorRule, { ...at, body: { rule: 'none' } }),
        'a new app': () => admin.call(factors.beginTotp),
        'a new passkey': () => admin.call(factors.passkeyOptions),
      };
      for (const [name, act] of Object.entries(acts)) {
        clock += 10 * minute;
        const asked = (await act().then(
          () => assert.fail(`${name} was not asked`),
          (error) => error,
        )) as Any;
        assert.deepEqual([asked.status, asked.problem?.details], [403, stepUp], name);
        await admin.call(factors.stepUp, { body: { password } });
        await act();
      }
      clock += 10 * minute;
      // What confers nothing is not asked for.
      await company.admin.call(groups.createGroup, { body: { name: 'Harmless' } });
      await admin.call(members.invite, {
        ...at,
        body: { email: `new${++made}@example.com`, role: 'member' },
      });
      await protect(true);
      // Nor are machines, which have none.
      await company.machine.call(identities.createIdentity, {
        body: { name: 'By a machine', role: 'admin' },
      });
    });

    it('taking a factor away is asked for too', async () => {
      const { me } = await withApp();
      clock += 10 * minute;
      for (const act of [
        () => me.refusal(factors.removeTotp),
        () => me.refusal(factors.removePasskey, { params: { passkeyId: crypto.randomUUID() } }),
      ])
        assert.deepEqual((await act()).details, { stepUp: true, ways: ['totp'] });
    });

    it('goes on with a token that is made from it', async () => {
      const { me, secret } = await withApp();
      const body = { organizationId: company.orgId };
      const { token } = await me.call(session.selectOrganization, { body });
      const child = callerAt(house.url, token);
      await child.call(factors.makeRecoveryCodes);
      clock += 10 * minute;
      const { token: later } = await me.call(session.selectOrganization, { body });
      assert.equal(
        (await callerAt(house.url, later).refusal(factors.makeRecoveryCodes)).statusCode,
        403,
      );
      await child.call(factors.stepUp, { body: { code: nextCode(secret) } });
      await child.call(factors.makeRecoveryCodes);
    });
  });

  describe('the rule of an organization', () => {
    const set = async (rule: 'none' | 'admins' | 'everyone', graceDays = 0) => {
      const admin = await login(company.adminEmail);
      // The admin that sets it goes on by what the machine does, which no rule is about.
      return admin.call(factors.editFactorRule, {
        params: { orgId: company.orgId },
        body: { rule, graceDays },
      });
    };
    const lift = () =>
      company.machine.call(factors.editFactorRule, {
        params: { orgId: company.orgId },
        body: { rule: 'none' },
      });
    const closed = async (me: Caller) => {
      const { statusCode, details } = await me.refusal(projects.listProjects);
      return [statusCode, details];
    };
    after(lift);

    it('tells of the day before it, and lets nobody in without a factor after it', async () => {
      const [ada, { me: safe }] = [await newPerson(), await withApp()];
      const me = await login(ada.email);
      const told = await set('everyone', 3);
      assert.ok(told.without?.some(({ id }) => id === ada.id));
      await me.call(projects.listProjects);
      const before = await me.call(session.getCurrentSession);
      assert.deepEqual(before.factor, { has: false, requiredFrom: told.from, isShut: false });
      clock += 3 * 24 * 60 * minute;
      assert.deepEqual(await closed(me), [403, { factorRequired: true }]);
      const shut = await me.call(session.getCurrentSession);
      assert.deepEqual([shut.factor.isShut, shut.permissions], [true, []]);
      await safe.call(projects.listProjects);
      await me.call(factors.stepUp, { body: { password } });
      const { secret } = await me.call(factors.beginTotp);
      await me.call(factors.confirmTotp, { body: { code: nextCode(secret) } });
      await me.call(projects.listProjects);
      await lift();
    });

    it('of administrators is for who holds that by any way', async () => {
      const [ada, bob] = [await newPerson(), await newPerson()];
      const group = await company.machine.call(groups.createGroup, {
        body: { name: 'Chiefs', role: 'admin' },
      });
      await company.machine.call(groups.addGroupUser, {
        params: { id: group.id, username: ada.email },
      });
      await set('admins', 0);
      const me = await login(ada.email);
      assert.deepEqual(await closed(me), [403, { factorRequired: true }]);
      assert.equal((await me.call(session.getCurrentSession)).factor.isShut, true);
      await (await login(bob.email)).call(projects.listProjects);
      const { without } = await company.machine.call(factors.getFactorRule, {
        params: { orgId: company.orgId },
      });
      assert.deepEqual(
        [ada, bob].map(({ id }) => without?.find((one) => one.id === id)?.isAdmin),
        [true, false],
      );
      await company.machine.call(groups.removeGroupUser, {
        params: { id: group.id, username: ada.email },
      });
      await me.call(projects.listProjects);
      await lift();
    });

    it('of administrators is for who is one by a role of another name', async () => {
      await company.role('twin2', [...(builtIn('admin', 'organization')?.rules ?? [])]);
      const eve = await newPerson();
      await company.machine.call(members.editMember, {
        params: { orgId: company.orgId, membershipId: eve.membershipId },
        body: { role: 'twin2' },
      });
      await set('admins', 0);
      assert.deepEqual(await closed(await login(eve.email)), [403, { factorRequired: true }]);
      await lift();
    });

    it('is not changed by who holds less than those it is for, to shut them out or to let them off', async () => {
      await company.role('settler', [{ subject: 'settings', action: ['read', 'edit'] }]);
      const settler = await company.identity('Settler', 'settler');
      for (const rule of ['everyone', 'admins', 'none'] as const) {
        const refused = await settler.refusal(factors.editFactorRule, {
          params: { orgId: company.orgId },
          body: { rule, graceDays: 0 },
        });
        assert.equal(refused.statusCode, 403);
      }
    });

    it('holds for a session that moves to the organization', async () => {
      const person = await newPerson();
      const me = await login(person.email);
      await set('everyone', 0);
      const moved = await me.call(session.switchOrganization, {
        body: { organizationId: company.orgId },
      });
      assert.deepEqual([moved.factor.isShut, moved.permissions], [true, []]);
      await lift();
    });

    it('leaves an entry in the log', async () => {
      await set('everyone', 90);
      const { entries } = await company.machine.call(access.readAccessLog);
      assert.match(
        entries[0]?.text ?? '',
        /the rule for second factors was changed to everyone from /,
      );
      await lift();
    });
  });
});
