import assert from 'node:assert/strict';
import fc from 'fast-check';
import { type Change, planAll } from '../src/index.ts';
import { commands } from './laws/commands.ts';
import { factsOf, law, planned, worldOf } from './laws/law.ts';
import { moments, worlds } from './worlds.ts';

const several = fc.array(commands, { maxLength: 6 });

law(
  'several commands are planned as one after the other, all or none, and nothing is written',
  [worlds, several, moments],
  (snapshot, wanted, at) => {
    const world = worldOf(snapshot);
    const before = { facts: factsOf(world), version: world.version };
    const outcome = planAll(world, wanted, 'system', at);
    assert.deepEqual({ facts: factsOf(world), version: world.version }, before);

    const oneByOne = worldOf(snapshot);
    const changes: Change[] = [];
    for (const command of wanted) {
      const one = planned(oneByOne, command, at);
      if (!Array.isArray(one)) return assert.deepEqual(outcome, { refusal: one });
      oneByOne.apply(one);
      changes.push(...one);
    }
    assert.deepEqual(outcome, { changes });
  },
);
