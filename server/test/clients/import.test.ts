import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import {
  compatMemberships,
  groups,
  imports,
  memberships,
  projects,
  roles,
  secrets,
  tags,
} from '@coterie/contract';
import { type Company, type House, openCompany, openHouse, reads } from '../support/house.ts';

const main = fileURLToPath(new URL('../../../cli/src/main.ts', import.meta.url));

/** `coterie import` as a process of its own, from one instance into another, both with real HTTP. */
describe('coterie import', () => {
  let house: House;
  let other: House;
  let here: Company;
  let there: Company;
  before(async () => {
    [house, other] = await Promise.all([openHouse(), openHouse()]);
    [here, there] = await Promise.all([openCompany(house), openCompany(other)]);
    await furnish(there);
    await here.person('Ann', 'no-access');
  });
  after(() => Promise.all([house.close(), other.close()]));

  async function furnish(company: Company): Promise<void> {
    const { admin } = company;
    const ann = await company.person('Ann', 'no-access');
    await company.person('Zoe', 'no-access');
    await company.role('auditor', [{ subject: 'audit-logs', action: ['read'] }]);
    const team = await company.group('Team Red', 'auditor');
    await company.join(team, ann);
    await company.join(team, { email: 'zoe@example.com' });
    const pay = await company.project('Payments');
    const reader = [
      {
        subject: 'secrets',
        action: ['describeSecret', 'readValue'],
        conditions: { environment: 'dev' },
      },
    ];
    await company.role('reader', reader, pay.id);
    await company.addGroup(pay, team, 'reader');
    const { tag } = await admin.call(tags.createTag, {
      params: { projectId: pay.id },
      body: { slug: 'db', name: 'Database', color: '#ff0000' },
    });
    const folder = (path: string, name: string) =>
      admin.call(secrets.createFolder, {
        body: { projectId: pay.id, environment: 'dev', path, name },
      });
    await folder('/', 'api');
    await folder('/api', 'keys');
    await admin.call(secrets.createSecret, {
      params: { secretName: 'URL' },
      body: {
        projectId: pay.id,
        environment: 'dev',
        secretValue: 'pg://${HOST}',
        secretComment: 'where it is',
        tagIds: [tag.id],
      },
    });
    await company.secret(pay.id, 'HOST', 'db');
    await company.secret(pay.id, 'KEY', 'deep', 'dev', '/api/keys');
    await admin.call(imports.createImport, {
      body: {
        projectId: pay.id,
        environment: 'dev',
        path: '/',
        import: { environment: 'dev', path: '/api/keys' },
      },
    });
    await company.project('Elsewhere');
  }

  const run = (...given: string[]): Promise<{ code: number | null; out: string; err: string }> =>
    new Promise((resolve, reject) => {
      const child = spawn(
        process.execPath,
        [main, 'import', '--from', other.url, '--to', house.url, ...given],
        {
          env: {
            ...process.env,
            COTERIE_FROM_TOKEN: there.admin.token,
            COTERIE_TOKEN: here.admin.token,
          },
        },
      );
      let out = '';
      let err = '';
      child.stdout.on('data', (data) => {
        out += String(data);
      });
      child.stderr.on('data', (data) => {
        err += String(data);
      });
      child.on('error', reject);
      child.on('close', (code) => resolve({ code, out, err }));
    });
  const projectsHere = async () => (await here.admin.call(projects.listProjects)).projects;

  it('says first what it would do, and writes nothing', async () => {
    const { code, out } = await run('--project', 'payments');
    assert.equal(code, 0, out);
    assert.match(out, /^secret\s+3\s+0$/m);
    assert.match(out, /^group\s+1\s+0$/m);
    assert.match(out, /zoe@example\.com in the group Team Red: not in this organization/);
    assert.match(out, /Nothing was written/);
    assert.deepEqual(await projectsHere(), []);
  });

  it('brings groups with members, roles, projects, folders, secrets, tags and imports', async () => {
    const { code, out, err } = await run('--project', 'payments', '--apply');
    assert.equal(code, 0, `${out}\n${err}`);
    assert.match(err, /\[1\/\d+\]/);
    const [pay, ...more] = await projectsHere();
    assert.equal(pay?.slug, 'payments');
    assert.deepEqual(more, []);
    const projectId = pay?.id ?? '';
    assert.equal(await reads(here.admin, projectId, 'URL'), 'pg://db');
    assert.equal(await reads(here.admin, projectId, 'KEY', 'dev', '/api/keys'), 'deep');
    const { secrets: all, imports: blocks } = await here.admin.call(secrets.listSecrets, {
      query: { projectId, environment: 'dev', expandSecretReferences: 'false' },
    });
    const url = all.find(({ secretKey }) => secretKey === 'URL');
    assert.equal(url?.secretValue, 'pg://${HOST}');
    assert.equal(url?.secretComment, 'where it is');
    assert.deepEqual(
      url?.tags.map(({ slug, name }) => [slug, name]),
      [['db', 'Database']],
    );
    assert.deepEqual(
      blocks.map(({ secretPath }) => secretPath),
      ['/api/keys'],
    );
    const [team] = await here.admin.call(groups.listGroups);
    assert.deepEqual([team?.slug, team?.customRoleSlug], ['team-red', 'auditor']);
    const { groupMemberships } = await here.admin.call(memberships.listProjectGroups, {
      params: { projectId },
    });
    assert.equal(groupMemberships[0]?.roles[0]?.customRoleSlug, 'reader');
    const { members } = await here.admin.call(groups.listGroupMembers, {
      params: { id: team?.id ?? '' },
    });
    assert.equal(members.length, 1);
    const { memberships: users } = await here.admin.call(compatMemberships.listWorkspaceUsers, {
      params: { projectId },
    });
    assert.equal(users.length, 1);
    const { roles: own } = await here.admin.call(roles.listProjectRoles, { params: { projectId } });
    assert.ok(own.some(({ slug }) => slug === 'reader'));
  });

  it('run again it finds all in place, and goes on with what is new', async () => {
    const again = await run('--project', 'payments', '--apply');
    assert.match(again.out, /0 of 0 done/);
    const { projects: theirs } = await there.admin.call(projects.listProjects);
    const pay = theirs.find(({ slug }) => slug === 'payments');
    await there.secret(pay?.id ?? '', 'LATER', 'new');
    const more = await run('--project', 'payments', '--apply');
    assert.match(more.out, /1 of 1 done/);
  });

  it('overwrites nothing unless asked to', async () => {
    const [pay] = await projectsHere();
    const edit = (secretValue: string) =>
      here.admin.call(secrets.editSecret, {
        params: { secretName: 'HOST' },
        body: { projectId: pay?.id ?? '', environment: 'dev', secretValue },
      });
    await edit('mine');
    const kept = await run('--project', 'payments', '--apply');
    assert.match(kept.out, /kept, unless --overwrite:\n\s+secret HOST in payments dev \//);
    assert.equal(await reads(here.admin, pay?.id ?? '', 'HOST'), 'mine');
    await run('--project', 'payments', '--apply', '--overwrite');
    assert.equal(await reads(here.admin, pay?.id ?? '', 'HOST'), 'db');
  });

  it('says what is wrong with a token, an address, or an option, and shows no token', async () => {
    for (const [given, said] of [
      [['--from', 'http://127.0.0.1:9'], /cannot be reached/],
      [['--from-token-file', '/nowhere'], /nowhere/],
      [['--nonsense'], /unknown option/],
    ] as const) {
      const { code, out, err } = await run(...given);
      assert.equal(code, 1, err);
      assert.match(err, said);
      assert.ok(!`${out}${err}`.includes(there.admin.token));
    }
  });
});
