import fc, { type Arbitrary } from 'fast-check'
import type { Edge, Grant, Group, Id, Instant, Member, Role, RoleRef, Rule, Validity } from '../src/facts.ts'
import { edgeOf, grantOf, groupOf, memberOf, projectOf, roleOf } from './build.ts'
import type { Question, Snapshot } from './oracle.ts'
import { acts, attributes, rules } from './rules.ts'

/** Random worlds that could have been written: no cycle, one edge a source for a pair, no empty window. */

const users = ['ann', 'ben', 'cleo', 'dan', 'eve']
const machines = ['ci', 'deploy', 'backup']
const groupIds = ['g0', 'g1', 'g2', 'g3', 'g4', 'g5', 'g6', 'g7']
const projectIds = ['P0', 'P1', 'P2', 'P3']
const sources = ['manual', 'scim', 'oidc', 'rule'] as const
const projectRoleIds = (project: Id): Id[] => [`${project}-A`, `${project}-B`]

/** Windows open and close at these; questions are asked at them, between and beyond. */
const instants: readonly Instant[] = [10, 20, 30, 40]
export const moments: Arbitrary<Instant> = fc.constantFrom(5, 10, 15, 20, 25, 30, 39, 40, 45)

const mostly = <T>(weight: number, usual: Arbitrary<T>, seldom: Arbitrary<T>): Arbitrary<T> =>
  fc.oneof({ weight, arbitrary: usual }, { weight: 1, arbitrary: seldom })

export const validities: Arbitrary<Validity> = mostly(
  2,
  fc.constant({ from: null, until: null }),
  fc
    .record({ from: fc.constantFrom(null, ...instants), until: fc.constantFrom(null, ...instants) })
    .filter(({ from, until }) => from === null || until === null || from < until),
)

/** Some refs lead nowhere: a role of another level, of another project, or of nobody. */
const organizationRoles: Arbitrary<RoleRef> = mostly(
  5,
  fc.constantFrom('no-access', 'member', 'admin', 'R0', 'R1'),
  fc.constantFrom('viewer', 'P0-A', 'gone'),
)
export const projectRoles = (project: Id): Arbitrary<RoleRef> =>
  mostly(
    5,
    fc.constantFrom('admin', 'member', 'viewer', ...projectRoleIds(project)),
    fc.constantFrom('no-access', 'P0-A', 'R0', 'gone'),
  )

const memberCalled = (id: Id): Arbitrary<Member> => {
  const [kind, off] = machines.includes(id)
    ? (['machineIdentity', 'suspended'] as const)
    : (['user', 'invited'] as const)
  const status = mostly(7, fc.constant('active'), fc.constantFrom('suspended', off))
  const roles = fc.uniqueArray(organizationRoles, { minLength: 1, maxLength: 2 })
  return fc.record({ status, roles }).map((given) => memberOf(id, { kind, ...given }))
}

const groupCalled = (id: Id): Arbitrary<Group> =>
  fc
    .record({
      status: mostly<Group['status']>(7, fc.constant('active'), fc.constant('suspended')),
      role: organizationRoles,
    })
    .map((given) => groupOf(id, given))

const roleCalled = (id: Id, project: Id | null): Arbitrary<Role> =>
  rules(project).map((some) => roleOf(id, project, some))

/** One arbitrary for each of some of the ids. */
const someOf = <T>(ids: readonly Id[], least: number, called: (id: Id) => Arbitrary<T>): Arbitrary<T[]> =>
  fc.subarray([...ids], { minLength: least }).chain((some) => fc.tuple(...some.map(called)))

const roles: Arbitrary<Role[]> = fc
  .tuple(
    someOf(['R0', 'R1'], 0, (id) => roleCalled(id, null)),
    someOf(projectIds.flatMap(projectRoleIds), 4, (id) => roleCalled(id, id.slice(0, 2))),
  )
  .map((both) => both.flat())

type Things = Pick<Snapshot, 'members' | 'groups' | 'projects' | 'roles'>
const things: Arbitrary<Things> = fc.record({
  members: someOf([...users, ...machines], 2, memberCalled),
  groups: someOf(groupIds, 2, groupCalled),
  projects: fc.subarray(projectIds, { minLength: 1, maxLength: 3 }).map((ids) => ids.map(projectOf)),
  roles,
})

const oneOf = (some: readonly { id: Id }[]): Arbitrary<Id> => fc.constantFrom(...some.map(({ id }) => id))

/** A group is put only into groups named before it, so that no cycle can arise. */
export function edgesIn({ members, groups }: Things): Arbitrary<Edge> {
  const person = fc.record({
    member: oneOf(members),
    group: oneOf(groups),
    memberKind: fc.constant<Edge['memberKind']>('principal'),
  })
  const nested = fc
    .uniqueArray(oneOf(groups), { minLength: 2, maxLength: 2 })
    .map(([a = '', b = '']) => ({ member: a > b ? a : b, group: a > b ? b : a, memberKind: 'group' as const }))
  return fc
    .tuple(fc.oneof(person, nested), fc.constantFrom(...sources), validities)
    .map(([pair, source, window]) => edgeOf(pair.member, pair.group, { ...pair, source, ...window }))
}

export function grantsIn({ members, groups, projects }: Things): Arbitrary<Grant> {
  const holders = mostly(
    2,
    fc.record({ holder: oneOf(groups), holderKind: fc.constant<Grant['holderKind']>('group') }),
    fc.record({ holder: oneOf(members), holderKind: fc.constant<Grant['holderKind']>('principal') }),
  )
  return oneOf(projects).chain((project) =>
    fc
      .tuple(holders, mostly<RoleRef | Rule[]>(3, projectRoles(project), rules(project)), validities)
      .map(([held, what, window]) => grantOf(held.holder, project, what, { ...held, ...window })),
  )
}

/** Numbered ids let the same holder have the same role twice. */
const numbered = <T extends { id: Id }>(all: readonly T[]): T[] =>
  all.map((one, n) => ({ ...one, id: `${n}: ${one.id}` }))

export const worlds: Arbitrary<Snapshot> = things.chain((given) =>
  fc.record({
    edges: fc.uniqueArray(edgesIn(given), { selector: ({ id }) => id, maxLength: 24, size: 'max' }),
    grants: fc.array(grantsIn(given), { maxLength: 24, size: 'max' }).map(numbered),
  }).map((links) => ({ ...given, ...links })),
)

/** Questions that the world has something to say about, and now and then one about what is not there. */
export const questionsIn = ({ members, projects }: Snapshot): Arbitrary<Question> =>
  fc
    .oneof(
      { weight: 12, arbitrary: oneOf(projects) },
      { weight: 4, arbitrary: fc.constant(null) },
      { weight: 1, arbitrary: fc.constantFrom('P0', 'P3', 'gone') },
    )
    .chain((project) =>
      fc
        .record({ act: acts(project), principal: mostly(15, oneOf(members), fc.constantFrom('ann', 'gone', 'g0')), attributes })
        .map(({ act, principal, attributes: given }) => ({
          principal,
          project,
          ...act,
          ...(given === undefined ? {} : { attributes: given }),
        })),
    )
