import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { bodyFields, type Endpoint, endpoints, isCompatible } from '@coterie/contract';
import { type Raw, rawOf } from '../support/attempts.ts';
import { type House, openCompany, openHouse } from '../support/house.ts';

/** Bodies that may have fields that nothing reads, with the reason. */
const exceptions: Record<string, string> = {
  'authzen.evaluation': 'the standard has unknown fields ignored',
  'authzen.evaluations': 'the standard has unknown fields ignored',
  'authzen.searchAction': 'the standard has unknown fields ignored',
  'authzen.searchResource': 'the standard has unknown fields ignored',
  'authzen.searchSubject': 'the standard has unknown fields ignored',
  'session.loginOtherwise': 'an old form of signing in, refused whatever is sent',
};
const native = Object.entries(endpoints).filter(
  ([, endpoint]) => endpoint.body !== undefined && !isCompatible(endpoint),
);

describe('a field that nothing reads', () => {
  let house: House;
  let admin: Raw;
  before(async () => {
    house = await openHouse();
    const company = await openCompany(house);
    admin = rawOf(house.url, company.admin.token);
  });
  after(() => house.close());
  const send = ({ method, path }: Endpoint, body: object) =>
    admin(method, path.replace(/:\w+/g, '0b6c8f0e-4a0b-4d65-9f3f-6a0f6c2f9d11'), body);

  it('is refused by name in every body of our own, but for a few', async () => {
    const taken: string[] = [];
    for (const [name, endpoint] of native) {
      const { status, body } = await send(endpoint, { surelyUnknown: 1 });
      const details = body.details as { field?: string }[] | undefined;
      const isNamed = details?.some(({ field }) => field === 'surelyUnknown') ?? false;
      if (status !== 400 || !isNamed) taken.push(name);
    }
    assert.deepEqual(taken.sort(), Object.keys(exceptions).sort());
  });

  it('is let pass where public clients send it', async () => {
    for (const [name, endpoint] of native)
      for (const field of endpoint.alsoTakes ?? []) {
        assert.ok(bodyFields(endpoint)?.includes(field), name);
        assert.doesNotMatch((await send(endpoint, { [field]: 'x' })).text, /no such field/, name);
      }
  });

  it('is refused at every depth', async () => {
    const whatIf = ['POST', '/api/v1/access/what-if'] as const;
    for (const [method, path, body, field] of [
      [
        ...whatIf,
        {
          changes: [
            {
              method: 'PATCH',
              path: '/api/v1/organization/roles/x',
              body: { permissions: [{ until: 1 }] },
            },
          ],
        },
        'changes.0.body.permissions.0.until',
      ],
      [
        ...whatIf,
        { changes: [{ method: 'DELETE', path: '/api/v1/groups/x', maxRole: 1 }] },
        'changes.0.maxRole',
      ],
      [
        'POST',
        '/api/v1/organization/roles',
        { permissions: [{ condition: {} }] },
        'permissions.0.condition',
      ],
      [
        'POST',
        '/api/v1/projects/x/roles',
        { permissions: [{ condition: {} }] },
        'permissions.0.condition',
      ],
      [
        'POST',
        '/api/v1/projects/x/memberships/users/y',
        { roles: [{ role: 'viewer', validUntil: 'z' }] },
        'roles.0.validUntil',
      ],
      [
        'PATCH',
        '/api/v1/projects/x/additional-privileges/y',
        { type: { temporaryAccessEndTime: 'z' } },
        'type.temporaryAccessEndTime',
      ],
      [...whatIf, { commands: [{ do: 'deleteGroup' }] }, 'commands'],
    ] as const) {
      const { status, text } = await admin(method, path, body);
      assert.deepEqual([status, text.includes(field)], [400, true], text);
    }
  });

  it('is refused of what an automation believed in', async () => {
    for (const [method, path, field] of [
      ['POST', '/api/v1/groups', 'maxRole'],
      ['POST', '/api/v1/groups', 'labels'],
      ['POST', '/api/v1/organizations/x/invitations', 'groups'],
      ['POST', '/api/v1/groups/x/users/a@example.com', 'source'],
    ] as const) {
      const { status, text } = await admin(method, path, { [field]: [] });
      assert.deepEqual([status, text.includes(`\`${field}\``)], [400, true], text);
    }
  });
});
