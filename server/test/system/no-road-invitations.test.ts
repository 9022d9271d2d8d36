import assert from 'node:assert/strict';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { after, before, describe, it } from 'node:test';
import { allowed, rawOf, refused } from '../support/attempts.ts';
import { cast, may } from '../support/cast.ts';
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

  it('counts for nothing while its inviter may not invite', async () => {
    const clerk = await person(inviting);
    const email = newcomer();
    const token = await invite(clerk.raw, email);
    await allowed(() => root('PATCH', member(clerk.membershipId), { role: 'no-access' }));
    await refused(house(), () => accept(token), 404);
    const again = await invite(root, email);
    await allowed(() => accept(again));
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
