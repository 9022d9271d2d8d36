import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { mayOracle, type Snapshot } from '../../spec/oracle.ts';
import { added, decide, liveRules, type Rule, removed } from '../../src/index.ts';
import {
  builtInRules,
  edgeOf,
  emptySnapshot,
  grantOf,
  groupOf,
  memberOf,
  projectOf,
} from '../build.ts';
import { asks, moments, worlds } from '../worlds.ts';
import { additionsOf, answers, expected, factsOf, law, worldOf } from './law.ts';

/** What was answered before is no reason for an answer: neither after a change nor at another moment. */

const steps = fc.array(fc.tuple(fc.nat(), moments), { minLength: 1, maxLength: 5 });

law(
  'law 14, one evaluator: asked again, after any change and at any moment, the answer is as if never asked before',
  [worlds, asks, steps],
  (snapshot, asked, drawn) => {
    const world = worldOf(snapshot);
    const facts = additionsOf(snapshot);
    for (const [n, at] of drawn) {
      assert.deepEqual(answers(world, asked, at), expected(factsOf(world), asked, at));
      const fact = facts[n % facts.length];
      if (!fact?.after) continue;
      const isThere = world.get(fact.kind, fact.after.id) !== undefined;
      world.apply([isThere ? ({ ...fact, before: fact.after, after: null } as typeof fact) : fact]);
      assert.deepEqual(answers(world, asked, at), expected(factsOf(world), asked, at));
    }
  },
);

const read: Rule = { subject: 'secrets', action: 'edit' };
const users = Array.from({ length: 300 }, (_, n) => `u${n}`);
const groups = Array.from({ length: 40 }, (_, n) => `g${n}`);
const places = ['P0', 'P1', 'P2', 'P3'];

/** More people and places than are remembered, more groups on a project than one is in, and some who live under much. */
const crowd: Snapshot = {
  ...emptySnapshot,
  members: users.map((id) => memberOf(id)),
  groups: groups.map((id) => groupOf(id)),
  projects: places.map((id) => projectOf(id)),
  edges: users.flatMap((user, n) =>
    groups
      .filter((_, g) => (n % 30 === 0 ? g < 20 : (n * 7 + g) % 20 === 0))
      .map((group, g) => edgeOf(user, group, (n + g) % 5 === 0 ? { until: 20 } : {})),
  ),
  grants: [
    ...groups.flatMap((group, g) =>
      places.slice(g % 4 === 0 ? 0 : 2).map((place, p) => {
        const rule = {
          ...read,
          inverted: (g + p) % 13 === 0,
          conditions: { environment: `e${g}` },
        };
        return grantOf(group, place, [rule], { holderKind: 'group' });
      }),
    ),
    ...users.flatMap((user, n) =>
      n % 9 === 0 ? [grantOf(user, places[n % 4] as string, [read], { from: 10 })] : [],
    ),
  ],
};

test('law 14, one evaluator: asked again in a crowd, the answers are the oracle’s', () => {
  const world = worldOf(crowd);
  let yes = 0;
  for (const at of [5, 15, 25, 15])
    for (const again of ['first', 'again'])
      for (const [n, principal] of users.entries()) {
        const project = places[(n * 3 + at) % 4] as string;
        const question = {
          principal,
          project,
          ...{ subject: 'secrets', action: 'edit' },
          attributes: { environment: `e${n % 40}` },
        };
        const answer = decide(world, question, at);
        assert.equal(answer, mayOracle(crowd, question, at, builtInRules), `${again} at ${at}`);
        if (answer) yes++;
      }
  assert.ok(yes > 100, `only ${yes} questions are answered with yes`);
});

test('law 14, one evaluator: who had nothing when asked has what comes later', () => {
  const world = worldOf({
    ...emptySnapshot,
    members: [memberOf('ann')],
    projects: [projectOf('P0')],
  });
  const question = { principal: 'ann', project: 'P0', subject: 'secrets', action: 'edit' };
  const grant = grantOf('ann', 'P0', [read], { from: 10, until: 20 });
  const answersAt = () => [5, 10, 19, 20, 10].map((at) => decide(world, question, at));
  assert.deepEqual(answersAt(), [false, false, false, false, false]);
  world.apply([added('grant', grant)]);
  assert.deepEqual(answersAt(), [false, true, true, false, true]);
  world.apply([removed('grant', grant)]);
  assert.deepEqual(answersAt(), [false, false, false, false, false]);
});

test('law 14, one evaluator: what was told is not altered by later questions', () => {
  const world = worldOf(crowd);
  const told = liveRules(world, 'u0', 'P0', 5);
  const copy = [...told];
  for (const user of users) liveRules(world, user, 'P2', 5);
  assert.deepEqual(told, copy);
});
