import assert from 'node:assert/strict';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { after, before, describe, it } from 'node:test';
import { call, members, session } from '@coterie/contract';
import { type Company, type House, openCompany, openHouse, sender } from '../support/house.ts';
import { mailServer } from '../support/mail-server.ts';

describe('mail', () => {
  const { server, messages } = mailServer();
  let house: House;
  let company: Company;
  before(async () => {
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    house = await openHouse({ SMTP_URL: `smtp://127.0.0.1:${port}?from=coterie@example.com` });
    company = await openCompany(house);
  });
  after(async () => {
    await house.close();
    server.close();
  });

  const invite = (email: string) =>
    company.admin.call(members.invite, { params: { orgId: company.orgId }, body: { email } });

  it('an invitation goes out with its link', async () => {
    const invited = await invite('ada@example.com');
    assert.equal(invited.emailed, true);
    assert.equal(messages.length, 1);
    const readable = (messages[0] ?? '').replace(/=\r\n/g, '').replaceAll('=3D', '=');
    assert.match(readable, /^From: coterie@example\.com\r$/m);
    assert.match(readable, /^To: ada@example\.com\r$/m);
    assert.deepEqual([invited.link, invited.token], [null, null]);
    assert.match(readable, /\/invite#token=/);
    assert.equal((await call(sender(house.url), session.getStatus)).emailConfigured, true);
  });

  it('a mail server that is gone loses no invitation: the link is shown', async () => {
    server.close();
    const invited = await invite('alan@example.com');
    assert.equal(invited.emailed, false);
    const found = await call(sender(house.url), members.lookUpInvitation, {
      body: { token: invited.token ?? '' },
    });
    assert.equal(found.email, 'alan@example.com');
  });
});
