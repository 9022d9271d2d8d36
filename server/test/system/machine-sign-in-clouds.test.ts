import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { identities } from '@coterie/contract';
import type { Running } from '../../src/server.ts';
import { type Company, type House, openCompany, openHouse } from '../support/house.ts';
import { type Given, jwkOf, type Signer, serve, signer, token } from './support/issuer.ts';
import { machinesOf } from './support/machines.ts';

const tenant = '0b6c8f0e-4a0b-4d65-9f3f-6a0f6c2f9d11';
const principal = '6a0f6c2f-9f3f-4d65-4a0b-9d110b6c8f0e';
const account = 'robot@engines.iam.gserviceaccount.com';
const whoAmI = 'Action=GetCallerIdentity&Version=2011-06-15';
const base64 = (text: string) => Buffer.from(text).toString('base64');

/** The clouds, each with a server on this machine in its place. */
describe('a machine of a cloud signs in', () => {
  let house: House;
  let company: Company;
  let google: Signer;
  let microsoft: Signer;
  let cloud: Awaited<ReturnType<typeof serve>>;
  let sts: Given;
  before(async () => {
    house = await openHouse({ COTERIE_INTERNAL_HOSTS: '127.0.0.1', TRUST_PROXY: 'true' });
    company = await openCompany(house);
    [google, microsoft] = [signer('google'), signer('microsoft')];
    const keys = new Map<string, unknown>();
    cloud = await serve(({ path }) =>
      path.startsWith('/sts')
        ? sts
        : { body: keys.get(path) ?? {}, status: keys.has(path) ? 200 : 404 },
    );
    keys.set('/google', { keys: [await jwkOf(google)] });
    keys.set(`/accounts/${account}`, { keys: [await jwkOf(google)] });
    keys.set(`/azure/${tenant}`, { keys: [await jwkOf(microsoft)] });
    const { outside } = (house.nodes[0] as Running).parts;
    const at = (path: string) => ({ url: cloud.url + path, ca: cloud.ca });
    outside.clouds = {
      sts: (host) => at(`/sts/${host}`),
      googleKeys: at('/google'),
      googleAccountKeys: (email) => at(`/accounts/${email}`),
      azureKeys: (id) => at(`/azure/${id}`),
    };
  });
  after(async () => {
    await cloud.close();
    await house.close();
  });

  const regional = 'sts.eu-central-1.amazonaws.com';
  const signedBy = (names: string, region = 'eu-central-1') =>
    `AWS4-HMAC-SHA256 Credential=AKIAEXAMPLE/20260101/${region}/sts/aws4_request, SignedHeaders=${names}, Signature=${'0f'.repeat(32)}`;
  const headers = () => ({
    Authorization: signedBy('content-length;host;x-amz-date'),
    'X-Amz-Date': '20260101T000000Z',
    Host: regional,
    'Content-Type': 'application/x-www-form-urlencoded; charset=utf-8',
    'Content-Length': String(whoAmI.length),
  });
  const request = (change: { method?: string; body?: string; headers?: object } = {}) => ({
    iamHttpRequestMethod: change.method ?? 'POST',
    iamRequestBody: base64(change.body ?? whoAmI),
    iamRequestHeaders: base64(JSON.stringify({ ...headers(), ...change.headers })),
  });
  const arn = 'arn:aws:sts::123456789012:assumed-role/web/i-0123';
  const caller = (Arn: string, Account = '123456789012') => ({
    body: { GetCallerIdentityResponse: { GetCallerIdentityResult: { Arn, Account } } },
  });
  const awsSettings = {
    allowedAccountIds: '1, 123456789012',
    allowedPrincipalArns: 'arn:aws:iam::*:role/web',
  };
  const aws = () => machinesOf(company, identities.awsAuth);

  it('of AWS, whose request is passed on as it was signed, and no more of it', async () => {
    sts = caller(arn);
    cloud.asked.length = 0;
    const proof = request({ headers: { Cookie: 'x', 'X-Amz-Other': 'x' } });
    assert.equal(await aws().outcome(await aws().make(awsSettings), proof), 'in');
    const [got] = cloud.asked;
    const { connection: _, ...sent } = got?.headers ?? {};
    assert.deepEqual([got?.method, got?.path, got?.body], ['POST', `/sts/${regional}`, whoAmI]);
    assert.deepEqual(sent, {
      accept: 'application/json',
      authorization: headers().Authorization,
      'content-length': String(whoAmI.length),
      'content-type': headers()['Content-Type'],
      host: regional,
      'x-amz-date': headers()['X-Amz-Date'],
    });
  });

  const stsSays: Record<string, [Given, RegExp]> = {
    'another account': [caller(arn, '999999999999'), /account is `999999999999`/],
    'another role': [caller(arn.replace('/web/', '/shell/')), /principal is `.*shell/],
    'a user': [caller('arn:aws:iam::123456789012:user/role/web'), /principal is/],
    'that it knows nobody of that key': [{ ...caller(arn), status: 403 }, /status 403/],
    'to ask elsewhere': [{ status: 302, headers: { location: 'https://x' } }, /leads elsewhere/],
    'something else': [{ body: '<Arn>x</Arn>' }, /form that is not known/],
  };
  for (const [what, [answer, wanted]] of Object.entries(stsSays))
    it(`never where AWS says ${what}`, async () => {
      sts = answer;
      assert.match(await aws().outcome(await aws().make(awsSettings), request()), wanted);
    });

  const notPassedOn: Record<string, [ReturnType<typeof request>, RegExp]> = {
    'asks for something else': [
      request({ body: 'Action=AssumeRole&Version=2011-06-15' }),
      /caller/,
    ],
    'asks for something more': [request({ body: `${whoAmI}&Action=AssumeRole` }), /caller/],
    'is no POST': [request({ method: 'DELETE' }), /no POST/],
    'is for another host': [request({ headers: { Host: 'evil.example.com' } }), /another host/],
    'is nearly for its host': [
      request({ headers: { Host: 'sts.amazonaws.com.evil.example.com' } }),
      /another host/,
    ],
    'is for another region than it is signed for': [
      request({ headers: { Host: 'sts.us-east-1.amazonaws.com' } }),
      /another host/,
    ],
    'is not signed with its host': [
      request({ headers: { Authorization: signedBy('x-amz-date') } }),
      /not signed for this service/,
    ],
    'is signed for another service': [
      request({ headers: { Authorization: headers().Authorization.replace('/sts/', '/s3/') } }),
      /not signed for this service/,
    ],
    'has a header twice': [request({ headers: { host: regional } }), /not of their form/],
    'has a header of two lines': [
      request({ headers: { 'X-Amz-Date': 'a\r\nb: c' } }),
      /their form/,
    ],
    'has signed a header that is not passed on': [
      request({ headers: { Cookie: 'x', Authorization: signedBy('cookie;host;x-amz-date') } }),
      /not forwarded/,
    ],
  };
  for (const [what, [proof, wanted]] of Object.entries(notPassedOn))
    it(`never by a request that ${what}, which AWS is not asked with`, async () => {
      sts = caller(arn);
      cloud.asked.length = 0;
      assert.match(await aws().outcome(await aws().make(awsSettings), proof), wanted);
      assert.equal(cloud.asked.length, 0);
    });

  it('of AWS of one region, where that is asked for', async () => {
    sts = caller(arn);
    const of = (region: string) =>
      aws().make({ ...awsSettings, stsEndpoint: `https://sts.${region}.amazonaws.com/` });
    assert.equal(await aws().outcome(await of('eu-central-1'), request()), 'in');
    assert.match(await aws().outcome(await of('us-east-1'), request()), /is signed for/);
  });

  const machine = { email: account, email_verified: true, google: undefined as object | undefined };
  const gce = (identity: string, change: object = {}) =>
    token(google, {
      iss: 'https://accounts.google.com',
      aud: identity,
      ...machine,
      google: { compute_engine: { project_id: 'engines', zone: 'europe-west1-b' } },
      ...change,
    });
  const iam = (identity: string, change: object = {}) =>
    token(google, { sub: account, aud: identity, ...change });
  const azure = (_: string, change: object = {}) =>
    token(microsoft, {
      iss: `https://sts.windows.net/${tenant}/`,
      aud: 'https://management.azure.com/',
      tid: tenant,
      oid: principal,
      ...change,
    });
  const byToken = {
    'Google Cloud, a machine': {
      endpoints: identities.gcpAuth,
      settings: {
        type: 'gce',
        allowedServiceAccounts: `x, ${account}`,
        allowedProjects: 'engines',
        allowedZones: 'europe-west1-b',
      },
      make: gce,
      refused: {
        'another issuer': [{ iss: 'https://x' }, /"iss"/],
        'for another identity': [{ aud: tenant }, /"aud"/],
        'another account': [{ email: 'x@engines.iam.gserviceaccount.com' }, /service account is/],
        'an account not verified': [{ email_verified: false }, /not verified/],
        'another project': [
          { google: { compute_engine: { project_id: 'x', zone: 'europe-west1-b' } } },
          /project is `x`/,
        ],
        'another zone': [
          { google: { compute_engine: { project_id: 'engines', zone: 'x' } } },
          /zone is `x`/,
        ],
        'no project': [{ google: undefined }, /project is/],
      },
    },
    'Google Cloud, a service account': {
      endpoints: identities.gcpAuth,
      settings: { type: 'iam', allowedServiceAccounts: account },
      make: iam,
      refused: {
        'for another identity': [{ aud: tenant }, /"aud"/],
        'another account': [{ sub: 'x@engines.iam.gserviceaccount.com' }, /service account is/],
        'an address': [{ sub: '../../oauth2/v3/certs?' }, /no service account/],
      },
    },
    Azure: {
      endpoints: identities.azureAuth,
      settings: {
        tenantId: tenant,
        resource: 'https://management.azure.com',
        allowedServicePrincipalIds: principal,
      },
      make: azure,
      refused: {
        'another issuer': [{ iss: 'https://sts.windows.net/x/' }, /"iss"/],
        'for another resource': [{ aud: 'https://vault.azure.net' }, /"aud"/],
        'another tenant': [{ tid: principal }, /another tenant/],
        'another principal': [{ oid: tenant }, /service principal is/],
        'no principal': [{ oid: undefined }, /service principal is/],
      },
    },
  } as const;
  for (const [cloudName, { endpoints, settings, make, refused }] of Object.entries(byToken)) {
    const machines = () => machinesOf(company, endpoints);
    it(`of ${cloudName}`, async () => {
      const identity = await machines().make(settings);
      assert.equal(await machines().outcome(identity, { jwt: await make(identity) }), 'in');
      const { publicKey, ...rest } = signer('google');
      const stolen = await token({ ...rest, publicKey, kid: 'microsoft' }, { sub: account });
      assert.notEqual(await machines().outcome(identity, { jwt: stolen }), 'in');
    });
    for (const [what, [change, wanted]] of Object.entries(refused))
      it(`never of ${cloudName}: ${what}`, async () => {
        const identity = await machines().make(settings);
        const jwt = await make(identity, change);
        assert.match(await machines().outcome(identity, { jwt }), wanted);
      });
  }

  it('of Azure by its newer issuer, too', async () => {
    const machines = machinesOf(company, identities.azureAuth);
    const identity = await machines.make(byToken.Azure.settings);
    const iss = `https://login.microsoftonline.com/${tenant}/v2.0`;
    assert.equal(await machines.outcome(identity, { jwt: await azure(identity, { iss }) }), 'in');
  });

  it('only by settings that do not let everybody in', async () => {
    for (const [endpoints, settings, change, field] of [
      [identities.awsAuth, awsSettings, { stsEndpoint: 'https://x.example.com/' }, 'stsEndpoint'],
      [
        identities.awsAuth,
        awsSettings,
        { stsEndpoint: 'http://sts.amazonaws.com/' },
        'stsEndpoint',
      ],
      [
        identities.awsAuth,
        awsSettings,
        { allowedAccountIds: '', allowedPrincipalArns: '' },
        'allowedPrincipalArns',
      ],
      [
        identities.gcpAuth,
        byToken['Google Cloud, a service account'].settings,
        { allowedServiceAccounts: '' },
        'allowedServiceAccounts',
      ],
      [identities.azureAuth, byToken.Azure.settings, { tenantId: 'common' }, 'tenantId'],
      [
        identities.azureAuth,
        byToken.Azure.settings,
        { allowedServicePrincipalIds: '' },
        'allowedServicePrincipalIds',
      ],
    ] as const) {
      const machines = machinesOf(company, endpoints);
      const response = await machines.asAdmin('PATCH', await machines.make(settings), change);
      const text = await response.text();
      assert.deepEqual([response.status, text.includes(`\`${field}\``)], [400, true], text);
    }
  });
});
