import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { identities, session } from '@coterie/contract';
import {
  type Company,
  callerAt,
  type House,
  openCompany,
  openHouse,
  sender,
} from '../support/house.ts';

/** Access tokens made for a machine identity by hand, bearer tokens that clients can read, and the lockout. */
describe('tokens of machine identities', () => {
  let house: House;
  let company: Company;
  let identity: { id: string };
  before(async () => {
    house = await openHouse();
    company = await openCompany(house);
    identity = (
      await company.admin.call(identities.createIdentity, {
        body: { name: 'robot', role: 'member' },
      })
    ).identity;
  });
  after(() => house.close());

  const params = () => ({ identityId: identity.id });
  const claimsOf = (token: string) =>
    JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString());
  const works = (token: string) =>
    fetch(`${house.url}/api/v1/identities/details`, {
      headers: { authorization: `Bearer ${token}` },
    }).then(({ status }) => status);

  it('are made, shown once, listed, renamed and ended', async () => {
    const refusal = await company.admin.refusal(identities.createToken, {
      params: params(),
      body: { name: 'early' },
    });
    assert.equal(refusal.statusCode, 404);
    await company.admin.call(identities.attachTokenAuth, {
      params: params(),
      body: { accessTokenTTL: 600, accessTokenMaxTTL: 1200 },
    });
    const made = await company.admin.call(identities.createToken, {
      params: params(),
      body: { name: 'ci' },
    });
    assert.equal(await works(made.accessToken), 200);
    assert.equal(made.expiresIn, 600);
    const { tokens } = await company.admin.call(identities.listTokens, { params: params() });
    assert.deepEqual(tokens, [made.tokenData]);
    assert.ok(!JSON.stringify(tokens).includes(made.accessToken));
    const ofToken = { tokenId: made.tokenData.id };
    const renamed = await company.admin.call(identities.editToken, {
      params: ofToken,
      body: { name: 'cd' },
    });
    assert.equal(renamed.token.name, 'cd');
    await company.admin.call(identities.revokeNamedToken, { params: ofToken });
    assert.equal(await works(made.accessToken), 401);
    const gone = await company.admin.refusal(identities.getToken, { params: ofToken });
    assert.equal(gone.statusCode, 404);
  });

  it('are renewed up to their longest, and end when token auth is taken away', async () => {
    const { accessToken } = await company.admin.call(identities.createToken, {
      params: params(),
      body: { name: 'ci' },
    });
    const renewed = await callerAt(house.url, '').call(identities.renewToken, {
      body: { accessToken },
    });
    assert.equal(renewed.accessToken, accessToken);
    assert.ok(renewed.expiresIn <= 600);
    await company.admin.call(identities.detachTokenAuth, { params: params() });
    assert.equal(await works(accessToken), 401);
  });

  it('say whose they are and until when, as clients read it', async () => {
    const robot = await company.identity('reader');
    const { exp, iat, jti, identityAccessTokenId, ...claims } = claimsOf(robot.token);
    assert.deepEqual(claims, {
      authTokenType: 'identityAccessToken',
      identityId: robot.id,
      identityName: 'reader',
      authMethod: 'universal-auth',
      orgId: company.orgId,
    });
    assert.equal(exp - iat, 2_592_000);
    const ann = await company.person('Ann');
    const user = claimsOf(ann.token);
    assert.equal(user.authTokenType, 'accessToken');
    assert.equal(user.userId, ann.id);
    assert.equal(user.organizationId, company.orgId);
    assert.ok(user.tokenVersionId);
  });

  it('a token that says more than the table is refused', async () => {
    const robot = await company.identity('forger');
    const [head, body, signature] = robot.token.split('.');
    const forged = Buffer.from(
      JSON.stringify({ ...claimsOf(robot.token), identityId: identity.id }),
    ).toString('base64url');
    assert.equal(await works(`${head}.${forged}.${signature}`), 401);
    const none = Buffer.from('{"alg":"none","typ":"JWT"}').toString('base64url');
    assert.equal(await works(`${none}.${body}.`), 401);
  });

  it('is checked by checkAuth, and shows organizations without any below', async () => {
    const ann = await company.person('Bea');
    assert.deepEqual(await ann.call(session.checkAuth), { message: 'authenticated' });
    assert.equal((await callerAt(house.url, 'x').refusal(session.checkAuth)).statusCode, 401);
    const { organizations } = await ann.call(session.listAccessibleOrganizations);
    assert.deepEqual(organizations[0]?.subOrganizations, []);
  });

  it('sign-in is locked after as many failures as the identity says, and can be left unlocked', async () => {
    const robot = await company.identity('locked');
    const attempt = (clientSecret: string) =>
      sender(house.url)('/api/v1/auth/universal-auth/login', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ clientId: robot.clientId, clientSecret }),
      }).then(({ status }) => status);
    await company.admin.call(identities.editUniversalAuth, {
      params: { identityId: robot.id },
      body: { lockoutThreshold: 2, lockoutDurationSeconds: 600 },
    });
    assert.deepEqual(
      [await attempt('wrong'), await attempt('wrong'), await attempt(robot.clientSecret)],
      [401, 401, 429],
    );
    const free = await company.identity('free');
    const { identityUniversalAuth } = await company.admin.call(identities.editUniversalAuth, {
      params: { identityId: free.id },
      body: { lockoutEnabled: false },
    });
    assert.equal(identityUniversalAuth.lockoutEnabled, false);
    assert.equal(identityUniversalAuth.lockoutThreshold, 3);
  });
});
