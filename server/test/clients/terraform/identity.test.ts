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

/** `infisical_identity`: I1 to I4, and the data source of the caller's organization, A22. */
describe('terraform: identity', () => {
  let scene: Scene;
  before(async () => {
    scene = await openTerraform();
    await scene.company.role('runner', [{ subject: 'audit-logs', action: ['read'] }]);
  });
  after(() => scene.house.close());

  type Entry = { key: string; value: string };
  type Identity = {
    id?: string;
    name: string;
    orgId: string;
    role: string;
    hasDeleteProtection: boolean;
    metadata: Entry[];
    authMethods: unknown[];
  };
  const entries = (body: unknown, path: string): Entry[] =>
    decodeAll(body, path, { key: 'text', value: 'text' });
  const nested = {
    id: 'id',
    name: 'text',
    hasDeleteProtection: 'flag',
    authMethods: 'list',
  } as const;
  const path = ({ id }: Identity) => `/api/v1/identities/${id}`;
  const identity: Resource<Identity> = {
    create: async ({ authMethods, ...plan }) => {
      const { orgId, ...rest } = plan;
      const made = await scene.tf.ok('POST', '/api/v1/identities', {
        ...rest,
        organizationId: orgId,
      });
      return { ...plan, ...decode(made, 'identity', { id: 'id', authMethods: 'list' }) };
    },
    read: async (state) => {
      const body = await scene.tf.refresh(path(state));
      if (!body) return null;
      const outer = decode(body, 'identity', { orgId: 'id', role: 'text', customRole: 'json' });
      return {
        ...decode(body, 'identity.identity', nested),
        orgId: outer.orgId,
        role: outer.customRole ? String(at(outer.customRole, 'slug')) : outer.role,
        metadata: entries(body, 'identity.metadata'),
      };
    },
    update: async (state, { name, role, hasDeleteProtection, metadata }) => {
      const wanted = { name, role, hasDeleteProtection, metadata };
      const edited = await scene.tf.ok('PATCH', path(state), { identityId: state.id, ...wanted });
      assert.deepEqual(entries(edited, 'identity.metadata'), metadata);
      return { ...state, ...wanted };
    },
    remove: (state) => scene.tf.ok('DELETE', path(state)),
  };
  const plan = (name: string, more: Partial<Identity> = {}): Identity => ({
    name,
    orgId: scene.company.orgId,
    role: 'no-access',
    hasDeleteProtection: false,
    metadata: [],
    authMethods: [],
    ...more,
  });

  it('is made, changed, put back and destroyed', async () => {
    const metadata = [
      { key: 'team', value: 'web' },
      { key: 'tier', value: '' },
    ];
    const state = await applied(identity, plan('robot', { role: 'member', metadata }));
    await putBack(identity, state, ['metadata', 'name', 'role'], () =>
      scene.tf.native.call(identities.editIdentity, {
        params: { identityId: state.id ?? '' },
        body: { name: 'renamed', role: 'no-access', metadata: [{ key: 'team', value: 'x' }] },
      }),
    );
    const next = await reapplied(identity, state, { ...state, role: 'runner', metadata: [] });
    await destroyed(identity, next);
  });

  it('shows the ways in which it signs in', async () => {
    const state = await applied(identity, plan('with auth'));
    await scene.tf.ok('POST', `/api/v1/auth/universal-auth/identities/${state.id}`, {});
    assert.deepEqual((await identity.read(state))?.authMethods, ['universal-auth']);
  });

  it('is not destroyed while protected', async () => {
    const state = await applied(identity, plan('guarded', { hasDeleteProtection: true }));
    assert.equal((await scene.tf.send('DELETE', path(state))).status, 409);
    await destroyed(identity, await reapplied(identity, state, plan('guarded')));
  });

  it('knows its organization', async () => {
    const body = await scene.tf.ok('GET', '/api/v1/identities/details');
    const found = decode(body, 'identityDetails.organization', {
      id: 'id',
      name: 'text',
      slug: 'text',
    });
    assert.equal(found.id, scene.company.orgId);
  });
});
