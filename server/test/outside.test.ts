import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, describe, it } from 'node:test';
import { isPublic, noInternalHosts, parseInternalHosts } from '../src/outside/addresses.ts';
import { asking, type Resolve, Unreachable } from '../src/outside/ask.ts';
import { serve } from './system/support/issuer.ts';

const to =
  (...addresses: string[]): Resolve =>
  async () =>
    addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }));

/** The one way to servers of others, which leads to nothing inside that the operator has not named. */
describe('a server outside', () => {
  let inside: Awaited<ReturnType<typeof serve>>;
  before(async () => {
    inside = await serve(({ path, headers }) =>
      path === '/away'
        ? { status: 302, headers: { location: `${inside.url}/` } }
        : path === '/long'
          ? { body: 'x'.repeat(2 ** 20 + 1) }
          : { body: { path, host: headers.host } },
    );
  });
  after(() => inside.close());
  const port = () => new URL(inside.url).port;
  const refused = async (work: Promise<unknown>, wanted: RegExp) => {
    const count = inside.asked.length;
    await assert.rejects(
      work,
      (error) => error instanceof Unreachable && wanted.test(error.message),
    );
    return inside.asked.length - count;
  };

  it('is at an address of the public internet', () => {
    for (const address of [
      '8.8.8.8',
      '1.1.1.1',
      '2606:4700:4700::1111',
      '172.15.0.1',
      '172.32.0.1',
    ])
      assert.equal(isPublic(address), true, address);
    for (const address of [
      ...['0.0.0.0', '10.0.0.1', '100.64.0.1', '100.100.100.200', '127.0.0.1', '127.9.9.9'],
      ...['168.63.129.16', '169.254.169.254', '172.16.0.1', '172.31.255.255', '192.0.0.192'],
      ...['192.168.1.1', '198.18.0.1', '224.0.0.1', '240.0.0.1', '255.255.255.255'],
      ...['::', '::1', '::127.0.0.1', '::ffff:127.0.0.1', '::ffff:169.254.169.254'],
      ...['::ffff:7f00:1', '64:ff9b::7f00:1', '64:ff9b::a9fe:a9fe', '64:ff9b:1::1', '100::1'],
      ...['fc00::1', 'fd00:ec2::254', 'fe80::1', 'fec0::1', 'ff02::1', '2002:7f00:1::1'],
      ...['2001::1', '2001:db8::1', '4000::1'],
    ])
      assert.equal(isPublic(address), false, address);
  });

  it('is not asked where its address is inside, however that is written', async () => {
    const ask = asking(noInternalHosts);
    for (const host of [
      ...['127.0.0.1', 'localhost', 'LOCALHOST', 'localhost.', '2130706433', '0x7f000001'],
      ...['0177.0.0.1', '127.1', '0', '[::1]', '[::ffff:127.0.0.1]', '[::ffff:7f00:1]'],
      ...['[::127.0.0.1]', '[64:ff9b::7f00:1]', '[::]'],
    ]) {
      const url = `https://${host}:${port()}/`;
      assert.equal(await refused(ask({ url, ca: inside.ca }), /no host of the public/), 0, url);
    }
  });

  it('is not asked where its name leads inside, alone or among others', async () => {
    const url = `https://inside.example.com:${port()}/`;
    for (const resolve of [
      to('127.0.0.1'),
      to('8.8.8.8', '127.0.0.1'),
      to('127.0.0.1', '8.8.8.8'),
      to('2606:4700::1', '::ffff:127.0.0.1'),
      to('169.254.169.254'),
      to(),
    ])
      assert.equal(
        await refused(asking(noInternalHosts, resolve)({ url, ca: inside.ca }), /no host of/),
        0,
      );
  });

  it('is connected to by the address that was judged, and its name is not asked for again', async () => {
    const asked: string[] = [];
    const turning: Resolve = async (host) => {
      asked.push(host);
      return [{ address: '127.0.0.1', family: 4 }];
    };
    const internal = parseInternalHosts('127.0.0.0/8');
    // No name server knows it.
    const url = `https://coterie.test:${port()}/x`;
    const { status, body } = await asking(internal, turning)({ url, ca: inside.ca });
    assert.deepEqual(
      [status, JSON.parse(body.toString()).path, asked],
      [200, '/x', ['coterie.test']],
    );
  });

  it('inside is asked where the operator has named it, by name or network, and no other', async () => {
    const at = (host: string) => ({ url: `https://${host}:${port()}/`, ca: inside.ca });
    for (const [named, host, isAsked] of [
      ['localhost', 'localhost', true],
      ['127.0.0.1', 'localhost', true],
      ['127.0.0.0/8,::1/128', 'localhost', true],
      ['other.internal, 10.0.0.0/8', 'localhost', false],
      ['localhost.example.com', 'localhost', false],
    ] as const) {
      const ask = asking(parseInternalHosts(named), to('127.0.0.1'));
      if (isAsked) assert.equal((await ask(at(host))).status, 200, named);
      else await refused(ask(at(host)), /no host of the public/);
    }
    const metadata = asking(parseInternalHosts('meta.internal'), to('169.254.169.254'));
    await refused(metadata({ url: 'https://meta.internal/' }), /no host of the public/);
  });

  it('is asked over https, without a user, and its redirects lead nowhere', async () => {
    const ask = asking(parseInternalHosts('127.0.0.1'));
    const at = (url: string) => ask({ url, ca: inside.ca });
    await refused(at(`http://127.0.0.1:${port()}/`), /begin with https/);
    await refused(at(`ftp://127.0.0.1:${port()}/`), /begin with https/);
    await refused(at('file:///etc/passwd'), /begin with https/);
    await refused(at(`https://a:b@127.0.0.1:${port()}/`), /names a user/);
    await refused(at('127.0.0.1'), /no address/);
    assert.equal(await refused(at(`${inside.url}/away`), /leads elsewhere/), 1);
    await refused(at(`${inside.url}/long`), /longer than 1 MiB/);
  });

  it('shows by its certificate who it is', async () => {
    const ask = asking(parseInternalHosts('127.0.0.1'));
    const before = process.env.NODE_TLS_REJECT_UNAUTHORIZED;
    process.env.NODE_TLS_REJECT_UNAUTHORIZED = '0';
    try {
      await refused(ask({ url: inside.url }), /could not be asked/);
    } finally {
      if (before === undefined) delete process.env.NODE_TLS_REJECT_UNAUTHORIZED;
      else process.env.NODE_TLS_REJECT_UNAUTHORIZED = before;
    }
    const other = asking(parseInternalHosts('other.internal'), to('127.0.0.1'));
    const url = `https://other.internal:${port()}/`;
    await refused(other({ url, ca: inside.ca }), /could not be asked/);
  });

  it('has its certificate looked at by its address, whatever host a header names', async () => {
    const ask = asking(parseInternalHosts('127.0.0.1'), to('127.0.0.1'));
    const asked = { ca: inside.ca, headers: { host: 'localhost' } };
    await refused(ask({ ...asked, url: `https://x.test:${port()}/` }), /could not be asked/);
  });

  it('is asked over plain http where its host and port are named so', async () => {
    const plain = createServer((_, response) => response.end('{}'));
    plain.unref();
    await new Promise<void>((done) => plain.listen(0, '127.0.0.1', done));
    const host = `127.0.0.1:${(plain.address() as AddressInfo).port}`;
    const ask = asking(parseInternalHosts(`http://${host}`));
    assert.equal((await ask({ url: `http://${host}/` })).status, 200);
    await refused(ask({ url: 'http://127.0.0.1:1/' }), /begin with https/);
    await new Promise((done) => plain.close(done));
  });

  it('is none of what is named in no form that is known', () => {
    for (const text of [
      '',
      'a b',
      'https://x',
      'http://x/y',
      '10.0.0.0/99',
      '*',
      'x,,y',
      'ftp://x',
    ])
      assert.throws(() => parseInternalHosts(text), /expected hosts/, text);
  });
});
