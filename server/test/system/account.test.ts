import assert from 'node:assert/strict';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { Writable } from 'node:stream';
import { after, before, beforeEach, describe, it } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import {
  access,
  account,
  CallFailed,
  call,
  type Endpoint,
  members,
  session,
  signIns,
} from '@coterie/contract';
import { sql } from 'kysely';
import pino from 'pino';
import { readConfig } from '../../src/config.ts';
import { type Running, start } from '../../src/server.ts';
import { placesOf } from '../../src/usecases/session/throttle.ts';
import { liftWaits } from '../support/attempts.ts';
import {
  type Caller,
  type Company,
  callerAt,
  type House,
  openCompany,
  openHouse,
  openOtherOrganization,
  type Person,
  sender,
} from '../support/house.ts';
import { mailServer } from '../support/mail-server.ts';

const password = 'correct horse battery';
const better = 'another horse entirely';
const json = { 'content-type': 'application/json' };

/** A message without the folding and the escapes of its way. */
const readable = (message: string): string => message.replace(/=\r\n/g, '').replaceAll('=3D', '=');
const tokenIn = (text: string): string => /#token=([\w-]+)/.exec(text)?.[1] ?? '';

/** The status that a call is refused with; 200 when it is not. */
const statusOf = (made: Promise<unknown>): Promise<number> =>
  made.then(
    () => 200,
    (error: unknown) => {
      if (error instanceof CallFailed) return error.status;
      throw error;
    },
  );

describe('accounts', () => {
  const { server, messages } = mailServer();
  let house: House;
  let company: Company;
  let count = 0;
  before(async () => {
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    house = await openHouse({ SMTP_URL: `smtp://127.0.0.1:${port}?from=coterie@example.com` });
    company = await openCompany(house);
    await house.addNode();
  });
  after(async () => {
    await house.close();
    server.close();
  });
  beforeEach(() => liftWaits(db()));

  const [first, second] = [() => house.nodes[0] as Running, () => house.nodes[1] as Running];
  const db = () => first().parts.db;
  const open = () => sender(house.url);
  const signIn = (email: string, word: string) =>
    call(open(), session.login, { body: { email, password: word } });
  const works = (caller: Caller, url = house.url) =>
    statusOf(caller.at(url).call(session.getCurrentSession));
  /** Someone with an account, who came by mail: an invitation that goes out is accepted by its token. */
  async function person(word = 'person'): Promise<Person> {
    const email = `${word}${++count}@example.com`;
    const body = { email, firstName: `${word}${count}` };
    await company.admin.call(members.invite, { params: { orgId: company.orgId }, body });
    const token = tokenIn(await mailTo(email));
    await call(open(), members.acceptInvitation, { body: { token, password } });
    const { users } = await company.admin.call(members.listMembers, {
      params: { orgId: company.orgId },
      query: { search: email },
    });
    const [member] = users;
    const { accessToken } = await signIn(email, password);
    return {
      ...callerAt(house.url, accessToken),
      id: member?.userId ?? '',
      email,
      membershipId: member?.id ?? '',
    };
  }
  const sentTo = (email: string) =>
    messages.map(readable).filter((one) => one.includes(`\nTo: ${email}\r`));
  /** The newest mail to an address, which is on its way; `about` is in it. */
  async function mailTo(email: string, about = ''): Promise<string> {
    for (let tries = 0; tries < 200; tries++) {
      const found = sentTo(email).findLast((one) => one.includes(about));
      if (found) return found;
      await pause(25);
    }
    throw new Error(`no mail to ${email} about ${about}`);
  }
  const forget = (email: string) => call(open(), account.forgotPassword, { body: { email } });
  const reset = (token: string, word = better, url = house.url) =>
    call(sender(url), account.resetPassword, { body: { token, password: word } });
  async function resetToken(email: string): Promise<string> {
    const before = sentTo(email).length;
    await forget(email);
    while (sentTo(email).length === before) await pause(20);
    return tokenIn(await mailTo(email, '/reset#token='));
  }

  describe('a password', () => {
    it('is changed by who knows the old one; other sessions and tokens end on every node', async () => {
      const ada = await person();
      const other = callerAt(house.url, (await signIn(ada.email, password)).accessToken);
      const wrong = await ada.refusal(account.changePassword, {
        body: { oldPassword: 'not the old one', password: better },
      });
      assert.equal(wrong.statusCode, 400);
      assert.match(JSON.stringify(wrong.details), /oldPassword.*your password as it is now/);
      assert.equal(await works(other), 200);
      await ada.call(account.changePassword, { body: { oldPassword: password, password: better } });
      assert.equal(await works(ada), 200);
      assert.equal(await works(other), 401);
      assert.equal(await works(other, second().url), 401);
      assert.equal(await statusOf(signIn(ada.email, password)), 401);
      assert.equal(await statusOf(signIn(ada.email, better)), 200);
      assert.match(await mailTo(ada.email, 'was changed'), /From: 127\.0\.0\.1|From: ::1/);
    });

    it('is not guessed by an open session: wrong old ones are counted', async () => {
      const ada = await person();
      const guess = () =>
        statusOf(
          ada.call(account.changePassword, {
            body: { oldPassword: 'not the old one', password: better },
          }),
        );
      const statuses: number[] = [];
      for (let tries = 0; tries < 7; tries++) statuses.push(await guess());
      assert.deepEqual([statuses[0], statuses.at(-1)], [400, 429]);
      assert.equal(await works(ada), 200);
    });

    it('forgets the places that were known, but the one that it is changed from', async () => {
      const ada = await person();
      const name = placesOf('user', ada.email);
      const known = async () =>
        (await db().selectFrom('known_places').selectAll().where('account', '=', name).execute())
          .length;
      await db().insertInto('known_places').values({ account: name, place: 'another' }).execute();
      assert.equal(await known(), 2);
      await ada.call(account.changePassword, { body: { oldPassword: password, password: better } });
      assert.equal(await known(), 1);
    });

    it('that is common, or has the address or the organization in it, is refused wherever one is set', async () => {
      const ada = await person('hypatia');
      const { email } = ada;
      const token = await resetToken(email);
      const bad = [
        'unbelievable',
        'passwordpassword',
        `${email.split('@')[0]} of 415`,
        'analytical engines',
      ];
      for (const word of bad) {
        const body = { oldPassword: password, password: word };
        const changed = await ada.refusal(account.changePassword, { body });
        const anew = await refusalOf(account.resetPassword, { token, password: word });
        for (const problem of [changed, anew]) {
          assert.equal(problem.statusCode, 400, word);
          assert.match(JSON.stringify(problem.details), /"field":"password"/);
        }
      }
      // The link is still good: what was refused has not used it.
      await reset(token);
      const guest = `guest${++count}@example.com`;
      await company.admin.call(members.invite, {
        params: { orgId: company.orgId },
        body: { email: guest },
      });
      const invitation = tokenIn(await mailTo(guest));
      const refused = await refusalOf(members.acceptInvitation, {
        token: invitation,
        password: 'analytical engines',
      });
      assert.match(JSON.stringify(refused.details), /name of the organization/);
      const empty = await openHouse();
      try {
        const body = { email: 'eve@example.com', password: 'unbelievable', organization: 'Eve' };
        const founded = await fetch(`${empty.url}/api/v1/admin/bootstrap`, {
          method: 'POST',
          headers: json,
          body: JSON.stringify(body),
        });
        assert.equal(founded.status, 400);
      } finally {
        await empty.close();
      }
    });
  });

  describe('a link for a new password', () => {
    it('comes by mail, is good once, ends everything and proves the address', async () => {
      const ada = await person();
      await sql`UPDATE users SET proven_at = NULL WHERE id = ${ada.id}`.execute(db());
      const token = await resetToken(ada.email);
      const { rows } = await sql<{ text: string }>`SELECT row_to_json(l)::text AS text
        FROM account_links l WHERE user_id = ${ada.id}`.execute(db());
      assert.equal(rows.length, 1);
      assert.ok(!rows[0]?.text.includes(token));
      assert.equal((await reset(token)).email, ada.email);
      assert.equal(await works(ada), 401);
      assert.equal(await works(ada, second().url), 401);
      assert.equal(await statusOf(reset(token, 'yet another horse')), 404);
      assert.equal(await statusOf(signIn(ada.email, better)), 200);
      const fresh = callerAt(house.url, (await signIn(ada.email, better)).accessToken);
      assert.equal((await fresh.call(account.getProfile)).account.isProven, true);
      await mailTo(ada.email, 'Your password for Coterie was changed');
    });

    it('used by two at once is good for one of them', async () => {
      const ada = await person();
      const token = await resetToken(ada.email);
      const both = await Promise.all([
        statusOf(reset(token, better)),
        statusOf(reset(token, 'the third horse of them', second().url)),
      ]);
      assert.deepEqual(both.sort(), [200, 404]);
    });

    it('is over after 30 minutes, and dead when a newer one is made', async () => {
      const ada = await person();
      const old = await resetToken(ada.email);
      const token = await resetToken(ada.email);
      assert.equal(await statusOf(reset(old)), 404);
      const { now } = first().parts;
      first().parts.now = () => Date.now() + 31 * 60 * 1000;
      assert.equal(await statusOf(reset(token)), 404);
      first().parts.now = now;
      assert.equal(await statusOf(reset(token)), 200);
    });

    it('ends with a change of the password', async () => {
      const ada = await person();
      const token = await resetToken(ada.email);
      await ada.call(account.changePassword, { body: { oldPassword: password, password: better } });
      assert.equal(await statusOf(reset(token)), 404);
    });

    it('is asked for alike of an address that nobody has, and as many times', async () => {
      const ada = await person();
      const answers = async (email: string) => {
        const all: unknown[] = [];
        for (let tries = 0; tries < 5; tries++) {
          const response = await fetch(`${house.url}${account.forgotPassword.path}`, {
            method: 'POST',
            headers: json,
            body: JSON.stringify({ email }),
          });
          const { message } = (await response.json()) as { message: string };
          all.push([
            response.status,
            message.replace(/\d+/, 'N'),
            response.headers.has('retry-after'),
          ]);
        }
        return all;
      };
      const before = sentTo(ada.email).length;
      const there = await answers(ada.email);
      assert.deepEqual(await answers('nobody@example.com'), there);
      assert.deepEqual(
        there.map((one) => (one as unknown[])[0]),
        [200, 200, 200, 429, 429],
      );
      await mailTo(ada.email, '/reset#token=');
      await pause(200);
      assert.equal(sentTo(ada.email).length, before + 3);
      assert.deepEqual(sentTo('nobody@example.com'), []);
    });

    it('is asked for without the answer waiting for a look-up or a mail', async () => {
      const { parts } = first();
      const { mail } = parts;
      let sent = 0;
      parts.mail = async () => {
        sent++;
        return new Promise(() => {});
      };
      const ada = await company.admin.call(account.getProfile);
      await db()
        .transaction()
        .execute(async (tx) => {
          await sql`LOCK TABLE users IN ACCESS EXCLUSIVE MODE`.execute(tx);
          const late = pause(3000, 'late');
          assert.notEqual(await Promise.race([forget(ada.account.email), late]), 'late');
        });
      for (let tries = 0; tries < 100 && sent === 0; tries++) await pause(20);
      parts.mail = mail;
      assert.equal(sent, 1);
    });

    it('a wrong token is refused before anything costly, and tries are counted by network', async () => {
      assert.equal(await statusOf(reset('ctl_nonsense')), 404);
      const { hash } = first().parts.passwords;
      first().parts.passwords.hash = () => assert.fail('hashed for nobody');
      const token = await resetToken((await personWithout(hash)).email);
      const unknown = `${token.slice(0, 10)}${token.slice(10)}`;
      await db().deleteFrom('account_links').execute();
      const statuses: number[] = [];
      for (let tries = 0; tries < 31; tries++) statuses.push(await statusOf(reset(unknown)));
      first().parts.passwords.hash = hash;
      assert.deepEqual([statuses[0], statuses.at(-1)], [404, 429]);
    });
    /** Hashing is only forbidden after somebody is there. */
    async function personWithout(hash: Running['parts']['passwords']['hash']) {
      const forbidden = first().parts.passwords.hash;
      first().parts.passwords.hash = hash.bind(first().parts.passwords);
      const made = await person();
      first().parts.passwords.hash = forbidden;
      return made;
    }

    it('is made by an admin of the instance alone, shown once, and in the log of each organization', async () => {
      const ada = await person();
      const other = await openOtherOrganization(company, `Other ${++count}`);
      await other.admin.call(members.invite, {
        params: { orgId: other.orgId },
        body: { email: ada.email },
      });
      const params = { userId: ada.id };
      const refused = await ada.refusal(account.makePasswordLink, { params });
      assert.equal(refused.statusCode, 403);
      assert.equal(
        (await company.machine.refusal(account.makePasswordLink, { params })).statusCode,
        403,
      );
      const { link } = await company.admin.call(account.makePasswordLink, { params });
      assert.match(link, /\/reset#token=ctl_/);
      for (const admin of [company.admin, other.admin]) {
        const { entries } = await admin.call(access.readAccessLog, { query: { limit: 1 } });
        assert.match(entries[0]?.text ?? '', /^a link for a new password of \S+ was created$/);
        assert.match(entries[0]?.actor.name ?? '', /grace@example.com/);
        assert.ok(!JSON.stringify(entries).includes(tokenIn(link)));
      }
      await reset(tokenIn(link));
      const { entries } = await company.admin.call(access.readAccessLog, { query: { limit: 1 } });
      assert.match(entries[0]?.text ?? '', /^the password of \S+ was set anew by a link$/);
      assert.equal(await statusOf(reset(tokenIn(link))), 404);
    });

    it('of an admin proves an account that another organization made', async () => {
      const house2 = await openHouse();
      try {
        const here = await openCompany(house2);
        const made = await here.person('Mary');
        const other = await openOtherOrganization(here);
        const boss = await other.person('Boss', 'admin');
        const { token } = await boss.call(members.invite, {
          params: { orgId: other.orgId },
          body: { email: made.email },
        });
        const accept = (word: string) =>
          statusOf(
            call(sender(house2.url), members.acceptInvitation, {
              body: { token: token ?? '', password: word },
            }),
          );
        assert.equal(await accept(password), 409);
        const { link } = await here.admin.call(account.makePasswordLink, {
          params: { userId: made.id },
        });
        await call(sender(house2.url), account.resetPassword, {
          body: { token: tokenIn(link), password: better },
        });
        assert.equal(await accept(better), 200);
        const refused = await call(sender(house2.url), account.forgotPassword, {
          body: { email: made.email },
        }).catch((error: CallFailed) => error.problem);
        assert.match(JSON.stringify(refused), /409.*no mail server/);
      } finally {
        await house2.close();
      }
    });
  });

  describe('an address', () => {
    it('is changed by a link to the new one; the old one is told, sessions and access stay', async () => {
      const ada = await person();
      const email = `new${++count}@example.com`;
      const wrong = await ada.refusal(account.changeEmail, {
        body: { email, password: 'not the password' },
      });
      assert.match(JSON.stringify(wrong.details), /"field":"password"/);
      const pending = await resetToken(ada.email);
      await ada.call(account.changeEmail, { body: { email, password } });
      assert.equal((await ada.call(account.getProfile)).account.email, ada.email);
      const token = tokenIn(await mailTo(email, '/email#token='));
      const confirm = () => call(open(), account.confirmEmail, { body: { token } });
      assert.equal((await confirm()).email, email);
      assert.equal(await statusOf(confirm()), 404);
      assert.equal((await ada.call(account.getProfile)).account.email, email);
      assert.equal(await works(ada, second().url), 200);
      assert.match(
        await mailTo(ada.email, 'Your address for Coterie was changed'),
        new RegExp(email),
      );
      assert.equal(await statusOf(signIn(ada.email, password)), 401);
      assert.equal(await statusOf(signIn(email, password)), 200);
      assert.equal(await statusOf(reset(pending)), 404);
      const { entries } = await company.admin.call(access.readAccessLog, { query: { limit: 1 } });
      assert.match(
        entries[0]?.text ?? '',
        new RegExp(`the e-mail address ${email} of \\S+ was changed`),
      );
    });

    it('that someone has already gets no link, and whoever asks the same answer', async () => {
      const [ada, mary] = [await person(), await person()];
      const { message } = await ada.call(account.changeEmail, {
        body: { email: mary.email, password },
      });
      assert.match(message, /a link is on its way/);
      const mail = await mailTo(mary.email, 'already');
      assert.equal(tokenIn(mail), '');
    });

    it('needs a mail server', async () => {
      const ada = await person();
      first().parts.mailConfigured = false;
      const body = { email: 'else@example.com', password };
      const refused = await ada.refusal(account.changeEmail, { body });
      first().parts.mailConfigured = true;
      assert.equal(refused.statusCode, 409);
      assert.match(refused.message, /no mail server/);
    });
  });

  it('a profile: names, time zone and language of dates, each by its own rules', async () => {
    const ada = await person();
    const edit = (body: object) => ada.call(account.editProfile, { body });
    const changed = await edit({
      firstName: 'Ada',
      timeZone: 'Europe/Berlin',
      dateLanguage: 'de-at',
    });
    assert.deepEqual(
      [changed.account.firstName, changed.account.timeZone, changed.account.dateLanguage],
      ['Ada', 'Europe/Berlin', 'de-AT'],
    );
    assert.equal((await edit({ timeZone: null })).account.timeZone, null);
    assert.equal((await ada.call(account.getProfile)).account.dateLanguage, 'de-AT');
    for (const body of [
      { timeZone: 'Mars/Olympus' },
      { timeZone: '+01:00' },
      { dateLanguage: 'no language' },
      { firstName: '' },
      { email: 'eve@example.com' },
    ])
      assert.equal(await statusOf(edit(body)), 400, JSON.stringify(body));
    assert.equal((await company.machine.refusal(account.getProfile)).statusCode, 403);
  });

  describe('sessions', () => {
    it('are listed with what they were begun from, and ended one by one or all others, on every node', async () => {
      const ada = await person();
      const phone = 'Mozilla/5.0 (Linux; Android 14) Gecko/120 Firefox/120.0';
      const response = await fetch(`${house.url}${session.login.path}`, {
        method: 'POST',
        headers: { ...json, 'user-agent': phone },
        body: JSON.stringify({ email: ada.email, password }),
      });
      const { accessToken } = (await response.json()) as { accessToken: string };
      const other = callerAt(house.url, accessToken);
      const third = callerAt(house.url, (await signIn(ada.email, password)).accessToken);
      const listed = (await ada.call(account.listSessions)).sessions;
      assert.equal(listed.length, 3);
      const found = listed.find(({ device }) => device === 'Firefox on Android');
      assert.ok(found && !found.isCurrent && found.ip !== null && found.kind === 'token');
      assert.equal(listed.filter(({ isCurrent }) => isCurrent).length, 1);
      assert.equal(await works(other, second().url), 200);
      const params = { sessionId: found.id };
      const mary = await person();
      assert.equal((await mary.refusal(account.endSession, { params })).statusCode, 404);
      await ada.call(account.endSession, { params });
      assert.equal(await works(other, second().url), 401);
      assert.equal(await works(third), 200);
      assert.deepEqual(await ada.call(account.endOtherSessions), { ended: 1 });
      assert.equal(await works(third, second().url), 401);
      assert.equal(await works(ada), 200);
      assert.equal(await works(mary), 200);
    });

    it('tell when a token was last used', async () => {
      const ada = await person();
      await sql`UPDATE tokens SET used_at = used_at - interval '1 hour' WHERE user_id = ${ada.id}`.execute(
        db(),
      );
      await ada.call(session.getCurrentSession);
      const [own] = (await ada.call(account.listSessions)).sessions;
      assert.ok(Date.parse(own?.usedAt ?? '') > Date.now() - 60_000);
      assert.ok(Date.parse(own?.endsAt ?? '') < Date.now() + 10.1 * 24 * 3600 * 1000);
    });
  });

  describe('sign-ins', () => {
    it('of an organization are read by who reads its log: its people and machines, and no one else', async () => {
      const ada = await person('reader');
      const robot = await company.identity(`Robot ${++count}`);
      await statusOf(signIn(ada.email, 'not the password'));
      await statusOf(signIn('stranger@example.com', 'not the password'));
      const read = async (query: object = {}) =>
        (await company.admin.call(signIns.listSignIns, { query: { limit: 1000, ...query } }))
          .signIns;
      const all = await read();
      assert.ok(all.some((one) => one.principalId === ada.id && one.outcome === 'in'));
      assert.ok(all.some((one) => one.principalId === ada.id && one.outcome === 'wrong'));
      assert.ok(all.some((one) => one.principalId === robot.id && one.type === 'machineIdentity'));
      assert.ok(!all.some((one) => one.account === 'stranger@example.com'));
      const wrong = await read({ outcome: 'wrong', principalId: ada.id });
      assert.deepEqual(
        wrong.map(({ account: who, outcome }) => [who, outcome]),
        [[ada.email, 'wrong']],
      );
      assert.ok((await read({ search: ada.email.slice(0, 8) })).length >= 2);
      assert.equal((await read({ limit: 1 })).length, 1);
      assert.equal((await ada.refusal(signIns.listSignIns)).statusCode, 403);
      const other = await openOtherOrganization(company, `Elsewhere ${++count}`);
      const boss = await other.admin.call(signIns.listSignIns, { query: { limit: 1000 } });
      assert.ok(!boss.signIns.some((one) => one.principalId === ada.id));
      await other.admin.call(members.invite, {
        params: { orgId: other.orgId },
        body: { email: ada.email },
      });
      const invited = await other.admin.call(signIns.listSignIns, { query: { limit: 1000 } });
      assert.ok(!invited.signIns.some((one) => one.principalId === ada.id), 'invited is not in');
    });

    it('of addresses that nobody has are for admins of the instance', async () => {
      await statusOf(signIn(`nobody${++count}@example.com`, 'not the password'));
      const query = { scope: 'instance' as const, search: `nobody${count}` };
      const found = await company.admin.call(signIns.listSignIns, { query });
      assert.deepEqual(
        found.signIns.map(({ principalId, outcome }) => [principalId, outcome]),
        [[null, 'wrong']],
      );
      const boss = await company.admin.call(members.invite, {
        params: { orgId: company.orgId },
        body: { email: `boss${count}@example.com`, role: 'admin' },
      });
      assert.ok(boss.emailed);
      const token = tokenIn(await mailTo(`boss${count}@example.com`));
      await call(open(), members.acceptInvitation, { body: { token, password } });
      const { accessToken } = await signIn(`boss${count}@example.com`, password);
      const admin = callerAt(house.url, accessToken);
      assert.equal((await admin.refusal(signIns.listSignIns, { query })).statusCode, 403);
      assert.equal(await statusOf(admin.call(signIns.listSignIns)), 200);
    });

    it("of one's own account are one's own to read, those that had to wait too", async () => {
      const ada = await person();
      for (let tries = 0; tries < 7; tries++) await statusOf(signIn(ada.email, 'not the password'));
      await liftWaits(db());
      const { signIns: own, totalCount } = await ada.call(account.listOwnSignIns);
      assert.ok(totalCount >= 2);
      assert.ok(own.every((one) => one.principalId === ada.id));
      assert.ok(own.some(({ outcome }) => outcome === 'in'));
      assert.ok(own.some(({ outcome, times }) => outcome === 'wrong' && times >= 2));
    });

    it('from a new network are told by mail, once somebody was there before', async () => {
      const ada = await person();
      assert.deepEqual(
        sentTo(ada.email).filter((one) => one.includes('new place')),
        [],
      );
      await sql`UPDATE known_places SET place = 'elsewhere' WHERE account = ${placesOf('user', ada.email)}`.execute(
        db(),
      );
      await signIn(ada.email, password);
      await mailTo(ada.email, 'A sign-in to Coterie from a new place');
      const told = sentTo(ada.email).length;
      await signIn(ada.email, password);
      await pause(200);
      assert.equal(sentTo(ada.email).length, told);
    });
  });

  it('no token and no password is in the log of the server', async () => {
    let said = '';
    const sink = new Writable({
      write(chunk, _, done) {
        said += String(chunk);
        done();
      },
    });
    const node = await start(
      readConfig(house.env, '/nowhere'),
      pino({ level: 'trace' }, sink),
      () => {},
    );
    try {
      const ada = await person();
      const token = await resetToken(ada.email);
      await statusOf(reset(token, 'passwordpassword', node.url));
      await statusOf(reset(`${token}x`, better, node.url));
      await reset(token, better, node.url);
      await statusOf(reset(token, better, node.url));
      assert.ok(
        !said.includes(token) && !said.includes(better) && !said.includes('passwordpassword'),
      );
    } finally {
      await node.stop();
    }
  });

  const refusalOf = async (endpoint: Endpoint, body: object) => {
    const failed = await call(open(), endpoint, { body } as never).catch((error: unknown) => error);
    assert.ok(failed instanceof CallFailed && failed.problem, `${endpoint.path} was not refused`);
    return failed.problem;
  };
});
