import fc, { type Arbitrary } from 'fast-check';
import type { Snapshot } from '../../spec/oracle.ts';
import {
  added,
  altered,
  type Change,
  type FactKind,
  type Facts,
  type Rule,
  removed,
} from '../../src/index.ts';
import { rules } from '../rules.ts';
import { edges, grants, withoutStrays } from '../worlds.ts';
import { kinds, tables, withFacts } from './law.ts';

/** What happens to a world: some facts go, some are altered, others come. */
type Moves = {
  gone: readonly number[];
  turned: readonly number[];
  rules: readonly Rule[];
  fresh: Pick<Snapshot, 'edges' | 'grants'>;
};

const distinct = { selector: ({ id }: { id: string }) => id, maxLength: 3 };
const some = fc.array(fc.nat(), { maxLength: 3 });
export const moves: Arbitrary<Moves> = fc.record({
  gone: some,
  turned: some,
  rules: rules('project'),
  fresh: fc.record({
    edges: fc.uniqueArray(edges, distinct),
    grants: fc.uniqueArray(grants, distinct),
  }),
});

/** The world as it is afterwards. */
export function move(snapshot: Snapshot, { gone, turned, rules: others, fresh }: Moves): Snapshot {
  const all = kinds.flatMap((kind) => snapshot[tables[kind]].map(({ id }) => id));
  const [lost, changed] = [gone, turned].map((some) => some.map((n) => all[n % all.length]));
  const left = mapFacts(snapshot, (facts) => facts.filter(({ id }) => !lost?.includes(id)));
  const isChanged = ({ id }: { id: string }) => changed?.includes(id) === true;
  return withoutStrays({
    ...withFacts(left, fresh),
    members: left.members.map((one) => (isChanged(one) ? { ...one, roles: ['member'] } : one)),
    groups: left.groups.map((one) =>
      isChanged(one) ? { ...one, status: turnedStatus[one.status] } : one,
    ),
    roles: left.roles.map((one) =>
      isChanged(one) && one.project !== null ? { ...one, rules: others } : one,
    ),
  });
}

const turnedStatus = { active: 'suspended', suspended: 'active' } as const;

const mapFacts = (
  snapshot: Snapshot,
  map: <T extends { id: string }>(facts: readonly T[]) => T[],
): Snapshot => ({
  members: map(snapshot.members),
  groups: map(snapshot.groups),
  edges: map(snapshot.edges),
  projects: map(snapshot.projects),
  grants: map(snapshot.grants),
  roles: map(snapshot.roles),
  managers: map(snapshot.managers),
});

export const changesBetween = (before: Snapshot, after: Snapshot): Change[] =>
  kinds.flatMap((kind) => changesOf(kind, factsIn(before, kind), factsIn(after, kind)));

const factsIn = <K extends FactKind>(snapshot: Snapshot, kind: K) =>
  snapshot[tables[kind]] as unknown as readonly Facts[K][];

function changesOf<K extends FactKind>(
  kind: K,
  was: readonly Facts[K][],
  is: readonly Facts[K][],
): Change[] {
  const same = (a: Facts[K]) => (b: Facts[K]) => a.id === b.id;
  return [
    ...was.filter((one) => !is.some(same(one))).map((one) => removed(kind, one)),
    ...is.flatMap((one) => {
      const before = was.find(same(one));
      if (before === undefined) return [added(kind, one)];
      return JSON.stringify(before) === JSON.stringify(one) ? [] : [altered(kind, before, one)];
    }),
  ];
}
