import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Instant } from '../../src/index.ts';
import { groupsOracle, type Snapshot } from '../oracle.ts';
import { moments, worlds } from '../worlds.ts';
import { aimed, commands } from './commands.ts';
import { factsOf, law, planned, worldOf } from './law.ts';

law(
  'law 17, someone holds the key: no change takes the last active user who is the organization’s admin',
  [
    worlds,
    fc.array(fc.tuple(commands, fc.nat()), { minLength: 1, maxLength: 30, size: 'max' }),
    moments,
  ],
  (snapshot, wanted, at) => {
    const world = worldOf(snapshot);
    for (const [drawn, nth] of wanted) {
      const command = aimed(drawn, factsOf(world), nth);
      const outcome = planned(world, command, at);
      const had = hasAdmin(factsOf(world), at);
      if (Array.isArray(outcome)) world.apply(outcome);
      else if (outcome.reason === 'lastAdmin') assert.ok(had);
      assert.equal(hasAdmin(factsOf(world), at) || !had, true, JSON.stringify(command));
    }
  },
);

const hasAdmin = (snapshot: Snapshot, at: Instant): boolean =>
  snapshot.members.some(({ id, kind, status, roles }) => {
    const inGroups = groupsOracle(snapshot, id, at);
    const byGroup = snapshot.groups.some(
      (group) => group.role === 'admin' && inGroups.includes(group.id),
    );
    return kind === 'user' && status === 'active' && (roles.includes('admin') || byGroup);
  });
