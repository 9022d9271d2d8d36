import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { access, identities } from '@coterie/contract';
import { type Company, type House, openCompany, openHouse, sender } from '../support/house.ts';
import { inSeconds, openIssuer, pemOf, type Signer, signer, token } from './support/issuer.ts';
import { machinesOf, newNetwork, works } from './support/machines.ts';

const audience = 'https://coterie.example.com';
const subject = 'repo:engines/analytical:ref:refs/heads/main';
const unsigned = (part: object) => Buffer.from(JSON.stringify(part)).toString('base64url');
const forged = (head: object, claims: object, key: string | null) => {
  const text = `${unsigned(head)}.${unsigned(claims)}`;
  const signature = key === null ? '' : createHmac('sha256', key).update(text).digest('base64url');
  return `${text}.${signature}`;
};

/** Machine identities that sign in by a token of somebody else's, and are let in by that alone. */
describe('a machine identity signs in', () => {
  let house: House;
  let company: Company;
  let own: Signer;
  let issuer: Awaited<ReturnType<typeof openIssuer>>;
  before(async () => {
    house = await openHouse({ COTERIE_INTERNAL_HOSTS: '127.0.0.1', TRUST_PROXY: 'true' });
    company = await openCompany(house);
    own = signer('first');
    issuer = await openIssuer([own]);
  });
  after(async () => {
    await issuer.close();
    await house.close();
  });

  const right = () => ({
    iss: issuer.url,
    sub: subject,
    aud: audience,
    repository: 'engines/analytical',
    run: 7,
    groups: ['a', 'b'],
    nested: { deep: true },
  });
  const oidcSettings = () => ({
    oidcDiscoveryUrl: issuer.url,
    caCert: issuer.ca,
    boundIssuer: issuer.url,
    boundAudiences: `https://other.example.com, ${audience}`,
    boundSubject: 'repo:engines/analytical:*',
    boundClaims: { repository: 'engines/*,looms/*', run: '7', groups: 'b', 'nested.deep': 'true' },
  });
  const jwtSettings = () => ({
    configurationType: 'jwks',
    jwksUrl: `${issuer.url}/keys`,
    jwksCaCert: issuer.ca,
    boundIssuer: issuer.url,
    boundAudiences: audience,
    boundSubject: subject,
    boundClaims: { repository: 'engines/analytical' },
  });
  const ways = [
    { name: 'OIDC', endpoints: identities.oidcAuth, settings: oidcSettings },
    { name: 'JWT by address', endpoints: identities.jwtAuth, settings: jwtSettings },
    {
      name: 'JWT by given keys',
      endpoints: identities.jwtAuth,
      settings: () => ({
        ...jwtSettings(),
        configurationType: 'static',
        publicKeys: [pemOf(signer('other')), pemOf(own)],
      }),
    },
  ];

  /** What is shown, and what the log says of it. */
  const shown: Record<string, [() => Promise<string> | string, RegExp]> = {
    'what is right': [() => token(own, right()), /^in$/],
    'another audience': [() => token(own, { ...right(), aud: 'https://x' }), /"aud"/],
    'no audience': [() => token(own, { ...right(), aud: undefined }), /"aud"/],
    'another issuer': [() => token(own, { ...right(), iss: 'https://x' }), /"iss"/],
    'another subject': [
      () => token(own, { ...right(), sub: 'repo:engines/difference:ref:main' }),
      /the subject is `repo:engines\/difference/,
    ],
    'no subject': [() => token(own, { ...right(), sub: undefined }), /the subject/],
    'another claim': [
      () => token(own, { ...right(), repository: 'mills/steam' }),
      /the claim `repository` is `mills\/steam`/,
    ],
    'no claim': [() => token(own, { ...right(), repository: undefined }), /no claim `repository`/],
    'one that is over': [() => token(own, { ...right(), exp: inSeconds(-60) }), /"exp"/],
    'one without an end': [() => token(own, { ...right(), exp: undefined }), /"exp"/],
    'one not yet in force': [() => token(own, { ...right(), nbf: inSeconds(120) }), /"nbf"/],
    'one of another key': [
      () => token({ ...signer('x'), kid: own.kid }, right()),
      /signature verification failed|not signed by a key/,
    ],
    'one that was changed': [
      async () => {
        const [head, , signature] = (await token(own, right())).split('.');
        return `${head}.${unsigned({ ...right(), exp: inSeconds(300) })}.${signature}`;
      },
      /signature verification failed/,
    ],
    'one that nobody signed': [
      () => forged({ alg: 'none' }, { ...right(), exp: inSeconds(300) }, null),
      /"alg"/,
    ],
    'one signed with the public key as a secret': [
      () => forged({ alg: 'HS256', kid: own.kid }, { ...right(), exp: inSeconds(300) }, pemOf(own)),
      /"alg"/,
    ],
    'one that brings its own key': [
      async () => {
        const thief = { ...signer('thief'), kid: own.kid };
        const jwk = thief.publicKey.export({ format: 'jwk' });
        return token(thief, right(), { jwk, jku: `${issuer.url}/keys` });
      },
      /signature verification failed|not signed by a key/,
    ],
    nothing: [() => 'nothing', /the token is refused/],
  };

  for (const { name, endpoints, settings } of ways)
    for (const [what, [make, wanted]] of Object.entries(shown))
      it(`by ${name}: ${what}`, async () => {
        const { make: machine, outcome } = machinesOf(company, endpoints);
        assert.match(await outcome(await machine(settings()), { jwt: await make() }), wanted);
      });

  const oidc = () => machinesOf(company, identities.oidcAuth);
  const given = async (response: Response) => {
    const answer = await response.text();
    assert.equal(response.status, 200, answer);
    return JSON.parse(answer) as Record<string, string | number>;
  };

  it('and is answered as by universal auth, by a form and with a stroke at the end too', async () => {
    const { make, send } = oidc();
    const identityId = await make({
      ...oidcSettings(),
      accessTokenTTL: 600,
      accessTokenMaxTTL: 1200,
    });
    const jwt = await token(own, right());
    const { accessToken, ...rest } = await given(await send(identityId, { jwt }));
    assert.deepEqual(rest, { expiresIn: 600, accessTokenMaxTTL: 1200, tokenType: 'Bearer' });
    const claims = JSON.parse(
      Buffer.from(String(accessToken).split('.')[1] ?? '', 'base64url').toString(),
    );
    assert.deepEqual([claims.authMethod, claims.identityId], ['oidc-auth', identityId]);
    assert.equal(await works(house.url, String(accessToken)), 200);
    const form = await fetch(`${house.url}/api/v1/auth/oidc-auth/login/`, {
      method: 'POST',
      headers: { 'x-forwarded-for': newNetwork() },
      body: new URLSearchParams({ identityId, jwt, organizationSlug: '' }),
    });
    assert.equal(typeof (await given(form)).accessToken, 'string');
    const renewed = await sender(house.url)('/api/v1/auth/token/renew', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ accessToken }),
    });
    assert.ok(Number((await given(renewed)).expiresIn) <= 600);
  });

  it('and is refused in the same words whatever is wrong, not sooner where nothing is there', async () => {
    const { make, send } = oidc();
    const identityId = await make(oidcSettings());
    const bare = await make(oidcSettings());
    await oidc().asAdmin('DELETE', bare);
    const jwt = await token(own, { ...right(), aud: 'https://x' });
    const told: string[] = [];
    for (const identity of [identityId, bare, '0b6c8f0e-4a0b-4d65-9f3f-6a0f6c2f9d11', 'nobody']) {
      const since = performance.now();
      const response = await send(identity, { jwt });
      assert.equal(response.status, 401);
      assert.ok(performance.now() - since > 240);
      told.push((await response.text()).replace(/"reqId":"[^"]*"/, ''));
    }
    assert.deepEqual(new Set(told).size, 1);
  });

  it('and waits after three failures from one place', async () => {
    const { make, send } = oidc();
    const identityId = await make(oidcSettings());
    const network = newNetwork();
    const statuses: number[] = [];
    for (const jwt of ['a', 'b', 'c', await token(own, right())])
      statuses.push((await send(identityId, { jwt }, network)).status);
    assert.deepEqual(statuses, [401, 401, 401, 429]);
  });

  it('and has tokens of so many uses, good from so many places', async () => {
    const { make, send } = oidc();
    const jwt = await token(own, right());
    const twice = await make({ ...oidcSettings(), accessTokenNumUsesLimit: 2 });
    const { accessToken } = await given(await send(twice, { jwt }));
    const uses = [1, 2, 3].map(() => works(house.url, String(accessToken)));
    assert.deepEqual((await Promise.all(uses)).sort(), [200, 200, 401]);
    const inside = [{ ipAddress: '10.0.0.0/8' }];
    const placed = await make({ ...oidcSettings(), accessTokenTrustedIps: inside });
    const bound = String((await given(await send(placed, { jwt }))).accessToken);
    assert.equal(await works(house.url, bound, '10.1.2.3'), 200);
    assert.equal(await works(house.url, bound, '203.0.113.9'), 401);
  });

  it('no longer, nor with what it has, once the way is taken away, asked otherwise, or it is suspended', async () => {
    const jwt = await token(own, right());
    const ending: Record<string, (identityId: string) => Promise<unknown>> = {
      detached: (identityId) => oidc().asAdmin('DELETE', identityId),
      narrowed: (identityId) => oidc().asAdmin('PATCH', identityId, { boundSubject: 'x' }),
      deleted: (identityId) =>
        company.admin.call(identities.deleteIdentity, { params: { identityId } }),
      suspended: (identityId) =>
        company.admin.call(identities.editIdentity, {
          params: { identityId },
          body: { isActive: false },
        }),
    };
    for (const [how, end] of Object.entries(ending)) {
      const identityId = await oidc().make(oidcSettings());
      const accessToken = String((await given(await oidc().send(identityId, { jwt }))).accessToken);
      await end(identityId);
      const use = await works(house.url, accessToken);
      assert.notEqual(use, 200, how);
      assert.equal((await oidc().send(identityId, { jwt })).status, 401, how);
    }
  });

  it('and keeps its tokens where only their lifetimes are changed, which count for them too', async () => {
    const identityId = await oidc().make(oidcSettings());
    const jwt = await token(own, right());
    const accessToken = String((await given(await oidc().send(identityId, { jwt }))).accessToken);
    await oidc().asAdmin('PATCH', identityId, { accessTokenTTL: 60 });
    assert.equal(await works(house.url, accessToken), 200);
    const other = [{ ipAddress: '10.0.0.0/8' }];
    await oidc().asAdmin('PATCH', identityId, { accessTokenTrustedIps: other });
    assert.equal(await works(house.url, accessToken), 401);
  });

  it('with a key that is new; unknown ones are asked for once in a while', async () => {
    const old = signer('old');
    const keys = [old];
    const turning = await openIssuer(keys);
    const settings = { ...oidcSettings(), oidcDiscoveryUrl: turning.url, caCert: turning.ca };
    const machine = await oidc().make({ ...settings, boundIssuer: turning.url });
    const claims = { ...right(), iss: turning.url };
    const asked = () => turning.asked.filter(({ path }) => path === '/keys').length;
    assert.equal(await oidc().outcome(machine, { jwt: await token(old, claims) }), 'in');
    for (const kid of ['a', 'b', 'c']) {
      const detail = await oidc().outcome(machine, { jwt: await token(signer(kid), claims) });
      assert.match(detail, /no applicable key/);
    }
    assert.equal(asked(), 1);
    await turning.close();
  });

  it('never by an issuer that is another than the bound one, or whose certificate nobody knows', async () => {
    const jwt = await token(own, right());
    const other = await oidc().make({ ...oidcSettings(), boundIssuer: 'https://x.example.com' });
    assert.match(await oidc().outcome(other, { jwt }), /not the bound one/);
    const { caCert: _, ...unknown } = oidcSettings();
    const open = await oidc().make(unknown);
    assert.match(await oidc().outcome(open, { jwt }), /could not be asked/);
  });

  it('only by settings that could let somebody in, and not everybody', async () => {
    const { identity } = await company.admin.call(identities.createIdentity, {
      body: { name: 'bare' },
    });
    for (const [change, field] of [
      [{ oidcDiscoveryUrl: 'http://127.0.0.1' }, 'oidcDiscoveryUrl'],
      [{ oidcDiscoveryUrl: '' }, 'oidcDiscoveryUrl'],
      [{ boundIssuer: '' }, 'boundIssuer'],
      [{ caCert: 'none' }, 'caCert'],
      [{ boundSubject: '', boundClaims: {}, boundAudiences: '' }, 'boundSubject'],
      [{ accessTokenTTL: 20, accessTokenMaxTTL: 10 }, 'accessTokenTTL'],
      [{ surelyUnknown: 1 }, 'surelyUnknown'],
    ] as const) {
      const response = await oidc().asAdmin('POST', identity.id, { ...oidcSettings(), ...change });
      const text = await response.text();
      assert.deepEqual([response.status, text.includes(`\`${field}\``)], [400, true], text);
    }
  });

  it('by ways that are told of it, and leave entries in the log', async () => {
    const { make, asAdmin } = oidc();
    const identityId = await make(oidcSettings());
    const { identity } = await company.admin.call(identities.getIdentity, {
      params: { identityId },
    });
    assert.deepEqual(identity.identity.authMethods, ['oidc-auth']);
    const answer = (await (await asAdmin('GET', identityId)).json()) as Record<string, object>;
    const { id, createdAt, updatedAt, ...rest } = answer.identityOidcAuth as Record<
      string,
      unknown
    >;
    assert.deepEqual(rest, {
      ...oidcSettings(),
      claimMetadataMapping: {},
      identityId,
      accessTokenTTL: 2_592_000,
      accessTokenMaxTTL: 2_592_000,
      accessTokenNumUsesLimit: 0,
      accessTokenTrustedIps: [
        { type: 'ipv4', ipAddress: '0.0.0.0', prefix: 0 },
        { type: 'ipv6', ipAddress: '::', prefix: 0 },
      ],
    });
    await asAdmin('PATCH', identityId, { identityId, accessTokenTTL: 60 });
    await asAdmin('DELETE', identityId);
    const { entries } = await company.admin.call(access.readAccessLog, { query: { limit: 3 } });
    assert.deepEqual(
      entries.map(
        ({ text }) => /the sign-in by OIDC token of machine \d+ was (\w+)/.exec(text)?.[1],
      ),
      ['deleted', 'changed', 'created'],
    );
    assert.equal((await asAdmin('GET', identityId)).status, 404);
  });

  it('by no way that is not here, which is said', async () => {
    const response = await fetch(`${house.url}/api/v1/auth/ldap-auth/login`, { method: 'POST' });
    const { message } = (await response.json()) as { message: string };
    assert.equal(response.status, 404);
    assert.match(message, /no sign-in `ldap-auth` here; .* universal-auth, oidc-auth, jwt-auth/);
  });
});
