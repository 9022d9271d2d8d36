import type { Conditions, Role, Rule, Validity } from '../../kernel/src/index.ts';
import { among, distinct, randomFrom, uuidFrom, zipf } from './random.ts';

export type BenchGrant = Validity & {
  holder: string;
  holderKind: 'principal' | 'group';
  project: number;
  role: number;
};

/** A made-up organization, held as numbers until somebody wants facts of it: users, groups and projects by index. */
export type Organization = {
  users: readonly string[];
  groups: readonly string[];
  projects: readonly string[];
  /** Five groups a user. */
  groupsOfUsers: Int32Array;
  /** The group that a group is in, -1 for none. */
  parents: Int32Array;
  roles: readonly Role[];
  grants: readonly BenchGrant[];
};

/** Every question is asked at this moment. */
export const now = Date.UTC(2026, 0, 1);
const day = 86_400_000;

export const groupsOfAUser = 5;
const groupGrants = 10;
const directGrants = 20;
const rolesOfAProject = 3;

/** Of every fifty edges or grants one is over, and of every twenty one has still a month to go. */
export function validityOf(index: number): Validity {
  if (index % 50 === 7) return { from: null, until: now - day };
  return index % 20 === 3
    ? { from: now - day, until: now + 30 * day }
    : { from: null, until: null };
}
export const isOver = ({ until }: Validity): boolean => until !== null && until <= now;
export const isSuspended = (group: number): boolean => group % 50 === 11;

/** Users, a hundredth as many groups and as many projects; who is where is skewed as in life (Zipf). */
export function organizationOf(users: number, seed = 1): Organization {
  const random = randomFrom(seed);
  const ids = (count: number) => Array.from({ length: count }, () => uuidFrom(random));
  const few = Math.max(20, Math.round(users / 100));
  const organization = { users: ids(users), groups: ids(few), projects: ids(few) };
  const groups = zipf(random, few);
  const members = zipf(random, users);
  const groupsOfUsers = new Int32Array(users * groupsOfAUser);
  for (let user = 0; user < users; user++)
    groupsOfUsers.set(distinct(groups, groupsOfAUser), user * groupsOfAUser);
  // A fifth of the groups are in one that was made before them.
  const parents = Int32Array.from({ length: few }, (_, group) =>
    group % 5 === 4 ? Math.floor(random() * group) : -1,
  );
  const roles = organization.projects.flatMap((project) =>
    Array.from({ length: rolesOfAProject }, (_, kind) => roleOf(random, project, kind)),
  );
  const grants: BenchGrant[] = [];
  organization.projects.forEach((_, project) => {
    const give = (holder: string, holderKind: BenchGrant['holderKind']) => {
      const role = project * rolesOfAProject + Math.floor(random() * rolesOfAProject);
      grants.push({ holder, holderKind, project, role, ...validityOf(grants.length) });
    };
    for (const group of distinct(groups, groupGrants))
      give(organization.groups[group] as string, 'group');
    for (const user of distinct(members, directGrants))
      give(organization.users[user] as string, 'principal');
  });
  return { ...organization, groupsOfUsers, parents, roles, grants };
}

export const environments = ['dev', 'staging', 'prod'];
const folders = ['/api', '/web', '/jobs/nightly', '/locked'];

/** Eight rules: without conditions, by environment, or by environment and path, and then with a deny. */
function roleOf(random: () => number, project: string, kind: number): Role {
  const id = uuidFrom(random);
  const environment = among(random, environments);
  const glob = { $glob: `${among(random, folders)}/**` };
  const choices: (Conditions | undefined)[] = [
    undefined,
    { environment },
    { environment, secretPath: glob },
  ];
  const conditions = choices[kind];
  const where = conditions ? { conditions } : {};
  const crud = ['read', 'create', 'edit', 'delete'];
  const deny: Rule = {
    subject: 'secrets',
    action: ['edit', 'delete'],
    inverted: true,
    conditions: { environment: { $in: ['staging', 'prod'] }, secretPath: { $glob: '/locked/**' } },
  };
  const rules: Rule[] = [
    { subject: 'secrets', action: ['describeSecret', 'readValue'], ...where },
    { subject: 'secrets', action: ['create', 'edit'], ...where },
    {
      subject: 'secrets',
      action: 'delete',
      conditions: { environment: { $in: ['dev', environment] } },
    },
    { subject: 'secret-folders', action: crud },
    { subject: 'secret-imports', action: ['read'] },
    { subject: 'member', action: ['read'] },
    { subject: 'environments', action: ['read'] },
    kind === 2 ? deny : { subject: 'tags', action: ['read', 'create'] },
  ];
  return { id, project, name: id, slug: id, description: null, rules };
}

export const paths = [
  '/',
  '/api',
  '/api/v2',
  '/web/shop/cart',
  '/jobs',
  '/jobs/nightly/x',
  '/locked/a',
];
