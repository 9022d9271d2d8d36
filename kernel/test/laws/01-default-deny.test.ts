import assert from 'node:assert/strict';
import { routesOracle } from '../../spec/oracle.ts';
import { added, World } from '../../src/index.ts';
import { builtInRules, memberOf } from '../build.ts';
import { asks, moments, principals, worlds } from '../worlds.ts';
import { answers, answersFor, everyone, law, worldOf } from './law.ts';

law(
  'law 1, default deny: without a live route every answer is no',
  [worlds, asks, moments],
  (snapshot, asked, at) => {
    const world = worldOf(snapshot);
    for (const principal of everyone) {
      const unreached = asked.filter(
        ({ project }) => routesOracle(snapshot, principal, project, at, builtInRules).length === 0,
      );
      assert.deepEqual(
        answersFor(world, principal, unreached, at),
        unreached.map(() => false),
      );
    }
  },
);

law(
  'law 1, default deny: without groups and grants nobody may do anything',
  [worlds, asks, moments],
  (snapshot, asked, at) => {
    const members = principals.map((id) => memberOf(id));
    const world = worldOf({ ...snapshot, members, edges: [], grants: [] });
    assert.ok(
      answers(world, asked, at)
        .flat()
        .every((yes) => !yes),
    );
  },
);

law(
  'law 1, default deny: in an empty organization every answer is no',
  [asks, moments],
  (asked, at) => {
    const world = new World().apply([added('member', memberOf('ann', { roles: [] }))]);
    assert.ok(
      answers(world, asked, at)
        .flat()
        .every((yes) => !yes),
    );
  },
);
