import assert from 'node:assert/strict';
import { test } from 'node:test';
import { aws, jwt, ofTokens, oidc } from '../src/pages/identities/ways/fields.ts';
import { settingsOf, toldOf, typedOf } from '../src/pages/identities/ways/values.ts';

const pem = (text: string) => `-----BEGIN PUBLIC KEY-----\n${text}\n-----END PUBLIC KEY-----\n`;

test('what is typed becomes settings, and they stand there again as they were typed', () => {
  const typed = {
    ...typedOf(jwt, undefined),
    configurationType: 'static',
    jwksUrl: 'https://forgotten.example.com',
    publicKeys: pem('one') + pem('two'),
    boundClaims: 'a.b = c\nurl = https://x?y=z',
  };
  const settings = settingsOf(jwt, typed);
  assert.deepEqual(settings, {
    configurationType: 'static',
    publicKeys: [pem('one'), pem('two')],
    boundClaims: { 'a.b': 'c', url: 'https://x?y=z' },
  });
  const again = typedOf(jwt, settings);
  assert.deepEqual(settingsOf(jwt, again, again), {});
  assert.equal(again.publicKeys, typed.publicKeys);
  assert.equal(again.boundClaims, typed.boundClaims);
});

test('of one that is there only what is another now is sent, also what is empty now', () => {
  const before = typedOf(oidc, {
    boundSubject: 'a',
    boundIssuer: 'https://i',
    boundAudiences: 'b',
  });
  assert.deepEqual(settingsOf(oidc, { ...before, boundSubject: '' }, before), { boundSubject: '' });
});

test('from everywhere is no address, and none is from everywhere', () => {
  const everywhere = [
    { ipAddress: '0.0.0.0', prefix: 0 },
    { ipAddress: '::', prefix: 0 },
  ];
  const before = typedOf(ofTokens, { accessTokenTrustedIps: everywhere });
  assert.equal(before.accessTokenTrustedIps, '');
  const narrow = { ...before, accessTokenTrustedIps: '10.0.0.0/8, 1.2.3.4' };
  assert.deepEqual(settingsOf(ofTokens, narrow, before), {
    accessTokenTrustedIps: [{ ipAddress: '10.0.0.0/8' }, { ipAddress: '1.2.3.4' }],
  });
  assert.deepEqual(settingsOf(ofTokens, before, narrow), {
    accessTokenTrustedIps: [{ ipAddress: '0.0.0.0/0' }, { ipAddress: '::/0' }],
  });
});

test('what is asked is told in words, keys by their name alone', () => {
  assert.deepEqual(toldOf(jwt, { configurationType: 'static', publicKeys: [pem('one')] }), [
    ['Its keys', 'Are given here'],
    ['Public keys', 'given'],
  ]);
  assert.deepEqual(toldOf(aws, { stsEndpoint: 'https://sts.amazonaws.com/' }), [
    ['Address of STS', 'https://sts.amazonaws.com/'],
  ]);
});
