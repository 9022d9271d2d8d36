import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { access } from '@coterie/contract';
import { type Company, openCompany, openHouse } from '../support/house.ts';

/** Acts that make a member: who asks what they would do is told of whom, though nobody is there yet. */
describe('what an act would do names whom it makes a member', () => {
  let company: Company;
  let workspaceId: string;
  before(async () => {
    company = await openCompany(await openHouse());
    workspaceId = (await company.project('Shop')).id;
  });
  after(() => company.house.close());

  type Case = { path: string; body: () => object; shown: object };
  const machine = { type: 'machineIdentity', email: null, status: 'active' };
  const email = 'night.watch@coterie.test';
  const cases: Record<string, Case> = {
    'a machine identity': {
      path: '/api/v1/identities',
      body: () => ({ name: 'Night watch', role: 'admin' }),
      shown: { ...machine, name: 'Night watch' },
    },
    'a service token': {
      path: '/api/v2/service-token',
      body: () => ({
        name: 'Old CI',
        workspaceId,
        scopes: [{ environment: 'dev', secretPath: '/' }],
        permissions: ['read'],
      }),
      shown: { ...machine, name: 'Old CI' },
    },
  };
  for (const [what, { path, body, shown }] of Object.entries(cases))
    it(what, async () => {
      const { differences } = await company.admin.call(access.whatIf, {
        body: { changes: [{ method: 'POST', path, body: body() }] },
      });
      assert.ok(differences.length > 0);
      for (const { principal } of differences) {
        const { id: _, ...rest } = principal;
        assert.deepEqual(rest, shown);
      }
    });

  it('and shows nobody where somebody is invited, who has nothing before accepting', async () => {
    const { differences } = await company.admin.call(access.whatIf, {
      body: {
        changes: [
          {
            method: 'POST',
            path: `/api/v1/organizations/${company.orgId}/invitations`,
            body: { email, role: 'admin' },
          },
        ],
      },
    });
    assert.deepEqual(differences, []);
  });
});
