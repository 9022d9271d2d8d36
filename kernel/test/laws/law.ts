import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc, { type Arbitrary } from 'fast-check';
import { mayOracle, type Snapshot } from '../../spec/oracle.ts';
import type { FactKind, Facts } from '../../src/index.ts';
import {
  added,
  type Change,
  type Command,
  decide,
  type Id,
  type Instant,
  plan,
  type Refusal,
  removed,
  World,
} from '../../src/index.ts';
import { builtInRules, memberOf } from '../build.ts';
import { type Ask, principals } from '../worlds.ts';

const longer = process.env.COTERIE_LAW_RUNS;
export const numRuns = Number(longer ?? 500);
/** The same worlds in each short run, so that what it says is about the change at hand; others in each longer one. */
const seed = longer === undefined ? { seed: 17 } : {};

/** A test that holds for whatever is drawn. Set COTERIE_LAW_RUNS to look longer, and elsewhere. */
export function law<T extends unknown[]>(
  title: string,
  drawn: { [K in keyof T]: Arbitrary<T[K]> },
  holds: (...given: T) => void,
  runs = numRuns,
): void {
  test(title, () => {
    fc.assert(
      fc.property(fc.tuple<T>(...drawn), (given) => holds(...given)),
      { numRuns: Math.ceil(runs), ...seed },
    );
  });
}

/** As many routes as anyone reads: of more than these a list may leave some out. */
export const mostShown = 100;

/** Everyone whom a law asks about, some of whom are not there. */
export const everyone: readonly Id[] = [...principals, 'root', 'newcomer', 'gone'];

export const tables = {
  member: 'members',
  group: 'groups',
  edge: 'edges',
  project: 'projects',
  grant: 'grants',
  role: 'roles',
  manager: 'managers',
} as const satisfies Record<FactKind, keyof Snapshot>;
export const kinds = Object.keys(tables) as FactKind[];

export const additionsOf = (snapshot: Snapshot): Change[] =>
  kinds.flatMap((kind) =>
    snapshot[tables[kind]].map((fact) => added(kind, fact as Facts[typeof kind])),
  );

export const worldOf = (snapshot: Snapshot): World => new World().apply(additionsOf(snapshot));

/** The facts of a world, in an order that does not depend on how it came about. */
export const factsOf = (world: World): Snapshot => {
  const sorted = <K extends FactKind>(kind: K): Facts[K][] =>
    [...world.all(kind)].sort((a, b) => (a.id < b.id ? -1 : 1));
  return {
    members: sorted('member'),
    groups: sorted('group'),
    edges: sorted('edge'),
    projects: sorted('project'),
    grants: sorted('grant'),
    roles: sorted('role'),
    managers: sorted('manager'),
  };
};

export const answersFor = (world: World, principal: Id, asks: readonly Ask[], at: Instant) =>
  asks.map((ask) => decide(world, { principal, ...ask }, at));

export const answers = (world: World, asks: readonly Ask[], at: Instant) =>
  everyone.map((principal) => answersFor(world, principal, asks, at));

export const expected = (snapshot: Snapshot, asks: readonly Ask[], at: Instant) =>
  everyone.map((principal) =>
    asks.map((ask) => mayOracle(snapshot, { principal, ...ask }, at, builtInRules)),
  );

/** Facts put in the place of those with the same id. */
export function withFacts(snapshot: Snapshot, facts: Partial<Snapshot>): Snapshot {
  const merged = kinds.map((kind) => {
    const fresh: readonly { id: Id }[] = facts[tables[kind]] ?? [];
    const kept = snapshot[tables[kind]].filter(({ id }) => !fresh.some((one) => one.id === id));
    return [tables[kind], [...kept, ...fresh]];
  });
  return Object.fromEntries(merged) as Snapshot;
}

/** With a user who is its admin for ever, so that no removal is refused for the want of one. */
export const withRoot = (snapshot: Snapshot): Snapshot =>
  withFacts(snapshot, { members: [memberOf('root', { roles: ['admin'] })] });

/** Plans as the product itself, which may do anything that leaves the world whole. */
export function planned(world: World, command: Command, at: Instant): Change[] | Refusal {
  const outcome = plan(world, command, 'system', at);
  return 'refusal' in outcome ? outcome.refusal : outcome.changes;
}

/** Plans and applies; a refusal fails the test. */
export function carryOut(world: World, command: Command, at: Instant): Change[] {
  const outcome = planned(world, command, at);
  assert.ok(Array.isArray(outcome), `refused: ${JSON.stringify(outcome)}`);
  world.apply(outcome);
  return outcome;
}

export const without = <K extends FactKind>(world: World, kind: K, id: Id): World => {
  const fact = world.get(kind, id);
  return fact ? world.apply([removed(kind, fact)]) : world;
};

/** Without what is named by nobody's role: the database keeps no such rows, and a role that comes later would fill them. */
export function rooted(snapshot: Snapshot): Snapshot {
  const isRole = (ref: string | null) =>
    ref === null || !/^(R\d|P\d-.*)$/.test(ref) || snapshot.roles.some(({ id }) => id === ref);
  return {
    ...snapshot,
    members: snapshot.members.map((one) => ({
      ...one,
      roles: one.roles.map((role) => (isRole(role) ? role : 'no-access')),
    })),
    groups: snapshot.groups.map((one) => (isRole(one.role) ? one : { ...one, role: 'no-access' })),
    grants: snapshot.grants.filter(({ role }) => isRole(role)),
  };
}
