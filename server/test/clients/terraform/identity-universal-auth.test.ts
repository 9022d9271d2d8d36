import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { identities } from '@coterie/contract';
import { decode, decodeAll } from '../support/go.ts';
import {
  applied,
  destroyed,
  openTerraform,
  putBack,
  type Resource,
  reapplied,
  type Scene,
} from '../support/terraform.ts';
import { exchange } from '../support/wire.ts';

/** `infisical_identity_universal_auth` and its client secrets: A4 to A10. */
describe('terraform: universal auth', () => {
  let scene: Scene;
  before(async () => {
    scene = await openTerraform();
  });
  after(() => scene.house.close());

  type Auth = {
    identityId: string;
    id?: string;
    clientId?: string;
    accessTokenTTL: number;
    accessTokenMaxTTL: number;
    accessTokenNumUsesLimit: number;
    clientSecretTrustedIps: string[];
    accessTokenTrustedIps: string[];
  };
  const everywhere = ['0.0.0.0/0', '::/0'];
  const plan = (identityId: string, more: Partial<Auth> = {}): Auth => ({
    identityId,
    accessTokenTTL: 2_592_000,
    accessTokenMaxTTL: 2_592_000,
    accessTokenNumUsesLimit: 0,
    clientSecretTrustedIps: everywhere,
    accessTokenTrustedIps: everywhere,
    ...more,
  });
  const path = (identityId: string) => `/api/v1/auth/universal-auth/identities/${identityId}`;
  /** An address as the provider puts it together again; it compares the lists in order. */
  const addresses = (body: unknown, name: string): string[] =>
    decodeAll(body, `identityUniversalAuth.${name}`, {
      type: 'text',
      ipAddress: 'text',
      prefix: 'json',
    }).map(({ ipAddress, prefix }) => (prefix === null ? ipAddress : `${ipAddress}/${prefix}`));
  const seen = (body: unknown): Auth => ({
    ...decode(body, 'identityUniversalAuth', {
      identityId: 'id',
      id: 'id',
      clientId: 'text',
      accessTokenTTL: 'int',
      accessTokenMaxTTL: 'int',
      accessTokenNumUsesLimit: 'int',
    }),
    clientSecretTrustedIps: addresses(body, 'clientSecretTrustedIps'),
    accessTokenTrustedIps: addresses(body, 'accessTokenTrustedIps'),
  });
  /** Zero values are left out. */
  const sent = (wanted: Auth) => ({
    clientSecretTrustedIps: wanted.clientSecretTrustedIps.map((ipAddress) => ({ ipAddress })),
    accessTokenTrustedIps: wanted.accessTokenTrustedIps.map((ipAddress) => ({ ipAddress })),
    accessTokenTTL: wanted.accessTokenTTL,
    accessTokenMaxTTL: wanted.accessTokenMaxTTL,
    ...(wanted.accessTokenNumUsesLimit
      ? { accessTokenNumUsesLimit: wanted.accessTokenNumUsesLimit }
      : {}),
  });
  const auth: Resource<Auth> = {
    create: async (wanted) =>
      seen(await scene.tf.ok('POST', path(wanted.identityId), sent(wanted))),
    read: async ({ identityId }) => {
      const body = await scene.tf.refresh(path(identityId));
      return body === null ? null : seen(body);
    },
    update: async ({ identityId }, wanted) =>
      seen(await scene.tf.ok('PATCH', path(identityId), sent(wanted))),
    remove: ({ identityId }) => scene.tf.ok('DELETE', path(identityId)),
  };
  const newIdentity = async () =>
    (await scene.tf.native.call(identities.createIdentity, { body: { name: 'robot' } })).identity
      .id;

  it('is given, changed, put back and taken away', async () => {
    const state = await applied(auth, plan(await newIdentity()));
    await putBack(auth, state, ['accessTokenMaxTTL', 'accessTokenTTL'], () =>
      scene.tf.native.call(identities.editUniversalAuth, {
        params: { identityId: state.identityId },
        body: { accessTokenTTL: 60, accessTokenMaxTTL: 120 },
      }),
    );
    const next = await reapplied(auth, state, { ...state, accessTokenNumUsesLimit: 5 });
    await destroyed(auth, next);
  });

  it('with nothing said has the documented defaults', async () => {
    const identityId = await newIdentity();
    const { id, clientId, ...rest } = seen(await scene.tf.ok('POST', path(identityId), {}));
    assert.ok(id && clientId);
    assert.deepEqual(rest, plan(identityId));
  });

  it('gives trusted addresses back in the order and the spelling of the plan', async () => {
    const trusted = ['10.0.0.0/8', '192.168.1.7', '2001:db8::/32', '10.1.2.3/32', '::1'];
    const identityId = await newIdentity();
    await applied(auth, plan(identityId, { accessTokenTrustedIps: trusted }));
  });

  it('goes with the identity', async () => {
    const state = await applied(auth, plan(await newIdentity()));
    await scene.tf.ok('DELETE', `/api/v1/identities/${state.identityId}`);
    assert.equal(await auth.read(state), null);
  });

  type ClientSecret = {
    id?: string;
    identityId: string;
    clientId?: string;
    clientSecret?: string;
    description: string;
    numUsesLimit: number;
    ttl: number;
  };
  const data = {
    id: 'id',
    clientSecretPrefix: 'text',
    clientSecretNumUses: 'int',
    clientSecretNumUsesLimit: 'int',
    clientSecretTTL: 'int',
    description: 'text',
    identityUAId: 'id',
    isClientSecretRevoked: 'flag',
    createdAt: 'time',
    updatedAt: 'time',
  } as const;
  const secrets = (identityId: string) => `${path(identityId)}/client-secrets`;
  const clientSecret: Resource<ClientSecret> = {
    create: async ({ identityId, ...wanted }) => {
      const { clientId } = seen(await scene.tf.ok('GET', path(identityId)));
      const made = await scene.tf.ok('POST', secrets(identityId), wanted);
      const { id } = decode(made, 'clientSecretData', data);
      const { clientSecret } = decode(made, '', { clientSecret: 'text' });
      return { ...wanted, identityId, clientId: clientId ?? '', clientSecret, id };
    },
    read: async (state) => {
      const body = await scene.tf.refresh(`${secrets(state.identityId)}/${state.id}`);
      if (!body) return null;
      const found = decode(body, 'clientSecretData', data);
      assert.ok(state.clientSecret?.startsWith(found.clientSecretPrefix));
      return {
        ...state,
        id: found.id,
        description: found.description,
        numUsesLimit: found.clientSecretNumUsesLimit,
        ttl: found.clientSecretTTL,
      };
    },
    update: async (state) => state,
    remove: ({ identityId, id }) => scene.tf.ok('POST', `${secrets(identityId)}/${id}/revoke`),
  };
  const signIn = ({ clientId, clientSecret }: ClientSecret) =>
    exchange(
      `${scene.house.url}/api/v1/auth/universal-auth/login`,
      'POST',
      {},
      {
        clientId,
        clientSecret,
      },
    ).then(({ status }) => status);

  it('has client secrets that are made, read, and end when revoked', async () => {
    const { identityId } = await applied(auth, plan(await newIdentity()));
    const plans: ClientSecret[] = [
      { identityId, description: '', numUsesLimit: 0, ttl: 0 },
      { identityId, description: 'for CI', numUsesLimit: 7, ttl: 3600 },
    ];
    for (const wanted of plans) {
      const state = await applied(clientSecret, wanted);
      assert.equal(await signIn(state), 200);
      await clientSecret.remove(state);
      const left = await scene.tf.ok('GET', `${secrets(identityId)}/${state.id}`);
      assert.equal(decode(left, 'clientSecretData', data).isClientSecretRevoked, true);
      assert.equal(await signIn(state), 401);
    }
  });
});
