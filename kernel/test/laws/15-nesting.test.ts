import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Snapshot } from '../../spec/oracle.ts';
import { decide, deepest, type Edge, explain, liveMembers, World } from '../../src/index.ts';
import { edgeOf, emptySnapshot, grantOf, groupOf, memberOf, projectOf } from '../build.ts';
import { additionsOf, law, planned, worldOf } from './law.ts';

const nest = (child: string, parent: string): Edge =>
  edgeOf(child, parent, { memberKind: 'group' });
const question = { principal: 'ann', project: 'P0', subject: 'secrets', action: 'describeSecret' };
const names = (count: number): string[] => Array.from({ length: count }, (_, n) => `s${n}`);

/** `ann` is in the first group, each group is in the next, the last has a role. */
function ladder(count: number): Snapshot {
  const steps = names(count);
  return {
    ...emptySnapshot,
    members: [memberOf('ann')],
    projects: [projectOf('P0')],
    groups: steps.map((id) => groupOf(id)),
    edges: [edgeOf('ann', 's0'), ...steps.slice(1).map((id, n) => nest(`s${n}`, id))],
    grants: [grantOf(`s${count - 1}`, 'P0', 'viewer', { holderKind: 'group' })],
  };
}

law(
  'law 15, nesting: a child’s members get what the parent has, through at most ten groups',
  [fc.integer({ min: 1, max: 14 })],
  (count) => {
    const world = worldOf(ladder(count));
    assert.equal(decide(world, question, 0), count <= 10);
    const { allowed, routes } = explain(world, question, 0);
    assert.equal(allowed, count <= 10);
    assert.equal(routes.length, count <= 10 ? 1 : 0);
    assert.equal(liveMembers(world, `s${count - 1}`, 0).has('ann'), count <= 10);
    assert.equal(deepest, 10);
  },
);

law(
  'law 15, nesting: the parent’s members get nothing of what the child has',
  [fc.integer({ min: 2, max: 5 })],
  (count) => {
    const { edges, grants, ...rest } = ladder(count);
    const onTop = { ...rest, edges: [...edges.slice(1), edgeOf('ann', `s${count - 1}`)] };
    const below = grants.map((grant) => ({ ...grant, holder: 's0' }));
    assert.equal(decide(worldOf({ ...onTop, grants: below }), question, 0), false);
  },
);

/** Mostly neighbours, so that long chains come about. */
const pair = fc.oneof(
  fc.nat(12).map((n) => [`s${n}`, `s${n + 1}`] as const),
  fc.tuple(fc.nat(13), fc.nat(13)).map(([a, b]) => [`s${a}`, `s${b}`] as const),
);

law(
  'law 15, nesting: a group is nested exactly when that closes no circle and makes no chain of more than ten',
  [fc.array(pair, { minLength: 10, maxLength: 40, size: 'max' })],
  (pairs) => {
    const world = worldOf({ ...emptySnapshot, groups: names(14).map((id) => groupOf(id)) });
    let written: Edge[] = [];
    for (const [child, parent] of pairs) {
      const wanted = [
        ...written.filter((one) => one.member !== child || one.group !== parent),
        nest(child, parent),
      ];
      const outcome = planned(world, { do: 'edge.add', edge: nest(child, parent) }, 0);
      const whole = !closesCircle(wanted) && longestChain(wanted) <= 10;
      assert.equal(Array.isArray(outcome), whole, JSON.stringify(outcome));
      if (!Array.isArray(outcome)) {
        assert.equal(outcome.reason, closesCircle(wanted) ? 'cycle' : 'tooDeep');
        continue;
      }
      world.apply(outcome);
      written = wanted;
    }
  },
);

const parents = (edges: readonly Edge[], group: string): string[] =>
  edges.filter(({ member }) => member === group).map((edge) => edge.group);

/** Peels off groups that have no parent left; what cannot be peeled off stands in a circle. */
function closesCircle(edges: readonly Edge[]): boolean {
  const left = edges.filter(({ group }) => parents(edges, group).length > 0);
  return left.length === edges.length ? edges.length > 0 : closesCircle(left);
}

/** In groups, of edges without a circle. */
function longestChain(edges: readonly Edge[]): number {
  const from = (group: string): number => 1 + Math.max(0, ...parents(edges, group).map(from));
  return Math.max(0, ...edges.map(({ member }) => from(member)));
}

class CountingWorld extends World {
  steps = 0;
  override edgesUp(member: string) {
    this.steps++;
    return super.edgesUp(member);
  }
  override edgesDown(group: string) {
    this.steps++;
    return super.edgesDown(group);
  }
}

test('law 15, nesting: the cost is bounded, though there are millions of chains', () => {
  const layers = names(10).map((layer) =>
    ['a', 'b', 'c', 'd', 'e'].map((name) => `${layer}${name}`),
  );
  const edges = layers.flatMap((layer, n) =>
    layer.flatMap((child) => (layers[n + 1] ?? []).map((parent) => nest(child, parent))),
  );
  const world = new CountingWorld().apply(
    additionsOf({
      ...emptySnapshot,
      members: [memberOf('ann')],
      projects: [projectOf('P0')],
      groups: layers.flat().map((id) => groupOf(id)),
      edges: [...edges, ...(layers[0] ?? []).map((group) => edgeOf('ann', group))],
      grants: [grantOf('s9a', 'P0', 'viewer', { holderKind: 'group' })],
    }),
  );
  assert.equal(decide(world, question, 0), true);
  assert.ok(world.steps <= 51, `${world.steps} steps for 50 groups and a principal`);
  const told = explain(world, question, 0);
  assert.equal(told.allowed, true);
  assert.ok(told.routes.length >= 100 && told.routes.length <= 200, `${told.routes.length} routes`);
  assert.deepEqual([...liveMembers(world, 's9a', 0)], ['ann']);
  assert.ok(world.steps <= 25_000, `${world.steps} steps`);
});
