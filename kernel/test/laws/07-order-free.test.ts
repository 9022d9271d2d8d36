import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Snapshot } from '../../spec/oracle.ts';
import {
  added,
  type Change,
  explain,
  groupsThatGive,
  removed,
  World,
  whoCan,
} from '../../src/index.ts';
import { asks, moments, worlds } from '../worlds.ts';
import { additionsOf, answers, everyone, law, worldOf } from './law.ts';

law(
  'law 7, order-free: facts may come in any order, more than once, and be taken back in between',
  [worlds, fc.integer(), asks, moments],
  (snapshot, seed, asked, at) => {
    const changes = additionsOf(snapshot);
    const detours = changes.flatMap(({ kind, after }) =>
      after ? [added(kind, after), removed(kind, after)] : [],
    );
    const world = new World()
      .apply(shuffled(changes, seed))
      .apply(shuffled(detours, seed + 1))
      .apply(shuffled([...changes, ...changes], seed + 2));
    assert.deepEqual(answers(world, asked, at), answers(worldOf(snapshot), asked, at));
  },
);

law(
  'law 7, order-free: the order in which members, rules and roles are listed changes nothing',
  [worlds, asks, moments],
  (snapshot, asked, at) => {
    const [world, turned] = [worldOf(snapshot), worldOf(reversed(snapshot))];
    assert.deepEqual(answers(turned, asked, at), answers(world, asked, at));
    for (const ask of asked) {
      assert.deepEqual(whoCan(turned, ask, at).sort(), whoCan(world, ask, at).sort());
      for (const principal of everyone) {
        const [one, other] = [world, turned].map((w) => explain(w, { principal, ...ask }, at));
        assert.deepEqual(one?.because, other?.because);
        const [own, others] = [world, turned].map((w) =>
          groupsThatGive(w, { principal, ...ask }, at).sort(),
        );
        assert.deepEqual(own, others);
      }
    }
  },
);

law(
  'law 7, order-free: the same edge or grant twice is as good as once',
  [worlds, asks, moments],
  (snapshot, asked, at) => {
    const again = <T extends { id: string }>(fact: T): T => ({ ...fact, id: `again: ${fact.id}` });
    const twice = {
      ...snapshot,
      edges: [...snapshot.edges, ...snapshot.edges.map(again)],
      grants: [...snapshot.grants, ...snapshot.grants.map(again)],
    };
    assert.deepEqual(answers(worldOf(twice), asked, at), answers(worldOf(snapshot), asked, at));
  },
);

const reversed = (snapshot: Snapshot): Snapshot => ({
  members: snapshot.members.map((one) => ({ ...one, roles: one.roles.toReversed() })).reverse(),
  groups: snapshot.groups.toReversed(),
  edges: snapshot.edges.toReversed(),
  projects: snapshot.projects.toReversed(),
  grants: snapshot.grants
    .map((one) => ({ ...one, rules: one.rules?.toReversed() ?? null }))
    .reverse(),
  roles: snapshot.roles.map((one) => ({ ...one, rules: one.rules.toReversed() })).reverse(),
  managers: snapshot.managers.toReversed(),
});

/** By a number for each place that depends on the seed alone. */
function shuffled(changes: readonly Change[], seed: number): Change[] {
  const key = (n: number) => Math.imul((n + 1) ^ seed, 0x9e3779b1) >>> 0;
  return changes
    .map((change, n) => ({ change, at: key(n) ^ (key(n) >>> 15) }))
    .sort((a, b) => a.at - b.at)
    .map(({ change }) => change);
}
