import assert from 'node:assert/strict';
import fc from 'fast-check';
import { grantOf, groupOf, projectOf } from '../build.ts';
import { asks, groups, moments, projects, worlds } from '../worlds.ts';
import { answers, carryOut, expected, law, withFacts, worldOf } from './law.ts';

law(
  'law 3, group removal: taken off a project, each member at once loses what came that way and keeps the rest',
  [worlds, fc.constantFrom(...groups), fc.constantFrom(...projects), asks, moments],
  (drawn, holder, project, asked, at) => {
    const snapshot = withFacts(drawn, {
      groups: [groupOf(holder)],
      projects: [projectOf(project)],
      grants: [grantOf(holder, project, 'admin', { holderKind: 'group' })],
    });
    const world = worldOf(snapshot);
    carryOut(world, { do: 'grant.remove', project, holder }, at);
    const left = snapshot.grants.filter(
      (grant) => grant.holder !== holder || grant.project !== project,
    );
    assert.deepEqual(answers(world, asked, at), expected({ ...snapshot, grants: left }, asked, at));
  },
);
