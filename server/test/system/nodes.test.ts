import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import {
  CallFailed,
  call,
  groups,
  identities,
  members,
  memberships,
  roles,
} from '@coterie/contract';
import type { Running } from '../../src/server.ts';
import {
  type Caller,
  type Company,
  callerAt,
  type House,
  openCompany,
  openHouse,
  type Person,
  reads,
  sender,
  signIn,
} from '../support/house.ts';
import { Readers } from './support/readers.ts';

/** Something that gives a right and takes it again at one node; `reader` is who reads at the other meanwhile. */
type Case = {
  rounds: number;
  reader: () => Caller;
  give: () => Promise<unknown>;
  take: () => Promise<unknown>;
  refusal: string | number;
};
type Scene = { ada: Person; project: { id: string }; group: { id: string } };

describe('two nodes on one database: nobody is answered from an older world', () => {
  let house: House;
  let company: Company;
  let other: Running;
  before(async () => {
    house = await openHouse();
    other = await house.addNode();
    company = await openCompany(house);
  });
  after(() => house.close());

  /** Someone in a group that may read a project's secret. */
  async function scene(name: string): Promise<Scene> {
    const [ada, project, group] = [
      await company.person(name),
      await company.project(`${name} project`),
      await company.group(`${name} group`),
    ];
    await company.secret(project.id, 'KEY', 'brass');
    await company.join(group, ada);
    await company.addGroup(project, group, 'viewer');
    return { ada, project, group };
  }

  const readsThere = (who: Caller, project: { id: string }) =>
    reads(who.at(other.url), project.id, 'KEY');

  /** Reads once straight after each acknowledgement, alone; then again among others who read without a pause. */
  async function hold(project: { id: string }, { rounds, reader, give, take, refusal }: Case) {
    for (let round = 0; round < rounds; round++) {
      await take();
      assert.equal(await readsThere(reader(), project), refusal);
      await give();
      assert.equal(await readsThere(reader(), project), 'brass');
    }
    const readers = new Readers(4, () => readsThere(reader(), project));
    for (let round = 0; round < rounds / 3; round++) {
      await readers.through(take, refusal, 4);
      await readers.through(give, 'brass', 4);
    }
    await readers.end();
  }

  it('a member leaves a group, 300 times on one kept-alive connection', async () => {
    const { ada, project, group } = await scene('Left');
    let connections = 0;
    const count = () => connections++;
    other.app.server.on('connection', count);
    for (let round = 0; round < 300; round++) {
      await company.leave(group, ada);
      assert.equal(await readsThere(ada, project), 403);
      await company.join(group, ada);
      assert.equal(await readsThere(ada, project), 'brass');
    }
    other.app.server.off('connection', count);
    assert.equal(connections, 1);
  });

  it('a member leaves a group while others read', async () => {
    const { ada, project, group } = await scene('Watched');
    const readers = new Readers(8, () => readsThere(ada, project));
    for (let round = 0; round < 50; round++) {
      await readers.through(() => company.leave(group, ada), 403, 8);
      await readers.through(() => company.join(group, ada), 'brass', 8);
    }
    await readers.end();
  });

  it('a group is removed from the project', async () => {
    const { ada, project, group } = await scene('Removed');
    await hold(project, {
      rounds: 60,
      reader: () => ada,
      give: () => company.addGroup(project, group, 'viewer'),
      take: () => company.removeGroup(project, group),
      refusal: 403,
    });
  });

  it('a group is suspended', async () => {
    const { ada, project, group } = await scene('Halted');
    const suspend = (isSuspended: boolean) =>
      company.admin.call(groups.editGroup, { params: group, body: { isSuspended } });
    await hold(project, {
      rounds: 60,
      reader: () => ada,
      give: () => suspend(false),
      take: () => suspend(true),
      refusal: 403,
    });
  });

  it("a role's rules are edited", async () => {
    const { ada, project, group } = await scene('Edited');
    const rules = (action: string[]) => [{ subject: 'secrets', action }];
    const { id: roleId } = await company.role('reader', rules(['readValue']), project.id);
    const edit = (action: string[]) =>
      company.admin.call(roles.editProjectRole, {
        params: { projectId: project.id, roleId },
        body: { permissions: rules(action) as never },
      });
    await edit(['describeSecret', 'readValue']);
    await company.admin.call(memberships.editProjectGroup, {
      params: { projectId: project.id, groupId: group.id },
      body: { roles: [{ role: 'reader' }] },
    });
    await hold(project, {
      rounds: 60,
      reader: () => ada,
      give: () => edit(['describeSecret', 'readValue']),
      take: () => edit(['describeSecret']),
      refusal: 'hidden',
    });
  });

  it('a member is suspended', async () => {
    const { ada, project } = await scene('Suspended');
    const params = { orgId: company.orgId, membershipId: ada.membershipId };
    const edit = (isActive: boolean) =>
      company.admin.call(members.editMember, { params, body: { isActive } });
    let reader: Caller = ada;
    await hold(project, {
      rounds: 9,
      reader: () => reader,
      give: async () => {
        await edit(true);
        reader = callerAt(house.url, (await signIn(house.url, ada.email)).accessToken);
      },
      take: () => edit(false),
      refusal: 401,
    });
  });

  it('a member is removed from the organization', async () => {
    const { ada, project, group } = await scene('Gone');
    let person = ada;
    await hold(project, {
      rounds: 9,
      reader: () => person,
      give: async () => {
        const back = await company.person('Gone');
        await company.join(group, back);
        person = back;
      },
      take: () =>
        company.admin.call(members.removeMember, {
          params: { orgId: company.orgId, membershipId: person.membershipId },
        }),
      refusal: 401,
    });
  });

  describe('machine identities', () => {
    async function robot(name: string) {
      const { project, group } = await scene(name);
      const identity = await company.identity(name);
      const params = { id: group.id, identityId: identity.id };
      await company.admin.call(groups.addGroupIdentity, { params });
      return { project, identity };
    }

    const logIn = async (clientId: string, clientSecret: string, url = house.url) => {
      const body = { clientId, clientSecret };
      const { accessToken } = await call(sender(url), identities.universalAuthLogin, { body });
      return callerAt(house.url, accessToken);
    };

    it('a token is revoked', async () => {
      const { project, identity } = await robot('Token');
      let reader: Caller = identity;
      await hold(project, {
        rounds: 60,
        reader: () => reader,
        give: async () => {
          reader = await logIn(identity.clientId, identity.clientSecret);
        },
        take: () => reader.call(identities.revokeToken, { body: { accessToken: reader.token } }),
        refusal: 401,
      });
    });

    it('a client secret is revoked: its tokens end, and it opens no other node', async () => {
      const { project, identity } = await robot('Secret');
      const params = { identityId: identity.id };
      let reader: Caller = identity;
      let secret = { clientSecret: identity.clientSecret, id: identity.clientSecretId };
      const take = () =>
        company.admin.call(identities.revokeClientSecret, {
          params: { ...params, clientSecretId: secret.id },
        });
      await hold(project, {
        rounds: 30,
        reader: () => reader,
        give: async () => {
          const made = await company.admin.call(identities.createClientSecret, {
            params,
            body: {},
          });
          secret = { clientSecret: made.clientSecret, id: made.clientSecretData.id };
          reader = await logIn(identity.clientId, secret.clientSecret);
        },
        take,
        refusal: 401,
      });
      await take();
      await assert.rejects(
        logIn(identity.clientId, secret.clientSecret, other.url),
        (error) => error instanceof CallFailed && error.status === 401,
      );
    });
  });

  it('a temporary grant ends, at that moment and on both nodes', async () => {
    const ada = await company.person('Temporary');
    const project = await company.project('Temporary project');
    await company.secret(project.id, 'KEY', 'brass');
    const until = Date.now() + 400;
    const hour = 3_600_000;
    const temporaryAccessStartTime = new Date(until - hour).toISOString();
    await company.admin.call(memberships.addProjectUser, {
      params: { projectId: project.id, userId: ada.id },
      body: {
        roles: [
          { role: 'no-access' },
          { role: 'viewer', isTemporary: true, temporaryRange: '1h', temporaryAccessStartTime },
        ],
      },
    });
    const seen = { before: 0, after: 0 };
    const keepReading = async (url: string) => {
      while (seen.after < 40) {
        const began = Date.now();
        const answer = await reads(ada.at(url), project.id, 'KEY');
        const ended = Date.now();
        if (began >= until) {
          assert.equal(answer, 403);
          seen.after++;
        } else if (ended < until) {
          assert.equal(answer, 'brass');
          seen.before++;
        }
      }
    };
    await Promise.all([house.url, other.url, other.url].map(keepReading));
    assert.ok(seen.before > 0, 'the grant was over before anyone read');
  });
});
