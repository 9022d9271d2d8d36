import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import {
  access,
  groups,
  identities,
  members,
  memberships,
  projects,
  roles,
} from '@coterie/contract';
import { type Company, type House, openCompany, openHouse, type Person } from '../support/house.ts';

/** Nobody gives, or takes from someone stronger, what they do not hold: the abuse cases 11 to 24 and 34, by HTTP. */
describe('no raising', () => {
  let house: House;
  let company: Company;
  /** Runs groups and members, but holds nothing in projects and no admin right. */
  let clerk: Person;
  let friend: Person;
  let strong: { id: string };
  let project: { id: string };
  before(async () => {
    house = await openHouse();
    company = await openCompany(house);
    await company.role('clerk', [
      {
        subject: 'groups',
        action: [
          'read',
          'create',
          'edit',
          'delete',
          'grant-privileges',
          'add-members',
          'remove-members',
          'add-identities',
          'remove-identities',
        ],
      },
      { subject: 'member', action: ['read', 'create', 'edit', 'delete'] },
      {
        subject: 'identity',
        action: [
          'read',
          'create',
          'edit',
          'delete',
          'grant-privileges',
          'create-token',
          'revoke-auth',
        ],
      },
      { subject: 'role', action: ['read', 'create', 'edit', 'delete'] },
    ]);
    clerk = await company.person('Clerk', 'clerk');
    friend = await company.person('Friend', 'no-access');
    project = await company.project('Vault');
    strong = await company.group('Strong');
    await company.addGroup(project, strong, 'admin');
  });
  after(() => house.close());

  const params = () => ({ orgId: company.orgId });
  /** What is tried, and the right whose lack must be named. */
  const attempts: [
    what: string,
    attempt: () => Promise<{ statusCode: number; details?: unknown }>,
    missing: RegExp,
  ][] = [
    [
      'add oneself to a stronger group',
      () =>
        clerk.refusal(groups.addGroupUser, { params: { id: strong.id, username: clerk.email } }),
      /secrets:/,
    ],
    [
      'add a friend to it',
      () =>
        clerk.refusal(groups.addGroupUser, { params: { id: strong.id, username: friend.email } }),
      /secrets:/,
    ],
    [
      'make a group with a stronger role',
      () => clerk.refusal(groups.createGroup, { body: { name: 'Mine', role: 'admin' } }),
      /:/,
    ],
    [
      'give a group a stronger role',
      () => clerk.refusal(groups.editGroup, { params: { id: strong.id }, body: { role: 'admin' } }),
      /:/,
    ],
    [
      'delete a stronger group',
      () => clerk.refusal(groups.deleteGroup, { params: { id: strong.id } }),
      /secrets:/,
    ],
    [
      'make a role with more than one has',
      () =>
        clerk.refusal(roles.createOrganizationRole, {
          body: { name: 'x', slug: 'x', permissions: [{ subject: 'project', action: ['create'] }] },
        }),
      /project:create/,
    ],
    [
      'edit the role one holds',
      async () => {
        const { roles: all } = await company.admin.call(roles.listOrganizationRoles);
        const own = all.find(({ slug }) => slug === 'clerk');
        return clerk.refusal(roles.editOrganizationRole, {
          params: { roleId: own?.id ?? '' },
          body: {
            permissions: [...(own?.permissions ?? []), { subject: 'settings', action: ['edit'] }],
          },
        });
      },
      /settings:edit/,
    ],
    [
      "invite above one's level",
      () =>
        clerk.refusal(members.invite, {
          params: params(),
          body: { email: 'boss@example.com', role: 'admin' },
        }),
      /:/,
    ],
    [
      'make oneself admin',
      () =>
        clerk.refusal(members.editMember, {
          params: { ...params(), membershipId: clerk.membershipId },
          body: { role: 'admin' },
        }),
      /:/,
    ],
    [
      'remove someone stronger',
      async () =>
        clerk.refusal(members.removeMember, {
          params: { ...params(), membershipId: await adminMembership() },
        }),
      /:/,
    ],
    [
      'suspend someone stronger',
      async () =>
        clerk.refusal(members.editMember, {
          params: { ...params(), membershipId: await adminMembership() },
          body: { isActive: false },
        }),
      /:/,
    ],
    [
      'make a client secret of a stronger identity',
      async () => {
        const robot = await company.identity('Strong robot', 'admin');
        return clerk.refusal(identities.createClientSecret, {
          params: { identityId: robot.id },
          body: {},
        });
      },
      /:/,
    ],
    [
      'detach how a stronger identity signs in',
      async () => {
        const robot = await company.identity('Other robot', 'admin');
        return clerk.refusal(identities.detachUniversalAuth, { params: { identityId: robot.id } });
      },
      /:/,
    ],
    [
      "put an identity of one's own into a stronger group",
      async () => {
        const { identity } = await clerk.call(identities.createIdentity, { body: { name: 'Own' } });
        return clerk.refusal(groups.addGroupIdentity, {
          params: { id: strong.id, identityId: identity.id },
        });
      },
      /secrets:/,
    ],
    [
      'take a project over',
      () => clerk.refusal(projects.takeProject, { params: { projectId: project.id } }),
      /access-all-projects/,
    ],
  ];
  for (const [what, attempt, missing] of attempts)
    it(`cannot ${what}`, async () => {
      const { version } = (await company.admin.call(access.readAccessLog, { query: { limit: 1 } }))
        .entries[0] ?? { version: 0 };
      const refusal = await attempt();
      if (what === 'take a project over') {
        // It has no way to the project: not even the missing right is told.
        assert.deepEqual([refusal.statusCode, refusal.details], [404, undefined]);
        return;
      }
      assert.equal(refusal.statusCode, 403);
      assert.match((refusal.details as { permission: string }).permission, missing);
      const newer = (await company.admin.call(access.readAccessLog)).entries.filter(
        (entry) =>
          entry.version > version &&
          entry.actor.id === clerk.id &&
          entry.kind !== 'trail' &&
          entry.command !== 'member.add',
      );
      assert.deepEqual(newer, []);
    });

  it('a project admin gives no role that it does not hold, the strong one of several neither', async () => {
    const helper = await company.person('Helper');
    await company.role(
      'assigner',
      [
        { subject: 'member', action: ['read', 'create', 'edit', 'assign-role'] },
        { subject: 'groups', action: ['read'] },
      ],
      project.id,
    );
    await company.addUser(project, helper, 'assigner');
    const at = { projectId: project.id, userId: friend.id };
    const refusal = await helper.refusal(memberships.addProjectUser, {
      params: at,
      body: { roles: [{ role: 'no-access' }, { role: 'admin' }] },
    });
    assert.equal(refusal.statusCode, 403);
    await helper.call(memberships.addProjectUser, {
      params: at,
      body: { roles: [{ role: 'assigner' }] },
    });
    await company.admin.call(memberships.removeProjectUser, { params: at });
  });

  it('the last admin stays, also of two who demote each other at once', async () => {
    const membershipId = await adminMembership();
    const demote = (id: string) => ({
      params: { ...params(), membershipId: id },
      body: { role: 'member' },
    });
    const robotStays = await company.admin.refusal(members.editMember, demote(membershipId));
    assert.deepEqual(
      [robotStays.statusCode, /without an active admin/.test(robotStays.message)],
      [409, true],
    );
    for (const refused of [
      company.admin.refusal(members.removeMember, { params: { ...params(), membershipId } }),
      company.admin.refusal(members.editMember, {
        params: { ...params(), membershipId },
        body: { isActive: false },
      }),
    ])
      assert.equal((await refused).statusCode, 409);
    const second = await company.person('Second', 'admin');
    const results = await Promise.all([
      company.admin.call(members.editMember, demote(second.membershipId)).then(
        () => 'done',
        (error) => error.status,
      ),
      second.call(members.editMember, demote(membershipId)).then(
        () => 'done',
        (error) => error.status,
      ),
    ]);
    assert.equal(results.filter((one) => one === 'done').length, 1, String(results));
  });

  async function adminMembership(): Promise<string> {
    const { users } = await company.admin.call(members.listMembers, {
      params: params(),
      query: { search: company.adminEmail },
    });
    return users[0]?.id ?? '';
  }
});
