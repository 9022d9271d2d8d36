import { added, type Change } from '../../kernel/src/index.ts';
import { groupsOfAUser, isSuspended, now, type Organization, validityOf } from './organization.ts';
import { randomFrom, uuidFrom } from './random.ts';

/** Facts are made and applied so many at a time, as a server that loads would. */
const slice = 10_000;

/** Everything but who is in which group. */
export function* factsBesideEdges(organization: Organization, seed = 3): Iterable<Change[]> {
  const random = randomFrom(seed);
  const { users, groups, projects, roles, grants } = organization;
  yield groups.map((id, index) =>
    added('group', {
      id,
      name: id,
      slug: id,
      description: null,
      role: 'no-access',
      status: isSuspended(index) ? 'suspended' : 'active',
    }),
  );
  yield projects.map((id) => added('project', { id, name: id, slug: id }));
  yield roles.map((role) => added('role', role));
  yield grants.map(({ role, project, ...grant }) =>
    added('grant', {
      ...grant,
      id: uuidFrom(random),
      membership: uuidFrom(random),
      project: projects[project] as string,
      role: roles[role]?.id ?? null,
      rules: null,
      slug: null,
      range: null,
      createdAt: now,
    }),
  );
  for (let from = 0; from < users.length; from += slice)
    yield users.slice(from, from + slice).map((id) =>
      added('member', {
        id,
        membership: uuidFrom(random),
        kind: 'user',
        status: 'active',
        roles: ['member'],
      }),
    );
}

/** Who is in which group, and which group in which. */
export function* edgeFacts(organization: Organization, seed = 4): Iterable<Change[]> {
  const random = randomFrom(seed);
  const { users, groups, groupsOfUsers, parents } = organization;
  const edge = (member: string, group: number, memberKind: 'principal' | 'group', index: number) =>
    added('edge', {
      id: uuidFrom(random),
      group: groups[group] as string,
      member,
      memberKind,
      source: index % 3 === 0 ? 'manual' : 'scim',
      reason: null,
      addedBy: users[0] as string,
      addedAt: now - index,
      ...(memberKind === 'group' ? { from: null, until: null } : validityOf(index)),
    });
  yield Array.from(parents, (parent, group) => ({ parent, id: groups[group] as string })).flatMap(
    ({ parent, id }, index) => (parent < 0 ? [] : [edge(id, parent, 'group', index)]),
  );
  for (let from = 0; from < groupsOfUsers.length; from += slice)
    yield Array.from(groupsOfUsers.subarray(from, from + slice), (group, i) =>
      edge(users[Math.floor((from + i) / groupsOfAUser)] as string, group, 'principal', from + i),
    );
}

export const edgeCount = ({ groupsOfUsers, parents }: Organization): number =>
  groupsOfUsers.length + parents.reduce((sum, parent) => sum + Number(parent >= 0), 0);
