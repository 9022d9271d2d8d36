import assert from 'node:assert/strict';
import fc from 'fast-check';
import { type OracleRoute, routesOracle, type Snapshot } from '../../spec/oracle.ts';
import { type Id, type Instant, liveRoutes, type Route } from '../../src/index.ts';
import { builtInRules } from '../build.ts';
import { asks, groups, moments, principals, projects, worlds } from '../worlds.ts';
import { answers, everyone, expected, law, mostShown, worldOf } from './law.ts';

law('the decision is the oracle’s', [worlds, asks, moments], (snapshot, asked, at) => {
  assert.deepEqual(answers(worldOf(snapshot), asked, at), expected(snapshot, asked, at));
});

law(
  'the decision is the oracle’s, though facts speak of what is not there',
  [worlds, fc.subarray([...principals, ...groups, ...projects]), asks, moments],
  (drawn, gone, asked, at) => {
    const stays = ({ id }: { id: Id }) => !gone.includes(id);
    const snapshot = {
      ...drawn,
      members: drawn.members.filter(stays),
      groups: drawn.groups.filter(stays),
      projects: drawn.projects.filter(stays),
    };
    assert.deepEqual(answers(worldOf(snapshot), asked, at), expected(snapshot, asked, at));
    routesAreTheOracles(snapshot, at);
  },
);

law('the live routes are the oracle’s', [worlds, moments], routesAreTheOracles);

function routesAreTheOracles(snapshot: Snapshot, at: Instant): void {
  const world = worldOf(snapshot);
  for (const principal of everyone)
    for (const project of [null, 'P0', 'P1', 'gone']) {
      const found = liveRoutes(world, principal, project, at).map(chain);
      const all = routesOracle(snapshot, principal, project, at, builtInRules).map(oracleChain);
      if (all.length <= mostShown) assert.deepEqual(found.sort(), all.sort());
      assert.ok(found.length >= Math.min(all.length, mostShown));
      assert.ok(found.every((one) => all.includes(one)));
    }
}

/** A route as one text, so that sets of routes can be compared. */
function chain({ path, source }: Route): string {
  const end = source.kind === 'grant' ? source.grant.id : `role ${source.role}`;
  return [...path.map(({ group, source }) => `${group} by ${source}`), end].join(' > ');
}

/** Of each edge the end that is not known already: there is one of each source for a pair. */
function oracleChain({ edges, through }: OracleRoute): string {
  const end = Object.entries(through).map(([kind, id]) => (kind === 'grant' ? id : `role ${id}`));
  return [...edges.map((id) => id.replace(/^.* in /, '')), ...end].join(' > ');
}
