import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import {
  access,
  type Endpoint,
  endpoints,
  identities,
  members,
  memberships,
  secrets,
  tags,
  templates,
} from '@coterie/contract';
import { sql } from 'kysely';
import { type Company, type House, openCompany, openHouse } from '../support/house.ts';

const question = 'asks, and changes nothing';
const session = "a session or a token of one's own: begins, is renewed or ends";
const ownFactors = "a person's own factors, which are no organization's";
const change = 'a change of access under another path: Access.change, as its twin in the matrix';
const own =
  "one's own account: account.test.ts looks at the entries of what concerns an organization";
const byServiceToken = 'content written by its twin under `/secrets/raw`, for service tokens';
const founding = 'founds an organization: the first entry of its own log';
/** The endpoints that change something and have no example in the matrix, which looks at the log after each. */
const notInTheMatrix: Record<string, string> = {
  'access.compare': question,
  'access.explain': question,
  'access.whatIf': question,
  'access.whereUsed': question,
  'access.whoCan': question,
  'account.changeEmail': own,
  'account.changePassword': own,
  'account.confirmEmail': own,
  'account.editProfile': own,
  'account.endOtherSessions': session,
  'account.endSession': session,
  'account.forgotPassword': own,
  'account.makePasswordLink': own,
  'account.resetPassword': own,
  'authzen.evaluation': question,
  'authzen.evaluations': question,
  'authzen.searchAction': question,
  'authzen.searchResource': question,
  'authzen.searchSubject': question,
  'compatPrivileges.createIdentityPrivilege': change,
  'compatPrivileges.createPermanentPrivilege': change,
  'compatPrivileges.createTemporaryPrivilege': change,
  'compatPrivileges.deleteIdentityPrivilege': change,
  'compatPrivileges.deletePrivilegeNamed': change,
  'compatPrivileges.editIdentityPrivilege': change,
  'compatPrivileges.editPrivilegeNamed': change,
  'compatProjects.deleteWorkspace': change,
  'compatProjects.setAuditRetention': change,
  'compatRoles.createRoleV1': change,
  'compatRoles.deleteRoleV1': change,
  'compatRoles.editRoleV1': change,
  'deleted.forgetDeleted': 'recently-deleted.test.ts looks at the entry',
  'deleted.restoreDeleted': 'recently-deleted.test.ts looks at the entry',
  'events.subscribe': question,
  'factors.addPasskey': ownFactors,
  'factors.beginTotp': ownFactors,
  'factors.confirmTotp': ownFactors,
  'factors.makeRecoveryCodes': ownFactors,
  'factors.passkeyOptions': ownFactors,
  'factors.passkeySignIn': session,
  'factors.passkeySignInOptions': session,
  'factors.removePasskey': ownFactors,
  'factors.removeTotp': ownFactors,
  'factors.signInFactor': session,
  'factors.stepUp': ownFactors,
  'factors.stepUpOptions': ownFactors,
  'factors.ticketOptions': session,
  'factors.verifyMfa': session,
  'groups.addGroupToProjects': change,
  'identities.awsAuthLogin': session,
  'identities.azureAuthLogin': session,
  'identities.gcpAuthLogin': session,
  'identities.jwtAuthLogin': session,
  'identities.kubernetesAuthLogin': session,
  'identities.oidcAuthLogin': session,
  'identities.renewToken': session,
  'identities.revokeToken': 'looked at below',
  'identities.universalAuthLogin': session,
  'members.acceptInvitation': 'a change of access, which the test below looks at',
  'members.lookUpInvitation': question,
  'privileges.createPrivilege': change,
  'privileges.deletePrivilege': change,
  'privileges.editPrivilege': change,
  'serviceTokens.createSealedSecret': byServiceToken,
  'serviceTokens.createServiceToken': change,
  'serviceTokens.deleteSealedSecret': byServiceToken,
  'serviceTokens.deleteServiceToken': change,
  'serviceTokens.editSealedSecret': byServiceToken,
  'session.bootstrap': founding,
  'session.checkAuth': question,
  'session.createOrganization': founding,
  'session.login': session,
  'session.loginOtherwise': 'always refused',
  'session.selectOrganization': session,
  'session.setUp': founding,
  'session.signIn': session,
  'session.signOut': session,
  'session.switchOrganization': session,
};

describe('what leaves an entry', () => {
  let house: House;
  let company: Company;
  before(async () => {
    house = await openHouse();
    company = await openCompany(house);
  });
  after(() => house.close());

  const log = async (limit = 1) =>
    (await company.admin.call(access.readAccessLog, { query: { limit } })).entries;
  /** The text of the newest entry, made by this act and no other. */
  async function entryOf(act: () => Promise<unknown>, entries = 1): Promise<string> {
    const count = async () => (await company.admin.call(access.readAccessLog)).totalCount;
    const before = await count();
    await act();
    assert.equal(await count(), before + entries);
    return (await log())[0]?.text ?? '';
  }

  it('every endpoint that changes something, or a reason why not', () => {
    const changing = Object.entries(endpoints).filter(
      ([, { method, who }]) => method !== 'GET' && who.kind !== 'may',
    );
    assert.deepEqual(changing.map(([name]) => name).sort(), Object.keys(notInTheMatrix).sort());
    const asking = changing.filter(([, one]: [string, Endpoint]) => one.asks);
    const questions = Object.entries(notInTheMatrix).filter(([, why]) => why === question);
    assert.deepEqual(asking.map(([name]) => name).sort(), questions.map(([name]) => name).sort());
  });

  it('content written, by name and place, and never a value', async () => {
    const { id: projectId } = await company.project('Web');
    const at = { projectId, environment: 'dev' };
    const params = { secretName: 'KEY' };
    const canary = 'canary-of-the-log';
    const { admin } = company;
    const made = { ...at, secretValue: canary, secretComment: canary };
    const write = (body: object) =>
      admin.call(secrets.editSecret, { params, body: { ...at, ...body } });
    assert.equal(
      await entryOf(() => admin.call(secrets.createSecret, { params, body: made })),
      'the secret KEY was created in Web, dev:/',
    );
    assert.match(
      await entryOf(() => write({ secretValue: `${canary} 2` })),
      /KEY was changed in Web/,
    );
    assert.match(
      await entryOf(() => write({ newSecretName: 'NEW' })),
      /the secret NEW was renamed in Web, dev:\/, once KEY/,
    );
    const gone = { params: { secretName: 'NEW' }, body: at };
    assert.match(await entryOf(() => admin.call(secrets.deleteSecret, gone)), /NEW was deleted/);
    assert.match(
      await entryOf(() =>
        admin.call(secrets.createFolder, { body: { ...at, path: '/', name: 'f' } }),
      ),
      /the folder \/f was created in Web, dev/,
    );
    const tag = { params: { projectId }, body: { slug: 'red' } };
    assert.match(
      await entryOf(() => admin.call(tags.createTag, tag)),
      /the tag red was created in Web/,
    );
    const template = { body: { name: 'Usual', type: 'secret-manager' as const } };
    assert.match(
      await entryOf(() => admin.call(templates.createTemplate, template)),
      /the project template Usual was created/,
    );
    const { rows } = await sql<{ n: number }>`SELECT count(*) AS n FROM trail
      WHERE position(${canary} in entry) > 0`.execute(house.nodes[0]?.parts.db as never);
    assert.equal(rows[0]?.n, 0);
  });

  it('credentials and settings of machine identities, and invitations', async () => {
    const { admin, orgId } = company;
    const robot = await company.identity('Robot');
    const params = { identityId: robot.id };
    assert.match(
      await entryOf(() => admin.call(identities.createClientSecret, { params, body: {} })),
      /a client secret of Robot was created/,
    );
    assert.match(
      await entryOf(() => admin.call(identities.editUniversalAuth, { params, body: {} })),
      /universal auth of Robot was changed/,
    );
    assert.match(
      await entryOf(() => admin.call(identities.attachTokenAuth, { params, body: {} })),
      /token auth of Robot was created/,
    );
    assert.match(
      await entryOf(() =>
        admin.call(identities.createToken, { params, body: { name: 'by hand' } }),
      ),
      /an access token by hand of Robot was created/,
    );
    assert.match(
      await entryOf(() => admin.call(identities.editIdentity, { params, body: { name: 'Robot' } })),
      /the machine identity Robot was changed/,
    );
    const { accessToken } = await admin.call(identities.createToken, {
      params,
      body: { name: 'to end' },
    });
    assert.match(
      await entryOf(async () => {
        await robot.call(identities.revokeToken, { body: { accessToken } });
      }),
      /an access token of Robot was deleted/,
    );
    const guest = await entryOf(() => company.person('Visitor').then(() => {}), 2);
    assert.match(guest, /an invitation visitor@example.com of .* was accepted/);
    const again = { params: { orgId }, body: { email: 'guest@example.com', role: 'member' } };
    await admin.call(members.invite, again);
    assert.match(
      await entryOf(() => admin.call(members.invite, again)),
      /an invitation guest@example.com of guest@example.com was created/,
    );
  });

  it('a refused attempt at changing access, with who, what and why', async () => {
    const mallory = await company.person('Mallory');
    const project = await company.project('Vault');
    const text = await entryOf(() =>
      mallory.refusal(memberships.addProjectUser, {
        params: { projectId: project.id, userId: mallory.id },
        body: { roles: [{ role: 'admin' }] },
      }),
    );
    assert.match(text, /^was refused \((forbidden|exceeds)/);
    const [entry] = await log();
    assert.equal(entry?.actor.name, 'Mallory');
    assert.equal(entry?.kind, 'trail');
  });

  it('nothing, where an entry cannot be written: then it is not done', async () => {
    const { id } = await company.project('Silent');
    const { db } = (house.nodes[0] ?? assert.fail()).parts;
    await sql`ALTER TABLE trail ADD CONSTRAINT silent CHECK (position('SILENT' in entry) = 0)`.execute(
      db,
    );
    const refused = await company.admin.refusal(secrets.createSecret, {
      params: { secretName: 'SILENT' },
      body: { projectId: id, environment: 'dev', secretValue: 'v' },
    });
    assert.equal(refused.statusCode, 500);
    const { secrets: left } = await company.admin.call(secrets.listSecrets, {
      query: { projectId: id, environment: 'dev' },
    });
    assert.deepEqual(left, []);
    await sql`ALTER TABLE trail DROP CONSTRAINT silent`.execute(db);
  });

  it('names as they were: who has been removed keeps theirs', async () => {
    const ada = await company.person('Lovelace', 'admin');
    const group = await company.group('Analysts');
    await company.join(group, ada);
    await ada.call(members.listMembers, { params: { orgId: company.orgId } });
    const project = await company.project('Notes');
    await ada
      .call(secrets.createSecret, {
        params: { secretName: 'A' },
        body: { projectId: project.id, environment: 'dev', secretValue: 'v' },
      })
      .catch(() => {});
    await company.admin.call(members.removeMember, {
      params: { orgId: company.orgId, membershipId: ada.membershipId },
    });
    const entries = await log(50);
    assert.ok(entries.some(({ text }) => text.includes('Lovelace joined Analysts')));
    assert.ok(entries.some(({ text }) => text.includes('Lovelace left the organization')));
    const unnamed = entries.filter((entry) => JSON.stringify(entry).includes('since removed'));
    assert.deepEqual(unnamed, []);
  });
});
