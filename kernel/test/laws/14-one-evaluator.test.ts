import assert from 'node:assert/strict';
import { test } from 'node:test';
import { routesOracle } from '../../spec/oracle.ts';
import {
  added,
  decide,
  explain,
  type Grant,
  groupsThatGive,
  liveRoutes,
  liveRules,
  neededActions,
  permits,
  projectsOf,
  type Rule,
  reachers,
  supposing,
  type World,
  whoCan,
} from '../../src/index.ts';
import {
  builtInRules,
  edgeOf,
  emptySnapshot,
  grantOf,
  groupOf,
  memberOf,
  projectOf,
} from '../build.ts';
import { asks, moments, projects, worlds } from '../worlds.ts';
import { everyone, law, worldOf } from './law.ts';

law(
  'law 14, one evaluator: explain’s verdict is the check’s',
  [worlds, asks, moments],
  (snapshot, asked, at) => {
    const world = worldOf(snapshot);
    for (const principal of everyone)
      for (const ask of asked) {
        const { allowed, because, missing } = explain(world, { principal, ...ask }, at);
        assert.equal(allowed, decide(world, { principal, ...ask }, at));
        assert.equal(because === 'allowed', allowed);
        assert.equal(missing.length === 0, allowed);
      }
  },
);

law(
  'law 14, one evaluator: a no is called denied exactly when an allow without conditions would not help',
  [worlds, asks, moments],
  (snapshot, asked, at) => {
    const world = worldOf(snapshot);
    for (const { id: principal } of snapshot.members.filter(({ status }) => status === 'active'))
      for (const { project, ...ask } of asked) {
        const { allowed, because } = explain(world, { principal, project, ...ask }, at);
        if (allowed || project === null || !world.get('project', project)) continue;
        const rule = { subject: ask.subject, action: neededActions(ask.subject, ask.action) };
        const given = added('grant', grantOf(principal, project, [rule], { id: 'fresh' }));
        const helps = supposing(world, [given], (then) =>
          decide(then, { principal, project, ...ask }, at),
        );
        const hasRoute = routesOracle(snapshot, principal, project, at, builtInRules).length > 0;
        assert.equal(because, helps ? (hasRoute ? 'noRule' : 'noRoute') : 'denied');
      }
  },
);

const read = { subject: 'secrets', action: 'read' };

/** `ann` has a thousand grants of her own, and what a group gives. */
function crowded(own: Partial<Grant>, byGroup: Rule): World {
  const many = Array.from({ length: 1000 }, (_, n) =>
    grantOf('ann', 'P0', 'viewer', { id: `${n}`, ...own }),
  );
  return worldOf({
    ...emptySnapshot,
    members: [memberOf('ann')],
    groups: [groupOf('g0')],
    projects: [projectOf('P0')],
    edges: [edgeOf('ann', 'g0')],
    grants: [...many, grantOf('g0', 'P0', [byGroup], { holderKind: 'group' })],
  });
}

test('law 14, one evaluator: explain shows the deny that decided, however many routes allow', () => {
  const told = explain(
    crowded({}, { ...read, inverted: true }),
    { principal: 'ann', project: 'P0', ...read },
    10,
  );
  assert.equal(told.allowed, false);
  assert.equal(told.because, 'denied');
  assert.ok(told.routes.some(({ blockers, denies }) => blockers.length === 0 && denies.length > 0));
});

test('law 14, one evaluator: explain shows the route that allows, however many are over', () => {
  const told = explain(
    crowded({ until: 5 }, read),
    { principal: 'ann', project: 'P0', ...read },
    10,
  );
  assert.equal(told.allowed, true);
  assert.ok(told.routes.some(({ blockers, allows }) => blockers.length === 0 && allows.length > 0));
});

law(
  'law 14, one evaluator: many questions at once are answered as one by one',
  [worlds, asks, moments],
  (snapshot, asked, at) => {
    const world = worldOf(snapshot);
    for (const principal of everyone)
      for (const ask of asked) {
        const live = liveRules(world, principal, ask.project, at);
        const answer = decide(world, { principal, ...ask }, at);
        assert.equal(permits(live, ask.subject, ask.action, ask.attributes), answer);
        const routes = liveRoutes(world, principal, ask.project, at).map(({ rules }) => rules);
        assert.equal(permits(routes, ask.subject, ask.action, ask.attributes), answer);
      }
  },
);

law(
  'law 14, one evaluator: who can = those for whom check says yes',
  [worlds, asks, moments],
  (snapshot, asked, at) => {
    const world = worldOf(snapshot);
    for (const ask of asked) {
      const yes = everyone.filter((principal) => decide(world, { principal, ...ask }, at));
      assert.deepEqual(whoCan(world, ask, at).sort(), yes.toSorted());
    }
  },
);

law(
  'law 14, one evaluator: lists of projects and of people are the live routes',
  [worlds, moments],
  (snapshot, at) => {
    const world = worldOf(snapshot);
    const reaches = (principal: string, project: string) =>
      routesOracle(snapshot, principal, project, at, builtInRules).length > 0;
    for (const principal of everyone)
      assert.deepEqual(
        [...projectsOf(world, principal, at)].sort(),
        projects.filter((project) => reaches(principal, project)),
      );
    for (const project of projects)
      assert.deepEqual(
        [...reachers(world, project, at)].sort(),
        everyone.filter((principal) => reaches(principal, project)).toSorted(),
      );
  },
);

law(
  'law 14, one evaluator: a group said to give what is missing gives it to an active member who joins',
  [worlds, asks, moments],
  (snapshot, asked, at) => {
    const world = worldOf(snapshot);
    for (const { id: principal, status } of snapshot.members)
      for (const ask of status === 'active' ? asked : [])
        for (const group of groupsThatGive(world, { principal, ...ask }, at)) {
          const joined = added('edge', edgeOf(principal, group, { id: 'fresh' }));
          assert.ok(supposing(world, [joined], (then) => decide(then, { principal, ...ask }, at)));
        }
  },
);
