import assert from 'node:assert/strict';
import fc from 'fast-check';
import { groupsOracle, type Snapshot } from '../../spec/oracle.ts';
import type { Id, Instant } from '../../src/index.ts';
import { edgeOf, groupOf, memberOf } from '../build.ts';
import { asks, groups, moments, worlds } from '../worlds.ts';
import { answers, answersFor, carryOut, law, withFacts, withRoot, worldOf } from './law.ts';

const group = fc.constantFrom(...groups);

law(
  'law 4, join and leave: a newcomer gets all that the group has, organization roles and projects, and loses it again',
  [worlds, group, asks, moments],
  (drawn, joined, asked, at) => {
    const snapshot = withFacts(withRoot(drawn), {
      members: [memberOf('newcomer')],
      groups: [groupOf(joined)],
    });
    const edge = edgeOf('newcomer', joined);
    const world = worldOf(snapshot);
    const before = answers(world, asked, at);

    carryOut(world, { do: 'edge.add', edge }, at);
    const alone = worldOf(holdingItself(withFacts(snapshot, { edges: [edge] }), 'newcomer', at));
    assert.deepEqual(
      answersFor(world, 'newcomer', asked, at),
      answersFor(alone, 'newcomer', asked, at),
    );

    carryOut(world, { do: 'edge.remove', group: joined, member: 'newcomer', source: 'manual' }, at);
    assert.deepEqual(answers(world, asked, at), before);
    assert.ok(answersFor(world, 'newcomer', asked, at).every((yes) => !yes));
  },
);

/** The world in which the principal has for itself, and in no group, what its groups have. */
function holdingItself(snapshot: Snapshot, principal: Id, at: Instant): Snapshot {
  const ids = groupsOracle(snapshot, principal, at);
  const roles = snapshot.groups.filter(({ id }) => ids.includes(id)).map(({ role }) => role);
  const grants = snapshot.grants
    .filter(({ holder }) => ids.includes(holder))
    .map((grant) => ({ ...grant, holder: principal, holderKind: 'principal' as const }));
  return withFacts(
    { ...snapshot, edges: [] },
    { members: [memberOf(principal, { roles })], grants },
  );
}
