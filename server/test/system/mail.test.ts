import assert from 'node:assert/strict';
import { once } from 'node:events';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { after, before, describe, it } from 'node:test';
import { call, members, session } from '@coterie/contract';
import { type Company, type House, openCompany, openHouse, sender } from '../support/house.ts';

/** Enough of SMTP (RFC 5321) to take a message. */
function mailServer(): { server: Server; messages: string[] } {
  const messages: string[] = [];
  const server = createServer((socket) => {
    let text = '';
    let isData = false;
    socket.write('220 mail ready\r\n');
    socket.on('data', (chunk) => {
      text += chunk.toString();
      if (isData) {
        if (!text.endsWith('\r\n.\r\n')) return;
        messages.push(text);
        isData = false;
        text = '';
        socket.write('250 taken\r\n');
        return;
      }
      for (let end = text.indexOf('\r\n'); end >= 0 && !isData; end = text.indexOf('\r\n')) {
        const line = text.slice(0, end);
        text = text.slice(end + 2);
        isData = line === 'DATA';
        socket.write(isData ? '354 go on\r\n' : line === 'QUIT' ? '221 bye\r\n' : '250 ok\r\n');
      }
    });
  });
  return { server, messages };
}

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
    assert.equal((await call(sender(house.url), session.status)).emailConfigured, true);
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
