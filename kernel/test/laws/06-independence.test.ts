import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Snapshot } from '../../spec/oracle.ts';
import { edgeOf, grantOf, groupOf, memberOf, projectOf } from '../build.ts';
import { asks, groups, moments, projects, worlds } from '../worlds.ts';
import {
  answers,
  answersFor,
  carryOut,
  factsOf,
  law,
  withFacts,
  without,
  withRoot,
  worldOf,
} from './law.ts';

law(
  'law 6, independence: one edge or grant removed, the answers are those of a world that never had it',
  [worlds, fc.nat(), asks, moments],
  (snapshot, nth, asked, at) => {
    const { edges, grants } = snapshot;
    const removed = [...edges, ...grants].at(nth % (edges.length + grants.length || 1))?.id ?? '';
    const world = without(without(worldOf(snapshot), 'edge', removed), 'grant', removed);
    const never = {
      ...snapshot,
      edges: edges.filter(({ id }) => id !== removed),
      grants: grants.filter(({ id }) => id !== removed),
    };
    assert.deepEqual(answers(world, asked, at), answers(worldOf(never), asked, at));
  },
);

law(
  'law 6, independence: a group deleted, the answers are those of a world that never had it',
  [worlds, fc.constantFrom(...groups), asks, moments],
  (drawn, group, asked, at) => {
    const snapshot = withRoot(withFacts(drawn, { groups: [groupOf(group)] }));
    const world = worldOf(snapshot);
    carryOut(world, { do: 'group.delete', group }, at);
    const never = worldOf(neverHad(snapshot, group));
    assert.deepEqual(answers(world, asked, at), answers(never, asked, at));
    assert.deepEqual(factsOf(world), factsOf(never));
  },
);

const neverHad = (snapshot: Snapshot, group: string): Snapshot => ({
  ...snapshot,
  groups: snapshot.groups.filter(({ id }) => id !== group),
  edges: snapshot.edges.filter((edge) => edge.group !== group && edge.member !== group),
  grants: snapshot.grants.filter(({ holder }) => holder !== group),
  managers: snapshot.managers.filter((one) => one.group !== group && one.holder !== group),
});

law(
  'law 6, independence: a direct grant survives the removal of a group',
  [worlds, fc.constantFrom(...groups), fc.constantFrom(...projects), asks, moments],
  (drawn, group, project, asked, at) => {
    const own = {
      members: [memberOf('newcomer')],
      projects: [projectOf(project)],
      grants: [grantOf('newcomer', project, 'viewer')],
    };
    const before = withFacts(drawn, own);
    const snapshot = withRoot(
      withFacts(before, { groups: [groupOf(group)], edges: [edgeOf('newcomer', group)] }),
    );
    const world = worldOf(snapshot);
    carryOut(world, { do: 'group.delete', group }, at);
    assert.deepEqual(
      answersFor(world, 'newcomer', asked, at),
      answersFor(worldOf(before), 'newcomer', asked, at),
    );
  },
);

law(
  'law 6, independence: an edge made by hand survives the removal of a directory’s, and the other way round',
  [
    worlds,
    fc.constantFrom(...groups),
    fc.constantFrom('manual' as const, 'scim' as const),
    asks,
    moments,
  ],
  (drawn, group, taken, asked, at) => {
    const here = withFacts(withRoot(drawn), {
      members: [memberOf('newcomer')],
      groups: [groupOf(group)],
    });
    const both = (['manual', 'scim'] as const).map((source) =>
      edgeOf('newcomer', group, { source }),
    );
    const world = worldOf(withFacts(here, { edges: both }));
    carryOut(world, { do: 'edge.remove', group, member: 'newcomer', source: taken }, at);
    const left = both.filter(({ source }) => source !== taken);
    assert.deepEqual(
      answers(world, asked, at),
      answers(worldOf(withFacts(here, { edges: left })), asked, at),
    );
  },
);
