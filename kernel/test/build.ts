import type { Level, Snapshot } from '../spec/oracle.ts';
import type {
  Edge,
  Grant,
  Group,
  Id,
  Manager,
  Member,
  Project,
  Role,
  RoleRef,
  Rule,
} from '../src/facts.ts';
import { builtInRoles } from '../src/vocabulary.ts';

/** Facts with everything filled in that a test does not care about. */

export const memberOf = (id: Id, given: Partial<Member> = {}): Member => ({
  id,
  membership: `membership of ${id}`,
  kind: 'user',
  status: 'active',
  roles: ['no-access'],
  ...given,
});

export const groupOf = (id: Id, given: Partial<Group> = {}): Group => ({
  id,
  name: id,
  slug: id.toLowerCase(),
  description: null,
  role: 'no-access',
  status: 'active',
  ...given,
});

export const edgeOf = (member: Id, group: Id, given: Partial<Edge> = {}): Edge => ({
  id: `${member} in ${group} by ${given.source ?? 'manual'}`,
  group,
  member,
  memberKind: 'principal',
  source: 'manual',
  reason: null,
  addedBy: null,
  addedAt: 0,
  from: null,
  until: null,
  ...given,
});

export const projectOf = (id: Id): Project => ({ id, name: id, slug: id.toLowerCase() });

/** `what` is the role granted, or the rules of an additional privilege. */
export const grantOf = (
  holder: Id,
  project: Id,
  what: RoleRef | readonly Rule[],
  given: Partial<Grant> = {},
): Grant => ({
  id: `${holder} has ${typeof what === 'string' ? what : 'a privilege'} on ${project}`,
  membership: `${holder} on ${project}`,
  project,
  holder,
  holderKind: 'principal',
  role: typeof what === 'string' ? what : null,
  rules: typeof what === 'string' ? null : what,
  slug: typeof what === 'string' ? null : 'a-privilege',
  range: null,
  createdAt: 0,
  from: null,
  until: null,
  ...given,
});

export const managerOf = (holder: Id, group: Id, given: Partial<Manager> = {}): Manager => ({
  id: `${holder} manages ${group}`,
  group,
  holder,
  kind: 'member',
  holderKind: 'principal',
  addedBy: null,
  addedAt: 0,
  ...given,
});

export const roleOf = (id: Id, project: Id | null, rules: readonly Rule[]): Role => ({
  id,
  project,
  name: id,
  slug: id.toLowerCase(),
  description: null,
  rules,
});

export const emptySnapshot: Snapshot = {
  members: [],
  groups: [],
  edges: [],
  projects: [],
  grants: [],
  roles: [],
  managers: [],
};

export const builtInRules = (ref: RoleRef, level: Level): readonly Rule[] | undefined =>
  builtInRoles(level).find(({ slug }) => slug === ref)?.rules;
