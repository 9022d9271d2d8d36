import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Snapshot } from '../../spec/oracle.ts';
import { groupOf, memberOf } from '../build.ts';
import { asks, groups, moments, principals, withoutStrays, worlds } from '../worlds.ts';
import { answers, carryOut, expected, factsOf, law, withFacts, withRoot, worldOf } from './law.ts';
import { said } from './said.ts';

const group = fc.constantFrom(...groups);
const principal = fc.constantFrom(...principals);

law(
  'law 11, suspended is absent: a suspended group or member might as well not exist, in every kind of answer',
  [worlds, asks, moments],
  (snapshot, asked, at) => {
    const { explained: _, ...before } = said(worldOf(snapshot), asked, at);
    const { explained: __, ...after } = said(worldOf(activeOnly(snapshot)), asked, at);
    assert.deepEqual(before, after);
  },
);

const activeOnly = (snapshot: Snapshot): Snapshot =>
  withoutStrays({
    ...snapshot,
    members: snapshot.members.filter(({ status }) => status === 'active'),
    groups: snapshot.groups.filter(({ status }) => status === 'active'),
  });

law(
  'law 11, suspended is absent: a group suspended gives nothing, reactivated exactly what it gave',
  [worlds, group, asks, moments],
  (drawn, id, asked, at) => {
    const snapshot = withRoot(withFacts(drawn, { groups: [groupOf(id, { role: 'member' })] }));
    const world = worldOf(snapshot);
    const before = { facts: factsOf(world), said: said(world, asked, at) };

    carryOut(world, { do: 'group.edit', group: id, status: 'suspended' }, at);
    const absent = withoutStrays({
      ...snapshot,
      groups: snapshot.groups.filter((one) => one.id !== id),
    });
    assert.deepEqual(answers(world, asked, at), expected(absent, asked, at));

    carryOut(world, { do: 'group.edit', group: id, status: 'active' }, at);
    assert.deepEqual({ facts: factsOf(world), said: said(world, asked, at) }, before);
  },
);

law(
  'law 11, suspended is absent: a member suspended may do nothing, reactivated exactly what it could',
  [worlds, principal, asks, moments],
  (drawn, id, asked, at) => {
    const given = drawn.members.find((one) => one.id === id) ?? memberOf(id);
    const snapshot = withRoot(withFacts(drawn, { members: [{ ...given, status: 'active' }] }));
    const world = worldOf(snapshot);
    const before = { facts: factsOf(world), said: said(world, asked, at) };

    carryOut(world, { do: 'member.suspend', principal: id }, at);
    const absent = withoutStrays({
      ...snapshot,
      members: snapshot.members.filter((one) => one.id !== id),
    });
    assert.deepEqual(answers(world, asked, at), expected(absent, asked, at));

    carryOut(world, { do: 'member.reactivate', principal: id }, at);
    assert.deepEqual({ facts: factsOf(world), said: said(world, asked, at) }, before);
  },
);
