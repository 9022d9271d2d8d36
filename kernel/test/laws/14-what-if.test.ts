import assert from 'node:assert/strict';
import { routesOracle, type Snapshot } from '../../spec/oracle.ts';
import {
  canonicalSubject,
  decide,
  difference,
  type Id,
  type Instant,
  neededActions,
  type Right,
  supposing,
} from '../../src/index.ts';
import { builtInRules } from '../build.ts';
import { type Ask, asks, moments, worlds } from '../worlds.ts';
import { everyone, factsOf, law, worldOf } from './law.ts';
import { changesBetween, move, moves } from './moves.ts';
import { said } from './said.ts';

law(
  'law 14, one evaluator: what-if is the check on the changed world, and leaves the world as it was',
  [worlds, moves, moves, asks, moments],
  (snapshot, first, second, asked, at) => {
    const between = move(snapshot, first);
    const after = move(between, second);
    const changes = [...changesBetween(snapshot, between), ...changesBetween(between, after)];
    const world = worldOf(snapshot);
    const before = { facts: factsOf(world), said: said(world, asked, at), version: world.version };
    assert.deepEqual(
      supposing(world, changes, (then) => said(then, asked, at)),
      said(worldOf(after), asked, at),
    );
    assert.deepEqual(
      { facts: factsOf(world), said: said(world, asked, at), version: world.version },
      before,
    );
  },
);

law(
  'law 14, one evaluator: whoever gets a yes gains that right, whoever gets a no loses it, and nobody else is named',
  [worlds, moves, asks, moments],
  (snapshot, moved, asked, at) => {
    const after = move(snapshot, moved);
    const [world, then] = [worldOf(snapshot), worldOf(after)];
    const told = difference(world, changesBetween(snapshot, after), at);
    for (const principal of everyone)
      for (const ask of asked) {
        const [was, is] = [world, then].map((one) => decide(one, { principal, ...ask }, at));
        const own = told.find((one) => one.principal === principal && one.project === ask.project);
        if (!was && is) assert.ok(own?.gains.some((right) => isOf(right, ask)));
        if (was && !is) assert.ok(own?.losses.some((right) => isOf(right, ask)));
      }
    for (const { principal, project } of told)
      assert.notDeepEqual(
        rulesFor(snapshot, principal, project, at),
        rulesFor(after, principal, project, at),
      );
  },
);

const isOf = (right: Right, { subject, action }: Ask): boolean =>
  right.subject === canonicalSubject(subject) &&
  neededActions(subject, action).includes(right.action);

function rulesFor(snapshot: Snapshot, principal: Id, project: Id | null, at: Instant): string[] {
  const rules = routesOracle(snapshot, principal, project, at, builtInRules).flatMap(
    (route) => route.rules,
  );
  return [...new Set(rules.map((rule) => JSON.stringify(rule)))].sort();
}
