import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { groups, identities, members, memberships, privileges, projects } from '@coterie/contract';
import type { Running } from '../../src/server.ts';
import { type Caller, type Company, type House, openCompany, openHouse } from '../support/house.ts';
import { afterCommit } from './support/after-commit.ts';

/** A change asked for at one node, with what is looked at of its answer, and what is done to it at another at once. */
type Case = {
  ask: () => Promise<unknown>;
  meanwhile: () => Promise<unknown>;
  expected: unknown;
};

describe('what was changed is answered as it was changed, whatever is changed right after', () => {
  let house: House;
  let company: Company;
  let admin: Caller;
  /** The admin at the other node. */
  let elsewhere: Caller;
  before(async () => {
    house = await openHouse();
    const other = await house.addNode();
    company = await openCompany(house);
    admin = company.admin;
    elsewhere = admin.at(other.url);
  });
  after(() => house.close());

  const roles = (...slugs: string[]) => ({ roles: slugs.map((role) => ({ role })) });
  const slugsOf = (all: readonly { role: string }[]) => all.map(({ role }) => role).sort();
  const deleteGroup = (id: string) => elsewhere.call(groups.deleteGroup, { params: { id } });
  const deleteGroupMade = async () => {
    const all = await elsewhere.call(groups.listGroups);
    await deleteGroup(all.find(({ name }) => name === 'made')?.id ?? '');
  };
  /** A project and a group, how to put the one in the other, and how to take it out elsewhere. */
  async function place(name: string) {
    const [project, group] = [await company.project(name), await company.group(name)];
    const params = { projectId: project.id, groupId: group.id };
    const revoke = () => elsewhere.call(memberships.removeProjectGroup, { params });
    return { project, group, params, revoke };
  }

  const ofGroups: Record<string, () => Promise<Case>> = {
    'a group is made, and deleted': async () => ({
      ask: async () => (await company.group('made')).name,
      meanwhile: deleteGroupMade,
      expected: 'made',
    }),
    'a group is edited, and deleted': async () => {
      const { id } = await company.group('edited');
      const given = { params: { id }, body: { description: 'new' } };
      return {
        ask: async () => (await admin.call(groups.editGroup, given)).description,
        meanwhile: () => deleteGroup(id),
        expected: 'new',
      };
    },
    'a group is cloned, and the clone deleted': async () => {
      const { id } = await company.group('source');
      const given = { params: { id }, body: { name: 'made' } };
      return {
        ask: async () => (await admin.call(groups.cloneGroup, given)).name,
        meanwhile: deleteGroupMade,
        expected: 'made',
      };
    },
    'a group is merged into another, and that deleted': async () => {
      const [into, from] = [await company.group('into'), await company.group('from')];
      const given = { params: { id: into.id }, body: { fromGroupId: from.id } };
      return {
        ask: async () => (await admin.call(groups.mergeGroup, given)).id,
        meanwhile: () => deleteGroup(into.id),
        expected: into.id,
      };
    },
    'a group is put in a group, and deleted': async () => {
      const [outer, inner] = [await company.group('outer'), await company.group('inner')];
      const params = { id: outer.id, childId: inner.id };
      return {
        ask: async () => (await admin.call(groups.nestGroup, { params })).name,
        meanwhile: () => deleteGroup(inner.id),
        expected: 'inner',
      };
    },
    'a group is taken out of a group, and deleted': async () => {
      const [outer, inner] = [await company.group('around'), await company.group('within')];
      const params = { id: outer.id, childId: inner.id };
      await admin.call(groups.nestGroup, { params });
      return {
        ask: async () => (await admin.call(groups.unnestGroup, { params })).name,
        meanwhile: () => deleteGroup(inner.id),
        expected: 'within',
      };
    },
    'a manager is appointed, and dismissed': async () => {
      const [group, lead] = [await company.group('managed'), await company.person('lead')];
      const given = { params: { id: group.id }, body: { principalId: lead.id } };
      const params = { id: group.id, holderId: lead.id };
      return {
        ask: async () => (await admin.call(groups.addGroupManager, given)).email,
        meanwhile: () => elsewhere.call(groups.removeGroupManager, { params }),
        expected: lead.email,
      };
    },
  };

  const ofProjects: Record<string, () => Promise<Case>> = {
    'a group is put in a project, and taken out': async () => {
      const { params, revoke } = await place('granted');
      const given = { params, body: roles('viewer', 'member') };
      return {
        ask: async () => {
          const { groupMembership } = await admin.call(memberships.addProjectGroup, given);
          return slugsOf(groupMembership.roles);
        },
        meanwhile: revoke,
        expected: ['member', 'viewer'],
      };
    },
    'the roles of a group are replaced, and taken': async () => {
      const { project, group, params, revoke } = await place('replaced');
      await company.addGroup(project, group, 'viewer', 'member');
      const given = { params, body: roles('viewer', 'no-access') };
      return {
        ask: async () => slugsOf((await admin.call(memberships.editProjectGroup, given)).roles),
        meanwhile: revoke,
        expected: ['no-access', 'viewer'],
      };
    },
    'a privilege is given, and taken with the place in the project': async () => {
      const { project, group, revoke } = await place('given');
      await company.addGroup(project, group, 'viewer');
      return {
        ask: async () => (await givePrivilege(project.id, group.id)).holder.name,
        meanwhile: revoke,
        expected: 'given',
      };
    },
    'a privilege is changed, and taken with the place in the project': async () => {
      const { project, group, revoke } = await place('changed');
      await company.addGroup(project, group, 'viewer');
      const params = {
        projectId: project.id,
        privilegeId: (await givePrivilege(project.id, group.id)).id,
      };
      const given = { params, body: { slug: 'new-slug' } };
      return {
        ask: async () => (await admin.call(privileges.editPrivilege, given)).privilege.slug,
        meanwhile: revoke,
        expected: 'new-slug',
      };
    },
    'a project is made, and deleted': async () => ({
      ask: async () => (await company.project('made')).name,
      meanwhile: async () => {
        const all = await elsewhere.call(projects.listProjects);
        const projectId = all.projects.find(({ name }) => name === 'made')?.id ?? '';
        await elsewhere.call(projects.deleteProject, { params: { projectId } });
      },
      expected: 'made',
    }),
    'a project is edited, and deleted': async () => {
      const { id: projectId } = await company.project('edited');
      const given = { params: { projectId }, body: { description: 'new' } };
      return {
        ask: async () => (await admin.call(projects.editProject, given)).project.description,
        meanwhile: () => elsewhere.call(projects.deleteProject, { params: { projectId } }),
        expected: 'new',
      };
    },
  };
  async function givePrivilege(projectId: string, holderId: string) {
    const permissions = [{ subject: 'secrets', action: 'create' }];
    const given = { params: { projectId }, body: { holderId, permissions } };
    return (await admin.call(privileges.createPrivilege, given)).privilege;
  }

  const ofPrincipals: Record<string, () => Promise<Case>> = {
    'a machine identity is made, and deleted': async () => {
      const given = { body: { name: 'made', role: 'member' } };
      return {
        ask: async () => (await admin.call(identities.createIdentity, given)).identity.name,
        meanwhile: async () => {
          const all = await elsewhere.call(identities.listIdentities);
          const made = all.identities.find(({ identity }) => identity.name === 'made');
          const params = { identityId: made?.identity.id ?? '' };
          await elsewhere.call(identities.deleteIdentity, { params });
        },
        expected: 'made',
      };
    },
    'a machine identity is edited, and deleted': async () => {
      const { id: identityId } = await company.identity('robot');
      const given = { params: { identityId }, body: { name: 'edited' } };
      return {
        ask: async () => (await admin.call(identities.editIdentity, given)).identity.name,
        meanwhile: () => elsewhere.call(identities.deleteIdentity, { params: { identityId } }),
        expected: 'edited',
      };
    },
    'a user is given a role, and removed': async () => {
      const { membershipId } = await company.person('leaver');
      const params = { orgId: company.orgId, membershipId };
      const given = { params, body: { role: 'admin' } };
      return {
        ask: async () => (await admin.call(members.editMember, given)).membership.role,
        meanwhile: () => elsewhere.call(members.removeMember, { params }),
        expected: 'admin',
      };
    },
    'an admin suspends itself': async () => {
      const second = await company.person('second', 'admin');
      const params = { orgId: company.orgId, membershipId: second.membershipId };
      const given = { params, body: { isActive: false } };
      return {
        ask: async () => (await second.call(members.editMember, given)).membership.status,
        meanwhile: async () => {},
        expected: 'suspended',
      };
    },
    'who puts a group in a project is suspended': async () => {
      const { project, params } = await place('last act');
      const third = await company.person('third', 'admin');
      await company.addUser(project, third, 'admin');
      const given = { params, body: roles('viewer') };
      const member = { orgId: company.orgId, membershipId: third.membershipId };
      return {
        ask: async () => {
          const { groupMembership } = await third.call(memberships.addProjectGroup, given);
          return slugsOf(groupMembership.roles);
        },
        meanwhile: () =>
          elsewhere.call(members.editMember, { params: member, body: { isActive: false } }),
        expected: ['viewer'],
      };
    },
  };

  for (const [name, prepare] of Object.entries({ ...ofGroups, ...ofProjects, ...ofPrincipals }))
    it(name, async () => {
      const { ask, meanwhile, expected } = await prepare();
      const told = await afterCommit(house.nodes[0] as Running, ask, async () => {
        await meanwhile();
        // So that the node that has not answered yet knows of it.
        await admin.call(groups.listGroups);
      });
      assert.deepEqual(told, expected);
    });
});
