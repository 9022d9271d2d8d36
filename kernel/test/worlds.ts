import fc, { type Arbitrary } from 'fast-check';
import type { Question, Snapshot } from '../spec/oracle.ts';
import type {
  Edge,
  Grant,
  Group,
  Id,
  Instant,
  Manager,
  Member,
  Role,
  RoleRef,
  Validity,
} from '../src/facts.ts';
import { edgeOf, grantOf, groupOf, managerOf, memberOf, projectOf, roleOf } from './build.ts';
import { acts, attributes, rules } from './rules.ts';

/**
 * Random worlds that could have been written: no cycle, one edge a source for a pair, no empty window. Drawn flat, from a
 * fixed cast of which some are absent, so that a failing world shrinks to the few facts that matter.
 */

const users = ['ann', 'ben', 'cleo', 'dan'];
const machines = ['ci', 'deploy'];
export const principals = [...users, ...machines];
export const groups = ['g0', 'g1', 'g2', 'g3', 'g4'];
export const projects = ['P0', 'P1', 'P2'];
const sources = ['manual', 'scim', 'oidc', 'rule'] as const;

/** Windows open and close at these; questions are asked at them, between and beyond. */
const instants: readonly Instant[] = [10, 20, 30, 40];
export const moments: Arbitrary<Instant> = fc.constantFrom(5, 10, 15, 20, 25, 30, 39, 40, 45);

const among = <T>(...pool: readonly T[]): Arbitrary<T> => fc.constantFrom(...pool);
const mostly = <T>(weight: number, usual: Arbitrary<T>, seldom: Arbitrary<T>): Arbitrary<T> =>
  fc.oneof({ weight, arbitrary: usual }, { weight: 1, arbitrary: seldom });
const someOf = <T>(all: Arbitrary<T>[]): Arbitrary<T[]> =>
  fc
    .tuple(...all.map((one) => fc.option(one, { freq: 12 })))
    .map((drawn) => drawn.filter((one) => one !== null));

const always: Validity = { from: null, until: null };
const windows: Validity[] = [null, ...instants].flatMap((from) =>
  [...instants, null]
    .filter((until) => from === null || until === null || from < until)
    .map((until) => ({ from, until })),
);
export const validities: Arbitrary<Validity> = mostly(2, among(always), among(...windows));

/** Some refs lead nowhere: a role of the other level, of another project, or of nobody. */
export const organizationRoles: Arbitrary<RoleRef> = among(
  ...['no-access', 'member', 'admin', 'R0', 'R0', 'R1', 'R1', 'viewer', 'P0-A', 'gone'],
);
const ownRoles = ['admin', 'admin', 'member', 'viewer', 'A', 'A', 'B', 'B'];
const lostRoles = ['no-access', 'P0-A', 'R0', 'gone'];

const memberCalled = (id: Id): Arbitrary<Member> => {
  const machine = machines.includes(id);
  const off: Member['status'][] = machine ? ['suspended'] : ['suspended', 'invited'];
  return fc
    .record({
      status: mostly<Member['status']>(6, among('active'), among(...off)),
      roles: fc.uniqueArray(organizationRoles, { minLength: 1, maxLength: 2 }),
    })
    .map((given) => memberOf(id, { kind: machine ? 'machineIdentity' : 'user', ...given }));
};

const groupCalled = (id: Id): Arbitrary<Group> =>
  fc
    .record({
      status: mostly<Group['status']>(6, among('active'), among('suspended')),
      role: organizationRoles,
    })
    .map((given) => groupOf(id, given));

const roles: Arbitrary<Role[]> = someOf([
  ...['R0', 'R1'].map((id) => rules('organization').map((all) => roleOf(id, null, all))),
  ...projects.flatMap((project) =>
    ['A', 'B'].map((id) => rules('project').map((all) => roleOf(`${project}-${id}`, project, all))),
  ),
]);

/** A group is put only into groups named before it, so that no cycle can arise. */
const pairs = [
  ...principals.flatMap((member) =>
    groups.map((group) => ({ member, group, memberKind: 'principal' as const })),
  ),
  ...groups.flatMap((member, n) =>
    groups.slice(0, n).map((group) => ({ member, group, memberKind: 'group' as const })),
  ),
];
export const edges: Arbitrary<Edge> = fc
  .tuple(among(...pairs), among(...sources), validities)
  .map(([pair, source, window]) => edgeOf(pair.member, pair.group, { ...pair, source, ...window }));

const holders = [
  ...principals.map((holder) => ({ holder, holderKind: 'principal' as const })),
  ...[...groups, ...groups].map((holder) => ({ holder, holderKind: 'group' as const })),
];
const refs = mostly(8, among(...ownRoles), among(...lostRoles));
export const grants: Arbitrary<Grant> = fc
  .tuple(
    among(...holders),
    among('P0', 'P0', ...projects),
    fc.oneof(refs, refs, rules('project')),
    validities,
  )
  .map(([held, project, what, window]) => {
    const given = what === 'A' || what === 'B' ? `${project}-${what}` : what;
    return grantOf(held.holder, project, given, { ...held, ...window });
  });

export const managers: Arbitrary<Manager> = fc
  .tuple(among(...holders), among(...groups))
  .filter(([{ holder }, group]) => holder !== group)
  .map(([held, group]) => managerOf(held.holder, group, { holderKind: held.holderKind }));

/** Numbered ids let the same holder have the same role twice. */
const numbered = (all: readonly Grant[]): Grant[] =>
  all.map((grant, n) => ({ ...grant, id: `${n}: ${grant.id}` }));

/** Without bias towards small values, which would leave half of the worlds almost empty. */
export const worlds: Arbitrary<Snapshot> = fc.noBias(
  fc
    .record(
      {
        members: someOf(principals.map(memberCalled)),
        groups: someOf(groups.map(groupCalled)),
        projects: someOf(projects.map((id) => among(projectOf(id)))),
        roles,
        edges: fc.uniqueArray(edges, { selector: ({ id }) => id, maxLength: 40, size: 'max' }),
        grants: fc.array(grants, { maxLength: 60, size: 'max' }).map(numbered),
        managers: fc.uniqueArray(managers, { selector: ({ id }) => id, maxLength: 6 }),
      },
      { noNullPrototype: true },
    )
    .map(withoutStrays),
);

/** Takes away what speaks of members, groups and projects that are not there. */
export function withoutStrays(world: Snapshot): Snapshot {
  const ids = new Set([world.members, world.groups, world.projects].flat().map(({ id }) => id));
  return {
    ...world,
    roles: world.roles.filter(({ project }) => project === null || ids.has(project)),
    edges: world.edges.filter(({ member, group }) => ids.has(member) && ids.has(group)),
    grants: world.grants.filter(({ holder, project }) => ids.has(holder) && ids.has(project)),
    managers: world.managers.filter(({ holder, group }) => ids.has(holder) && ids.has(group)),
  };
}

/** A question that can be asked of everyone. */
export type Ask = Omit<Question, 'principal'>;

const ask: Arbitrary<Ask> = fc
  .tuple(
    fc.oneof(
      {
        weight: 3,
        arbitrary: fc.tuple(among('P0', ...projects, ...projects, 'gone'), acts('project')),
      },
      { weight: 1, arbitrary: fc.tuple(among(null), acts('organization')) },
    ),
    fc.option(attributes, { nil: undefined, freq: 12 }),
  )
  .map(([[project, act], told]) => ({
    project,
    ...act,
    ...(told === undefined ? {} : { attributes: told }),
  }));

export const asks: Arbitrary<Ask[]> = fc.array(ask, { minLength: 1, maxLength: 6, size: 'max' });
