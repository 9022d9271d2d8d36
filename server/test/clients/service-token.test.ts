import assert from 'node:assert/strict';
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { memberships, serviceTokens } from '@coterie/contract';
import { sql } from 'kysely';
import { openDb } from '../../src/store/db.ts';
import { type Company, openCompany, openHouse } from '../support/house.ts';
import { exchange, type Method } from './support/wire.ts';

/** As the older Node client seals and opens texts (wire contract, §2.4): the key is 32 letters, taken as bytes. */
type Sealed = { ciphertext: string; iv: string; tag: string };
function open(key: string, { ciphertext, iv, tag }: Sealed): string {
  const decipher = createDecipheriv('aes-256-gcm', key, Buffer.from(iv, 'base64'));
  decipher.setAuthTag(Buffer.from(tag, 'base64'));
  return decipher.update(ciphertext, 'base64', 'utf8') + decipher.final('utf8');
}
function seal(key: string, name: string, plain: string) {
  const iv = randomBytes(16);
  const cipher = createCipheriv('aes-256-gcm', key, iv);
  const ciphertext = cipher.update(plain, 'utf8', 'base64') + cipher.final('base64');
  return {
    [`${name}Ciphertext`]: ciphertext,
    [`${name}IV`]: iv.toString('base64'),
    [`${name}Tag`]: cipher.getAuthTag().toString('base64'),
  };
}
type Body = Record<string, unknown>;
const textIn = (key: string, name: string, secret: Body) =>
  open(key, {
    ciphertext: secret[`${name}Ciphertext`] as string,
    iv: secret[`${name}IV`] as string,
    tag: secret[`${name}Tag`] as string,
  });

describe('service tokens', () => {
  let company: Company;
  let projectId: string;
  before(async () => {
    company = await openCompany(await openHouse());
    projectId = (await company.project('Shop')).id;
    await company.secret(projectId, 'KEY', 'of dev');
    await company.secret(projectId, 'URL', 'https://${KEY}');
    await company.secret(projectId, 'KEY', 'of prod', 'prod');
  });
  after(() => company.house.close());

  const make = (more: Partial<Parameters<typeof asked>[0]> = {}) =>
    company.admin.call(serviceTokens.createServiceToken, { body: asked(more) });
  const asked = (more: {
    permissions?: ('read' | 'write')[];
    secretPath?: string;
    expiresIn?: number;
  }) => ({
    name: 'Old CI',
    workspaceId: projectId,
    scopes: [{ environment: 'dev', secretPath: more.secretPath ?? '/**' }],
    permissions: more.permissions ?? (['read'] as const).slice(),
    expiresIn: more.expiresIn ?? null,
  });

  /** What holds a token as the client does: the last part is kept, the others are sent. */
  function client(token: string) {
    const at = token.lastIndexOf('.');
    const [sent, own] = [token.slice(0, at), token.slice(at + 1)];
    const send = async (method: Method, path: string, body?: object) =>
      exchange(`${company.house.url}${path}`, method, { authorization: `Bearer ${sent}` }, body);
    const ok = async (method: Method, path: string, body?: object) => {
      const reply = await send(method, path, body);
      assert.equal(reply.status, 200, reply.text);
      return reply.body as Body;
    };
    const begin = async () => {
      const data = await ok('GET', '/api/v2/service-token');
      const { encryptedKey, iv, tag } = data as Record<string, string>;
      const key = open(own, {
        ciphertext: encryptedKey as string,
        iv: iv as string,
        tag: tag as string,
      });
      return { data, key };
    };
    return { send, ok, begin };
  }
  const place = (environment = 'dev') =>
    `workspaceId=${projectId}&environment=${environment}&secretPath=%2F`;

  it('reads all of a folder and one secret, sealed under the key that it brings', async () => {
    const { serviceToken } = await make();
    const { ok, begin } = client(serviceToken);
    const { data, key } = await begin();
    assert.equal(data.workspace, projectId);
    assert.deepEqual(data.scopes, [{ environment: 'dev', secretPath: '/**' }]);
    assert.deepEqual(data.permissions, ['read']);
    const { secrets } = (await ok('GET', `/api/v3/secrets?${place()}&include_imports=true`)) as {
      secrets: Body[];
    };
    assert.deepEqual(
      secrets.map((one) => [textIn(key, 'secretKey', one), textIn(key, 'secretValue', one)]),
      [
        ['KEY', 'of dev'],
        ['URL', 'https://of dev'],
      ],
    );
    // The client asks for a personal one first; a machine has none.
    const { secret } = await ok('GET', `/api/v3/secrets/KEY?${place()}&type=personal`);
    assert.equal(textIn(key, 'secretValue', secret as Body), 'of dev');
  });

  it('writes, changes and deletes where it may', async () => {
    const { serviceToken } = await make({ permissions: ['read', 'write'] });
    const { ok, begin } = client(serviceToken);
    const { key } = await begin();
    const body = { workspaceId: projectId, environment: 'dev', secretPath: '/', type: 'shared' };
    await ok('POST', '/api/v3/secrets/NEW', {
      ...body,
      ...seal(key, 'secretKey', 'NEW'),
      ...seal(key, 'secretValue', 'päß 1'),
    });
    await ok('PATCH', '/api/v3/secrets/NEW', { ...body, ...seal(key, 'secretValue', 'two') });
    const { secret } = await ok('GET', `/api/v3/secrets/NEW?${place()}`);
    assert.equal(textIn(key, 'secretValue', secret as Body), 'two');
    await ok('DELETE', '/api/v3/secrets/NEW', body);
  });

  it('reaches nothing but its scopes, and does nothing but what it may', async () => {
    const { serviceToken } = await make({ secretPath: '/' });
    const { send, begin } = client(serviceToken);
    const { key } = await begin();
    assert.equal((await send('GET', `/api/v3/secrets/KEY?${place('prod')}`)).status, 403);
    const body = { workspaceId: projectId, environment: 'dev', secretPath: '/', type: 'shared' };
    const sealed = seal(key, 'secretValue', 'x');
    assert.equal((await send('PATCH', '/api/v3/secrets/KEY', { ...body, ...sealed })).status, 403);
    assert.equal((await send('GET', `/api/v1/workspace/${projectId}`)).status, 200);
    assert.equal((await send('GET', '/api/v1/groups')).status, 403);
  });

  it('reads in plain text too, with and without the part that is its own', async () => {
    const { serviceToken } = await make();
    for (const token of [serviceToken, serviceToken.slice(0, serviceToken.lastIndexOf('.'))]) {
      const headers = { authorization: `Bearer ${token}` };
      const url = `${company.house.url}/api/v3/secrets/raw/KEY?${place()}`;
      const { body, status } = await exchange(url, 'GET', headers);
      assert.equal(status, 200);
      assert.equal((body as { secret: Body }).secret.secretValue, 'of dev');
    }
  });

  it('refuses what was sealed under another key, and whoever has another kind of token', async () => {
    const { serviceToken } = await make({ permissions: ['read', 'write'] });
    const sealed = seal('0'.repeat(32), 'secretValue', 'x');
    const body = { workspaceId: projectId, environment: 'dev', secretPath: '/', type: 'shared' };
    const reply = await client(serviceToken).send('PATCH', '/api/v3/secrets/KEY', {
      ...body,
      ...sealed,
    });
    assert.equal(reply.status, 400);
    assert.match(reply.text, /sealed under the key of this service token/);
    await assert.rejects(company.admin.call(serviceTokens.getServiceToken, {}), { status: 401 });
  });

  it('is told apart from a mistyped one, and from one whose key the client made', async () => {
    const { serviceToken } = await make();
    const wrong = serviceToken.replace(/\.[0-9a-f]{4}/, '.0000');
    assert.equal((await client(wrong).send('GET', '/api/v2/service-token')).status, 401);
    const { status, text } = await exchange(
      `${company.house.url}/api/v2/service-token`,
      'POST',
      { authorization: `Bearer ${company.admin.token}` },
      { ...asked({}), encryptedKey: 'a', iv: 'b', tag: 'c' },
    );
    assert.equal(status, 400);
    assert.match(text, /the key is made here/);
  });

  it('is of environments that there are, as their slugs are written, and of patterns that can be read', async () => {
    const { serviceTokenData } = await company.admin.call(serviceTokens.createServiceToken, {
      body: { ...asked({}), scopes: [{ environment: 'DEV', secretPath: '/' }] },
    });
    assert.deepEqual(serviceTokenData.scopes, [{ environment: 'dev', secretPath: '/' }]);
    const right = { environment: 'dev', secretPath: '/' };
    for (const [wrong, field] of [
      [{ environment: 'nowhere', secretPath: '/' }, /scopes\.1\.environment/],
      [{ environment: 'dev', secretPath: '/a/[b' }, /scopes\.1\.secretPath/],
    ] as const) {
      const { status, text } = await exchange(
        `${company.house.url}/api/v2/service-token`,
        'POST',
        { authorization: `Bearer ${company.admin.token}` },
        { ...asked({}), scopes: [right, wrong] },
      );
      assert.equal(status, 400, text);
      assert.match(text, field);
    }
  });

  it('ends at its time', async () => {
    const { serviceToken, serviceTokenData } = await make({ expiresIn: 3600 });
    assert.ok(serviceTokenData.expiresAt);
    const { send } = client(serviceToken);
    assert.equal((await send('GET', '/api/v2/service-token')).status, 200);
    const { db, close } = openDb({ url: company.house.database.url }, () => {});
    await sql`UPDATE tokens SET expires_at = now() WHERE id = ${serviceTokenData.id}`.execute(db);
    await close();
    assert.equal((await send('GET', '/api/v2/service-token')).status, 401);
  });

  it('is a machine identity like any other: listed, explained, and refused at once when it is deleted', async () => {
    const { serviceToken, serviceTokenData } = await make();
    const { send } = client(serviceToken);
    const { serviceTokenData: listed } = await company.admin.call(serviceTokens.listServiceTokens, {
      params: { workspaceId: projectId },
    });
    assert.ok(listed.some(({ id }) => id === serviceTokenData.id));
    const { identityMemberships } = await company.admin.call(memberships.listProjectIdentities, {
      params: { projectId },
    });
    assert.ok(identityMemberships.some(({ identity }) => identity.name === 'Old CI'));
    await company.admin.call(serviceTokens.deleteServiceToken, {
      params: { serviceTokenId: serviceTokenData.id },
    });
    assert.equal((await send('GET', '/api/v2/service-token')).status, 401);
  });

  it('takes who may make an identity, place it and hand out what it can do', async () => {
    const person = await company.person('Deputy', 'member');
    await company.addUser({ id: projectId }, person, 'viewer');
    await assert.rejects(person.call(serviceTokens.createServiceToken, { body: asked({}) }), {
      status: 403,
    });
  });
});
