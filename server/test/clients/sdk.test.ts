import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { groups, identities } from '@coterie/contract';
import { InfisicalSDK, type Secret, SecretType } from '@infisical/sdk';
import { type Company, type House, openCompany, openHouse } from '../support/house.ts';

/** The public client for Node, unmodified: every method of secrets, folders, environments, projects and universal auth. */
describe('@infisical/sdk', () => {
  let house: House;
  let company: Company;
  let admin: InfisicalSDK;
  let projectId: string;
  before(async () => {
    house = await openHouse();
    company = await openCompany(house);
    const identity = await company.identity('sdk-admin', 'admin');
    admin = await signedIn(identity);
    const project = await admin
      .projects()
      .create({ projectName: 'By SDK', type: 'secret-manager', slug: 'by-sdk' });
    projectId = project.id;
    assert.equal(project.slug, 'by-sdk');
  });
  after(() => house.close());

  const sdk = () => new InfisicalSDK({ siteUrl: house.url });
  const signedIn = ({ clientId, clientSecret }: { clientId: string; clientSecret: string }) =>
    sdk().auth().universalAuth.login({ clientId, clientSecret });
  const dev = () => ({ environment: 'dev', projectId });

  describe('as an admin', () => {
    it('signs in, renews, and is told when the secret is wrong', async () => {
      const identity = await company.identity('again');
      const client = await signedIn(identity);
      const first = client.auth().getAccessToken();
      await client.auth().universalAuth.renew();
      assert.equal(client.auth().getAccessToken(), first);
      await assert.rejects(
        sdk().auth().universalAuth.login({ clientId: identity.clientId, clientSecret: 'wrong' }),
        /client id or the client secret is wrong/,
      );
    });

    it('makes environments and folders, and lists folders', async () => {
      const qa = await admin.environments().create({ name: 'QA', slug: 'qa', projectId });
      assert.equal(qa.slug, 'qa');
      const folder = await admin
        .folders()
        .create({ ...dev(), name: 'api', path: '/', description: 'of the API' });
      assert.equal(folder.name, 'api');
      await admin.folders().create({ ...dev(), name: 'keys', path: '/api' });
      const names = async (more: object) =>
        (await admin.folders().listFolders({ ...dev(), ...more })).map(({ name }) => name).sort();
      assert.deepEqual(await names({}), ['api']);
      assert.deepEqual(await names({ recursive: true }), ['api', 'keys']);
    });

    it('creates, reads, changes, lists and deletes secrets', async () => {
      const secrets = admin.secrets();
      const { secret } = await secrets.createSecret('URL', {
        ...dev(),
        secretValue: 'pg://${HOST}',
        secretComment: 'where it is',
        secretReminderNote: 'rotate',
        secretReminderRepeatDays: 30,
        type: SecretType.Shared,
      });
      assert.equal(secret.secretComment, 'where it is');
      await secrets.createSecret('HOST', { ...dev(), secretValue: 'db' });
      const read = await secrets.getSecret({ ...dev(), secretName: 'URL' });
      assert.equal(read.secretValue, 'pg://db');
      const raw = await secrets.getSecret({
        ...dev(),
        secretName: 'URL',
        expandSecretReferences: false,
      });
      assert.equal(raw.secretValue, 'pg://${HOST}');

      await secrets.updateSecret('HOST', { ...dev(), secretValue: 'db2', newSecretName: 'SERVER' });
      assert.equal(await readBy(admin, 'SERVER'), 'db2');
      const old = await secrets.getSecret({ ...dev(), secretName: 'SERVER', version: 1 });
      assert.equal(old.secretValue, 'db');
      const hidden = await secrets.getSecret({
        ...dev(),
        secretName: 'SERVER',
        viewSecretValue: false,
      });
      assert.equal(hidden.secretValueHidden, true);
      assert.notEqual(hidden.secretValue, 'db2');

      await secrets.deleteSecret('SERVER', dev());
      await assert.rejects(secrets.getSecret({ ...dev(), secretName: 'SERVER' }), /SERVER/);
    });

    it('lists with imports, the same whichever method asks, and below', async () => {
      const secrets = admin.secrets();
      for (const [name, secretPath] of [
        ['BOTH', '/api'],
        ['BASE', '/api'],
        ['BOTH', '/api/keys'],
        ['LAST', '/api/keys'],
      ] as const)
        await secrets.createSecret(name, { ...dev(), secretPath, secretValue: secretPath });
      for (const path of ['/api', '/api/keys']) await importInto('/', path);
      await secrets.createSecret('LAST', { ...dev(), secretValue: 'own' });
      const merged = await secrets.listSecretsWithImports(dev());
      const values = Object.fromEntries(
        merged.map(({ secretKey, secretValue }) => [secretKey, secretValue]),
      );
      assert.equal(values.BOTH, '/api/keys');
      assert.equal(values.BASE, '/api');
      assert.equal(values.LAST, 'own');
      const { secrets: below } = await secrets.listSecrets({ ...dev(), recursive: true });
      assert.equal(below.filter(({ secretKey }: Secret) => secretKey === 'BOTH').length, 2);
      await secrets.listSecrets({ ...dev(), attachToProcessEnv: true });
      assert.equal(process.env.LAST, 'own');
      delete process.env.LAST;
    });

    it('invites members of the organization, once', async () => {
      const ann = await company.person('Ann', 'no-access');
      const invite = () =>
        admin.projects().inviteMembers({ projectId, emails: [ann.email], roleSlugs: ['viewer'] });
      const [membership] = await invite();
      assert.equal(membership?.userId, ann.id);
      assert.deepEqual(await invite(), []);
      await assert.rejects(
        admin.projects().inviteMembers({ projectId, usernames: ['nobody@example.com'] }),
        /nobody@example.com/,
      );
    });
  });

  describe('as a member by a group alone', () => {
    it('reads and writes what the group’s role allows, and fails at once when taken out', async () => {
      const robot = await company.identity('in-a-group');
      const team = await company.group('SDK team');
      const params = { id: team.id, identityId: robot.id };
      await admin.secrets().createSecret('SHARED', { ...dev(), secretValue: 'shown' });
      const client = await signedIn(robot);
      await assert.rejects(readBy(client, 'SHARED'), /permission/);

      await addTeam(team, 'member');
      await company.admin.call(groups.addGroupIdentity, { params });
      assert.equal(await readBy(client, 'SHARED'), 'shown');
      await client.secrets().createSecret('MADE', { ...dev(), secretValue: 'by the group' });
      await client.folders().create({ ...dev(), name: 'team', path: '/' });
      assert.ok((await client.secrets().listSecrets(dev())).secrets.length > 1);
      await assert.rejects(
        client.environments().create({ name: 'Mine', slug: 'mine', projectId }),
        /environments:create/,
      );

      await company.admin.call(groups.removeGroupIdentity, { params });
      const refused = [
        () => readBy(client, 'SHARED'),
        () => client.secrets().listSecrets(dev()),
        () => client.secrets().updateSecret('MADE', { ...dev(), secretValue: 'x' }),
        () => client.secrets().deleteSecret('MADE', dev()),
        () => client.folders().listFolders(dev()),
      ];
      for (const attempt of refused) await assert.rejects(attempt, /permission/);
    });

    it('every method works by the group, and none any more when taken out of it', async () => {
      const robot = await company.identity('every-method');
      const team = await company.group('Whole team', 'member');
      const params = { id: team.id, identityId: robot.id };
      const bea = await company.person('Bea', 'no-access');
      await addTeam(team, 'admin');
      await company.admin.call(groups.addGroupIdentity, { params });
      const client = await signedIn(robot);
      const secrets = client.secrets();
      /** In an order in which each finds what it needs; `n` keeps what is made apart. */
      const methods: [name: string, (n: number) => Promise<unknown>][] = [
        ['createSecret', (n) => secrets.createSecret(`S${n}`, { ...dev(), secretValue: 'x' })],
        ['getSecret', () => secrets.getSecret({ ...dev(), secretName: 'S1' })],
        ['listSecrets', () => secrets.listSecrets(dev())],
        ['listSecretsWithImports', () => secrets.listSecretsWithImports(dev())],
        ['updateSecret', () => secrets.updateSecret('S1', { ...dev(), secretValue: 'y' })],
        ['deleteSecret', () => secrets.deleteSecret('S1', dev())],
        ['folders.create', (n) => client.folders().create({ ...dev(), name: `f${n}`, path: '/' })],
        ['folders.listFolders', () => client.folders().listFolders(dev())],
        [
          'environments.create',
          (n) => client.environments().create({ name: `E${n}`, slug: `e${n}`, projectId }),
        ],
        [
          'projects.create',
          (n) => client.projects().create({ projectName: `By group ${n}`, type: 'secret-manager' }),
        ],
        [
          'projects.inviteMembers',
          () => client.projects().inviteMembers({ projectId, usernames: [bea.email] }),
        ],
      ];
      for (const [name, method] of methods)
        await assert.doesNotReject(() => method(1), `${name} works`);
      await company.admin.call(groups.removeGroupIdentity, { params });
      for (const [name, method] of methods)
        await assert.rejects(() => method(2), /permission|was found/, `${name} is refused`);
    });

    it('fails at once when the group is taken off the project, or the identity is deleted', async () => {
      const robot = await company.identity('leaver');
      const team = await company.group('Leaving team');
      const params = { id: team.id, identityId: robot.id };
      await addTeam(team, 'viewer');
      await company.admin.call(groups.addGroupIdentity, { params });
      const client = await signedIn(robot);
      assert.equal(await readBy(client, 'SHARED'), 'shown');
      await call('DELETE', `/api/v2/workspace/${projectId}/groups/${team.id}`, {});
      await assert.rejects(readBy(client, 'SHARED'), /permission/);
      await addTeam(team, 'viewer');
      assert.equal(await readBy(client, 'SHARED'), 'shown');
      await company.admin.call(identities.deleteIdentity, { params: { identityId: robot.id } });
      await assert.rejects(readBy(client, 'SHARED'));
    });
  });

  const readBy = async (client: InfisicalSDK, secretName: string) =>
    (await client.secrets().getSecret({ ...dev(), secretName })).secretValue;

  /** By the admin that made the project, who may give its roles. */
  const call = async (method: string, path: string, body: object) => {
    const answer = await fetch(`${house.url}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${admin.auth().getAccessToken()}`,
        'content-type': 'application/json',
      },
      body: JSON.stringify(body),
    });
    assert.equal(answer.status, 200, await answer.text());
  };
  const addTeam = (team: { id: string }, role: string) =>
    call('POST', `/api/v2/workspace/${projectId}/groups/${team.id}`, {
      roles: [{ role, isTemporary: false }],
    });
  const importInto = (path: string, from: string) =>
    call('POST', '/api/v1/secret-imports', {
      workspaceId: projectId,
      environment: 'dev',
      path,
      import: { environment: 'dev', path: from },
    });
});
