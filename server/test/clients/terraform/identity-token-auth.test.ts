import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { identities } from '@coterie/contract';
import { at, decode, decodeAll } from '../support/go.ts';
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

/** `infisical_identity_token_auth` and its tokens (wire contract, §2.2). */
describe('terraform: token auth', () => {
  let scene: Scene;
  before(async () => {
    scene = await openTerraform();
  });
  after(() => scene.house.close());

  type Auth = { identityId: string; id?: string; accessTokenTTL: number; trusted: string[] };
  const path = (identityId: string) => `/api/v1/auth/token-auth/identities/${identityId}`;
  const seen = (body: unknown): Auth => ({
    ...decode(body, 'identityTokenAuth', { identityId: 'id', id: 'id', accessTokenTTL: 'int' }),
    trusted: decodeAll(body, 'identityTokenAuth.accessTokenTrustedIps', {
      ipAddress: 'text',
      prefix: 'json',
    }).map(({ ipAddress, prefix }) => (prefix === null ? ipAddress : `${ipAddress}/${prefix}`)),
  });
  const sent = ({ accessTokenTTL, trusted }: Auth) => ({
    accessTokenTTL,
    accessTokenTrustedIps: trusted.map((ipAddress) => ({ ipAddress })),
  });
  const auth: Resource<Auth> = {
    create: async (plan) => seen(await scene.tf.ok('POST', path(plan.identityId), sent(plan))),
    read: async ({ identityId }) => {
      const body = await scene.tf.refresh(path(identityId));
      return body === null ? null : seen(body);
    },
    update: async ({ identityId }, plan) =>
      seen(await scene.tf.ok('PATCH', path(identityId), sent(plan))),
    remove: ({ identityId }) => scene.tf.ok('DELETE', path(identityId)),
  };
  const plan = async (): Promise<Auth> => {
    const { identity } = await scene.tf.native.call(identities.createIdentity, {
      body: { name: 'robot' },
    });
    return { identityId: identity.id, accessTokenTTL: 600, trusted: ['0.0.0.0/0', '::/0'] };
  };

  it('is given, changed, put back and taken away', async () => {
    const state = await applied(auth, await plan());
    await putBack(auth, state, ['accessTokenTTL'], () =>
      scene.tf.native.call(identities.editTokenAuth, {
        params: { identityId: state.identityId },
        body: { accessTokenTTL: 60 },
      }),
    );
    const next = await reapplied(auth, state, { ...state, trusted: ['10.0.0.0/8', '127.0.0.1'] });
    await destroyed(auth, next);
  });

  type Token = { identityId: string; id?: string; name: string; accessToken?: string };
  const token: Resource<Token> = {
    create: async ({ identityId, name }) => {
      const made = await scene.tf.ok('POST', `${path(identityId)}/tokens`, { name });
      const { id } = decode(made, 'tokenData', { id: 'id' });
      return { identityId, id, name, accessToken: String(at(made, 'accessToken')) };
    },
    read: async (state) => {
      const body = await scene.tf.refresh(`/api/v1/auth/token-auth/tokens/${state.id}`);
      return body === null
        ? null
        : { ...state, ...decode(body, 'token', { id: 'id', identityId: 'id', name: 'text' }) };
    },
    update: async (state, { name }) => {
      await scene.tf.ok('PATCH', `/api/v1/auth/token-auth/tokens/${state.id}`, { name });
      return { ...state, name };
    },
    remove: ({ id }) => scene.tf.ok('POST', `/api/v1/auth/token-auth/tokens/${id}/revoke`),
  };

  it('has tokens that are made, renamed, and end when revoked', async () => {
    const { identityId } = await applied(auth, await plan());
    const state = await applied(token, { identityId, name: 'ci' });
    const next = await reapplied(token, state, { ...state, name: 'cd' });
    const works = () =>
      exchange(`${scene.house.url}/api/v1/identities/details`, 'GET', {
        authorization: `Bearer ${state.accessToken}`,
      }).then(({ status }) => status);
    assert.equal(await works(), 200);
    await destroyed(token, next);
    assert.equal(await works(), 401);
  });
});
