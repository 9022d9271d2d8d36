import assert from 'node:assert/strict';
import { it } from 'node:test';
import { isNetwork, isTrusted } from '../../src/usecases/session/addresses.ts';

const both = ['0.0.0.0/0', '::/0'];

for (const [address, trusted, expected] of [
  ['203.0.113.9', both, true],
  ['2001:db8::1', both, true],
  ['203.0.113.9', ['10.0.0.0/8', '::/0'], false],
  ['127.11.0.1', ['::1/64'], false],
  ['127.0.0.1', ['::1'], false],
  ['::1', ['127.0.0.1', '0.0.0.0/0'], false],
  ['10.1.2.3', ['10.0.0.0/8'], true],
  ['::ffff:10.1.2.3', ['10.0.0.0/8'], true],
  ['::ffff:0a01:0203', ['10.0.0.0/8'], true],
  ['10.1.2.3', ['::ffff:10.0.0.0/104'], true],
  ['11.1.2.3', ['::ffff:10.0.0.0/104'], false],
  ['10.1.2.3', ['::ffff:10.1.2.3'], true],
  ['10.1.2.3', ['::/0'], false],
  ['::ffff:10.1.2.3', ['::/0'], false],
  ['2001:db8:1::1', ['2001:db8::/32'], true],
  ['2001:db9::1', ['2001:db8::/32'], false],
  ['fe80::1%eth0', ['fe80::/10'], true],
  ['nonsense', both, false],
  [null, both, false],
  ['10.1.2.3', [], false],
] as const)
  it(`${address} ${expected ? 'is' : 'is not'} within ${trusted.join(', ') || 'nothing'}`, () => {
    assert.equal(isTrusted(address, trusted), expected);
  });

it('what is no address or network is not taken for one', () => {
  for (const text of ['', '10.0.0.0/33', '::/129', '10.0.0.0/8/8', '10.0.0', 'a', '10.0.0.0/'])
    assert.equal(isNetwork(text), false, text);
  for (const text of ['10.0.0.0/0', '::/0', '::1', '10.0.0.1/32'])
    assert.equal(isNetwork(text), true, text);
});
