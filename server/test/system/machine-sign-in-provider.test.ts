import assert from 'node:assert/strict';
import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, describe, it } from 'node:test';
import { identities } from '@coterie/contract';
import Provider from 'oidc-provider';
import { type Company, type House, openCompany, openHouse } from '../support/house.ts';
import { serve } from './support/issuer.ts';
import { machinesOf } from './support/machines.ts';

const audience = 'https://coterie.example.com';
const client = { id: 'pipeline', secret: 'a secret of the pipeline' };

/** A certified OpenID provider with one client, behind a server that speaks TLS. */
async function openProvider() {
  let inner = '';
  const front = await serve(async ({ method, path, headers, body }) => {
    const response = await fetch(`${inner}${path}`, {
      method,
      headers: {
        'x-forwarded-proto': 'https',
        'x-forwarded-host': String(headers.host),
        ...(headers['content-type'] ? { 'content-type': headers['content-type'] } : {}),
        ...(headers.authorization ? { authorization: headers.authorization } : {}),
      },
      ...(body === '' ? {} : { body }),
    });
    return { status: response.status, body: await response.text() };
  });
  const provider = new Provider(front.url, {
    clients: [
      {
        client_id: client.id,
        client_secret: client.secret,
        grant_types: ['client_credentials'],
        redirect_uris: [],
        response_types: [],
      },
    ],
    features: {
      devInteractions: { enabled: false },
      clientCredentials: { enabled: true },
      resourceIndicators: {
        enabled: true,
        getResourceServerInfo: (_, indicator) => ({
          scope: '',
          audience: indicator,
          accessTokenTTL: 300,
          accessTokenFormat: 'jwt',
        }),
      },
    },
  });
  provider.proxy = true;
  const server: Server = provider.listen(0, '127.0.0.1');
  await once(server, 'listening');
  inner = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  /** What the provider signs for its client, for this audience. */
  const token = async (resource: string): Promise<string> => {
    const basic = Buffer.from(
      `${client.id}:${encodeURIComponent(client.secret).replaceAll('%20', '+')}`,
    ).toString('base64');
    const response = await fetch(`${inner}/token`, {
      method: 'POST',
      headers: {
        authorization: `Basic ${basic}`,
        'x-forwarded-proto': 'https',
        'x-forwarded-host': new URL(front.url).host,
      },
      body: new URLSearchParams({ grant_type: 'client_credentials', resource }),
    });
    const answer = await response.text();
    assert.equal(response.status, 200, answer);
    return (JSON.parse(answer) as { access_token: string }).access_token;
  };
  const close = async () => {
    server.closeAllConnections();
    await new Promise((done) => server.close(done));
    await front.close();
  };
  return { ...front, token, close };
}

describe('a machine signs in by what a certified OpenID provider signs', () => {
  let house: House;
  let company: Company;
  let provider: Awaited<ReturnType<typeof openProvider>>;
  before(async () => {
    house = await openHouse({ COTERIE_INTERNAL_HOSTS: '127.0.0.1', TRUST_PROXY: 'true' });
    company = await openCompany(house);
    provider = await openProvider();
  });
  after(async () => {
    await provider.close();
    await house.close();
  });

  it('by discovery, for the audience and the client that it is bound to', async () => {
    const { make, outcome } = machinesOf(company, identities.oidcAuth);
    const settings = {
      oidcDiscoveryUrl: provider.url,
      caCert: provider.ca,
      boundIssuer: provider.url,
      boundAudiences: audience,
      boundSubject: client.id,
      boundClaims: { client_id: 'pipe*' },
    };
    const identity = await make(settings);
    assert.equal(await outcome(identity, { jwt: await provider.token(audience) }), 'in');
    assert.match(
      await outcome(identity, { jwt: await provider.token('https://x.example.com') }),
      /"aud"/,
    );
    const another = await make({ ...settings, boundSubject: 'another' });
    assert.match(await outcome(another, { jwt: await provider.token(audience) }), /the subject/);
  });

  it('by the address of its keys', async () => {
    const { make, outcome } = machinesOf(company, identities.jwtAuth);
    const discovery = await fetch(`${provider.url}/.well-known/openid-configuration`).catch(
      () => null,
    );
    assert.equal(discovery, null, 'its certificate is known by the authority given alone');
    const identity = await make({
      configurationType: 'jwks',
      jwksUrl: `${provider.url}/jwks`,
      jwksCaCert: provider.ca,
      boundIssuer: provider.url,
      boundAudiences: audience,
      boundSubject: client.id,
      boundClaims: {},
    });
    assert.equal(await outcome(identity, { jwt: await provider.token(audience) }), 'in');
    const jwt = await provider.token(audience);
    const [head, body, signature = ''] = jwt.split('.');
    const changed = `${head}.${body}.${signature.startsWith('A') ? 'B' : 'A'}${signature.slice(1)}`;
    assert.match(await outcome(identity, { jwt: changed }), /signature verification failed/);
  });
});
