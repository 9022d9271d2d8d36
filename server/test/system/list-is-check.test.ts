import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import {
  access,
  CallFailed,
  call,
  groups,
  memberships,
  projects,
  secrets,
} from '@coterie/contract';
import fc from 'fast-check';
import {
  type Caller,
  type Company,
  type House,
  openCompany,
  openHouse,
  type Person,
  sender,
} from '../support/house.ts';

/** Every listing equals filtering by check, on random worlds made by HTTP. */

const environments = ['dev', 'prod'];
const paths = ['/', '/api', '/api/keys'];
const keys = ['A', 'B_KEY', 'C'];
const conditions = [
  undefined,
  { environment: 'dev' },
  { secretPath: { $glob: '/api/**' } },
  { secretPath: { $glob: '/*' } },
  { secretName: { $glob: '*_KEY' } },
  { environment: { $in: ['prod'] }, secretPath: { $ne: '/' } },
];
const rule = fc.record({
  subject: fc.constantFrom('secrets', 'secret-folders'),
  action: fc.constantFrom(
    ['describeSecret'],
    ['readValue'],
    ['describeSecret', 'readValue'],
    ['read'],
  ),
  inverted: fc.boolean(),
  conditions: fc.constantFrom(...conditions),
});
/** A rule as the vocabulary lets it be: folders are read or not, and have no secret's name. */
function fitting({
  conditions: wanted,
  ...one
}: typeof rule extends fc.Arbitrary<infer R> ? R : never) {
  const isFolder = one.subject === 'secret-folders';
  const has = wanted !== undefined && !(isFolder && 'secretName' in wanted);
  return {
    ...one,
    ...(isFolder ? { action: ['read'] } : {}),
    ...(has ? { conditions: wanted } : {}),
  };
}
const world = fc.record({
  roles: fc.array(fc.array(rule, { minLength: 1, maxLength: 4 }), { minLength: 2, maxLength: 3 }),
  /** For each of three groups: its role in the project, by number (3: not in it), and which of two people are in it. */
  groups: fc.array(fc.tuple(fc.nat(3), fc.boolean(), fc.boolean()), { minLength: 3, maxLength: 3 }),
  direct: fc.constantFrom(null, 'viewer', 'member', 'no-access'),
});

const deniesNames = ({
  roles,
}: {
  roles: { inverted: boolean; conditions?: object | undefined }[][];
}) => roles.flat().some(({ inverted, conditions: on }) => inverted && on && 'secretName' in on);

const longer = process.env.COTERIE_WORLD_RUNS;

describe('list is check', () => {
  let house: House;
  let company: Company;
  let people: Person[];
  before(async () => {
    house = await openHouse();
    company = await openCompany(house);
    people = [await company.person('Ada'), await company.person('Alan')];
  });
  after(() => house.close());

  const check = async (
    caller: Caller,
    projectId: string,
    subject: string,
    action: string,
    attributes: object,
  ) =>
    caller
      .call(access.explain, {
        body: { projectId, subject, action, attributes: attributes as never },
      })
      .then(
        ({ allowed }) => allowed,
        (error: unknown) => {
          // Who has no way to the project is not told of it.
          if (error instanceof CallFailed && error.status === 404) return false;
          throw error;
        },
      );

  it('for secrets, folders, projects and who can reach a project', async () => {
    const project = await company.project('Random');
    for (const environment of environments) {
      await folder(company, project.id, environment, '/', 'api');
      await folder(company, project.id, environment, '/api', 'keys');
      for (const path of paths)
        for (const key of keys) await company.secret(project.id, key, 'v', environment, path);
    }
    let number = 0;
    await fc.assert(
      fc.asyncProperty(world, async (wanted) => {
        number++;
        await furnish(project.id, wanted, number);
        for (const person of people) {
          await secretsAgree(person, project.id);
          await foldersAgree(person, project.id, deniesNames(wanted));
        }
        await reachersAgree(project.id);
        await clear(project.id);
      }),
      // The same worlds in each short run; others in each longer one.
      longer === undefined ? { numRuns: 6, seed: 17 } : { numRuns: Number(longer) },
    );
  });

  async function furnish(
    projectId: string,
    { roles, groups: wanted, direct }: typeof world extends fc.Arbitrary<infer W> ? W : never,
    number: number,
  ) {
    const slugs: string[] = [];
    for (const [index, rules] of roles.entries()) {
      const sent = rules.map(fitting);
      slugs.push((await company.role(`r${number}-${index}`, sent, projectId)).slug);
    }
    for (const [index, [role, ada, alan]] of wanted.entries()) {
      const group = await company.group(`World ${number} ${index}`);
      if (ada) await company.join(group, people[0] as Person);
      if (alan) await company.join(group, people[1] as Person);
      const slug = slugs[role];
      if (slug) await company.addGroup({ id: projectId }, group, slug);
    }
    if (direct) await company.addUser({ id: projectId }, people[0] as Person, direct);
  }

  async function clear(projectId: string) {
    const params = { projectId };
    for (const { groupId } of (await company.admin.call(memberships.listProjectGroups, { params }))
      .groupMemberships) {
      await company.removeGroup({ id: projectId }, { id: groupId });
      await company.admin.call(groups.deleteGroup, { params: { id: groupId } });
    }
    for (const { userId } of (await company.admin.call(memberships.listProjectUsers, { params }))
      .memberships)
      if (userId !== company.adminId)
        await company.admin.call(memberships.removeProjectUser, { params: { projectId, userId } });
  }

  async function secretsAgree(person: Person, projectId: string) {
    for (const environment of environments) {
      const listed = await call(sender(house.url, person.token), secrets.listSecrets, {
        query: { projectId, environment, secretPath: '/', recursive: 'true' },
      }).then(
        (answer) =>
          answer.secrets.map((one) =>
            [one.secretPath, one.secretKey, one.secretValueHidden].join(' '),
          ),
        () => [],
      );
      const checked: string[] = [];
      for (const path of paths)
        for (const key of keys) {
          const attributes = { environment, secretPath: path, secretName: key, secretTags: [] };
          if (!(await check(person, projectId, 'secrets', 'describeSecret', attributes))) continue;
          checked.push(
            [path, key, !(await check(person, projectId, 'secrets', 'readValue', attributes))].join(
              ' ',
            ),
          );
        }
      assert.deepEqual(listed.sort(), checked.sort());
    }
  }

  /** A folder is listed when it may be read, or leads to one that may or to a secret that is seen. */
  async function foldersAgree(person: Person, projectId: string, namesDenied: boolean) {
    const listed = await call(sender(house.url, person.token), secrets.listFolders, {
      query: { projectId, environment: 'dev', path: '/', recursive: 'true' },
    }).then(
      (answer) => answer.folders.map(({ path }) => path),
      () => [],
    );
    const sees = async (secretPath: string): Promise<boolean> => {
      const place = { environment: 'dev', secretPath };
      if (await check(person, projectId, 'secret-folders', 'read', place)) return true;
      for (const secretName of keys) {
        const one = { ...place, secretName, secretTags: [] };
        if (await check(person, projectId, 'secrets', 'describeSecret', one)) return true;
      }
      return false;
    };
    const seen: string[] = [];
    for (const path of paths) if (await sees(path)) seen.push(path);
    const checked = paths.slice(1).filter((path) => seen.some((one) => one.startsWith(path)));
    // Where secrets are denied by name, a folder is shown though all that is in it may be denied.
    if (namesDenied) assert.ok(checked.every((path) => listed.some((one) => one === path)));
    else assert.deepEqual(listed.sort(), checked.sort());
  }

  async function reachersAgree(projectId: string) {
    const reach = await company.admin.call(access.listProjectAccess, { params: { projectId } });
    const listed = reach.members.map(({ principal }) => principal.id).sort();
    const checked: string[] = [company.adminId];
    for (const person of people) {
      const mine = (await person.call(projects.listProjects)).projects.map(({ id }) => id);
      const one = await person.call(projects.getProject, { params: { projectId } }).then(
        () => true,
        () => false,
      );
      assert.equal(mine.includes(projectId), one);
      if (one) checked.push(person.id);
    }
    assert.deepEqual(listed, checked.sort());
  }
});

const folder = (
  company: Company,
  projectId: string,
  environment: string,
  path: string,
  name: string,
) => company.admin.call(secrets.createFolder, { body: { projectId, environment, path, name } });
