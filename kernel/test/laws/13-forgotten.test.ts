import assert from 'node:assert/strict';
import fc from 'fast-check';
import { memberOf } from '../build.ts';
import { asks, moments, principals, worlds } from '../worlds.ts';
import {
  answers,
  answersFor,
  carryOut,
  expected,
  factsOf,
  law,
  withFacts,
  withRoot,
  worldOf,
} from './law.ts';

law(
  'law 13, forgotten is forgotten: removed from the organization and added again, one starts with nothing',
  [worlds, fc.constantFrom(...principals), asks, moments],
  (drawn, id, asked, at) => {
    const given = drawn.members.find((one) => one.id === id) ?? memberOf(id);
    const snapshot = withRoot(withFacts(drawn, { members: [given] }));
    const world = worldOf(snapshot);

    carryOut(world, { do: 'member.remove', principal: id }, at);
    const left = {
      ...snapshot,
      members: snapshot.members.filter((one) => one.id !== id),
      edges: snapshot.edges.filter(({ member }) => member !== id),
      grants: snapshot.grants.filter(({ holder }) => holder !== id),
      managers: snapshot.managers.filter(({ holder }) => holder !== id),
    };
    assert.deepEqual(answers(world, asked, at), expected(left, asked, at));

    carryOut(world, { do: 'member.add', member: memberOf(id) }, at);
    assert.ok(answersFor(world, id, asked, at).every((yes) => !yes));
    assert.deepEqual(
      factsOf(world),
      factsOf(worldOf(withFacts(left, { members: [memberOf(id)] }))),
    );
  },
);
