import assert from 'node:assert/strict';
import fc from 'fast-check';
import { groupsOracle } from '../../spec/oracle.ts';
import { added } from '../../src/index.ts';
import { grantOf, groupOf, projectOf } from '../build.ts';
import { asks, groups, moments, projects, worlds } from '../worlds.ts';
import { answersFor, carryOut, everyone, law, withFacts, worldOf } from './law.ts';

const group = fc.constantFrom(...groups);
const project = fc.constantFrom(...projects);
const roles = fc.constantFrom('admin', 'member', 'viewer', 'P0-A', 'P1-B');

law(
  'law 2, group grant: each active member has the role there at once, as if it were its own, and nobody else has',
  [worlds, group, project, roles, asks, moments],
  (drawn, holder, on, role, asked, at) => {
    const snapshot = withFacts(drawn, { groups: [groupOf(holder)], projects: [projectOf(on)] });
    const given = worldOf(snapshot).apply([
      added('grant', grantOf(holder, on, role, { id: 'fresh', holderKind: 'group' })),
    ]);
    for (const principal of everyone) {
      const direct = grantOf(principal, on, role, { id: 'fresh' });
      const isIn = groupsOracle(snapshot, principal, at).includes(holder);
      const same = isIn ? withFacts(snapshot, { grants: [direct] }) : snapshot;
      assert.deepEqual(
        answersFor(given, principal, asked, at),
        answersFor(worldOf(same), principal, asked, at),
      );
    }
  },
);

law(
  'law 2, group grant: written by one change, however many members the group has',
  [worlds, group, project],
  (drawn, holder, on) => {
    const fresh = { groups: [groupOf(holder)], projects: [projectOf(on)] };
    const snapshot = withFacts({ ...drawn, grants: [] }, fresh);
    const roles = [{ id: 'fresh', role: 'viewer', from: null, until: null, range: null }];
    const command = {
      do: 'grant.add',
      project: on,
      holder,
      holderKind: 'group',
      membership: 'm',
      roles,
    } as const;
    assert.equal(carryOut(worldOf(snapshot), command, 0).length, 1);
  },
);
