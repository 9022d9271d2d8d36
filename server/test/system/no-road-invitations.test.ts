import assert from 'node:assert/strict';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { after, before, describe, it } from 'node:test';
import { setTimeout } from 'node:timers/promises';
import { allowed, rawOf, refused } from '../support/attempts.ts';
import { cast, type Known, may } from '../support/cast.ts';
import { openCompany, openHouse, signIn } from '../support/house.ts';
import { mailServer } from '../support/mail-server.ts';

const password = 'correct horse battery';

/** Whoever is given the link of an invitation becomes nobody that it does not hold itself. */
describe('no road around the rights, by invitations', () => {
  const { house, company, root, one, person, group, member } = cast();
  const invitations = () => `/api/v1/organizations/${company().orgId}/invitations`;
  const inviting = [may('member', 'read', 'create')];
  const accept = (token: string) =>
    rawOf(house().url, 'none')('POST', '/api/v1/invitations/accept', { token, password });
  const invite = async (by: typeof root, email: string, role = 'no-access') => {
    const { body } = await allowed(() => by('POST', invitations(), { email, role }));
    return body.token as string;
  };
  const newcomer = () => `${one('newcomer')}@example.com`;

  it('is accepted once, by who has the link', async () => {
    const clerk = await person(inviting);
    const token = await invite(clerk.raw, newcomer());
    await allowed(() => accept(token));
    await refused(house(), () => accept(token), 404);
  });

  it('is judged again when accepted: nobody gets more than its inviter holds by then', async () => {
    const clerk = await person(inviting);
    const email = newcomer();
    const token = await invite(clerk.raw, email);
    const admins = await group('admin');
    await allowed(() => root('POST', `/api/v1/groups/${admins}/users/${email}`, {}));
    await refused(house(), () => accept(token), 409);
    await refused(house(), () => clerk.raw('POST', invitations(), { email, role: 'no-access' }));
    await refused(house(), () => accept(token), 409);
    const better = await invite(root, email);
    await refused(house(), () => accept(token), 404);
    await allowed(() => accept(better));
  });

  it('dies when its inviter is suspended, also when it comes back', async () => {
    const clerk = await person(inviting);
    const token = await invite(clerk.raw, newcomer());
    const path = member(clerk.membershipId);
    await allowed(() => root('PATCH', path, { isActive: false }));
    await refused(house(), () => accept(token), 404);
    await allowed(() => root('PATCH', path, { isActive: true }));
    await refused(house(), () => accept(token), 404);
  });

  it('dies when its inviter is removed', async () => {
    const boss = await person('admin', 'boss');
    const token = await invite(boss.raw, newcomer(), 'admin');
    await allowed(() => root('DELETE', member(boss.membershipId)));
    await refused(house(), () => accept(token), 404);
  });

  /** How the right to invite goes, and comes back. */
  type Loss = (clerk: Known) => Promise<{ lose(): Promise<unknown>; regain(): Promise<unknown> }>;
  const sets = (path: string, lost: object, back: object) => ({
    lose: () => allowed(() => root('PATCH', path, lost)),
    regain: () => allowed(() => root('PATCH', path, back)),
  });
  const roleOf = async () => company().role(one('inviting'), inviting);
  const losses: Record<string, Loss> = {
    'another role': async (clerk) => {
      const { slug } = await roleOf();
      await allowed(() => root('PATCH', member(clerk.membershipId), { role: slug }));
      return sets(member(clerk.membershipId), { role: 'no-access' }, { role: slug });
    },
    'a role that gives it no more': async (clerk) => {
      const { id, slug } = await roleOf();
      await allowed(() => root('PATCH', member(clerk.membershipId), { role: slug }));
      const path = `/api/v1/organization/roles/${id}`;
      return sets(path, { permissions: [may('member', 'read')] }, { permissions: inviting });
    },
    'a group that it leaves': async (clerk) => {
      const path = `/api/v1/groups/${await group((await roleOf()).slug)}/users/${clerk.email}`;
      const regain = () => allowed(() => root('POST', path, {}));
      await regain();
      return { lose: () => allowed(() => root('DELETE', path)), regain };
    },
    'a group that is suspended': async (clerk) => {
      const path = `/api/v1/groups/${await group((await roleOf()).slug)}`;
      await allowed(() => root('POST', `${path}/users/${clerk.email}`, {}));
      return sets(path, { isSuspended: true }, { isSuspended: false });
    },
    'a group that denies it': async (clerk) => {
      const { slug } = await roleOf();
      await allowed(() => root('PATCH', member(clerk.membershipId), { role: slug }));
      const deny = { ...may('member', 'create'), inverted: true };
      const denying = await company().role(one('denying'), [deny]);
      const path = `/api/v1/groups/${await group(denying.slug)}/users/${clerk.email}`;
      return {
        lose: () => allowed(() => root('POST', path, {})),
        regain: () => allowed(() => root('DELETE', path)),
      };
    },
  };
  const lookUp = (token: string) =>
    rawOf(house().url, 'none')('POST', '/api/v1/invitations/lookup', { token });

  for (const [how, loss] of Object.entries(losses))
    it(`is dead for good once its inviter may not invite: ${how}`, async () => {
      const clerk = await person([]);
      const { lose, regain } = await loss(clerk);
      const email = newcomer();
      const token = await invite(clerk.raw, email);
      await allowed(() => lookUp(token));
      await lose();
      await refused(house(), () => lookUp(token), 404);
      await refused(house(), () => accept(token), 404);
      await regain();
      await refused(house(), () => lookUp(token), 404);
      await refused(house(), () => accept(token), 404);
      await allowed(async () => accept(await invite(root, email)));
    });

  it('is dead when the right ran out by itself, also when it is given again', async () => {
    const clerk = await person([]);
    const { slug } = await roleOf();
    const path = `/api/v1/groups/${await group(slug)}/users/${clerk.email}`;
    const validUntil = new Date(Date.now() + 3000).toISOString();
    await allowed(() => root('POST', path, { validUntil }));
    const token = await invite(clerk.raw, newcomer());
    await allowed(() => lookUp(token));
    await setTimeout(Date.parse(validUntil) - Date.now() + 50);
    await refused(house(), () => lookUp(token), 404);
    await allowed(() => root('POST', path, { validUntil: null }));
    await refused(house(), () => lookUp(token), 404);
    await refused(house(), () => accept(token), 404);
  });

  it('an owner lets in no account that it began itself, nor one begun by that', async () => {
    const owner = await person([may('member', 'read', 'create')]);
    const vault = await group('admin');
    const path = `/api/v1/groups/${vault}`;
    await allowed(() => root('POST', `${path}/managers`, { principalId: owner.id, kind: 'owner' }));
    const [role] = [one('inviting')];
    await company().role(role, inviting);
    const [first, second, other] = [newcomer(), newcomer(), newcomer()];
    await allowed(async () => accept(await invite(owner.raw, first, role)));
    const sock = rawOf(house().url, (await signIn(house().url, first)).accessToken);
    await allowed(async () => accept(await invite(sock, second)));
    await allowed(async () => accept(await invite(root, other)));
    for (const email of [first, second])
      await refused(house(), () => owner.raw('POST', `${path}/users/${email}`, {}));
    await allowed(() => owner.raw('POST', `${path}/users/${other}`, {}));
  });

  it('gives no role above that of its inviter', async () => {
    const clerk = await person(inviting);
    await refused(house(), () =>
      clerk.raw('POST', invitations(), { email: newcomer(), role: 'admin' }),
    );
  });
});

describe('no road around the rights, by mailed invitations', () => {
  const { server } = mailServer();
  before(async () => {
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
  });
  after(() => {
    server.close();
  });

  it('the inviter is given neither link nor token', async () => {
    const { port } = server.address() as AddressInfo;
    const house = await openHouse({ SMTP_URL: `smtp://127.0.0.1:${port}?from=c@example.com` });
    try {
      const company = await openCompany(house);
      const root = rawOf(house.url, company.admin.token);
      const path = `/api/v1/organizations/${company.orgId}/invitations`;
      const { body } = await allowed(() => root('POST', path, { email: 'ada@example.com' }));
      assert.deepEqual([body.emailed, body.link, body.token], [true, null, null]);
      const again = await allowed(() => root('POST', path, { email: 'ada@example.com' }));
      assert.equal(again.body.token, null);
    } finally {
      await house.close();
    }
  });
});
