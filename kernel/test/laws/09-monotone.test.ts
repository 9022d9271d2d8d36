import assert from 'node:assert/strict';
import fc from 'fast-check';
import { added, type Rule } from '../../src/index.ts';
import { allows, denies } from '../rules.ts';
import { asks, grants, moments, worlds } from '../worlds.ts';
import { answers, law, worldOf } from './law.ts';

const some = (rule: fc.Arbitrary<Rule>) => fc.array(rule, { minLength: 1, maxLength: 3 });

law(
  'law 9, monotone: an added allow turns no yes into a no',
  [worlds, grants, some(allows('project')), asks, moments],
  (snapshot, place, rules, asked, at) => {
    const world = worldOf(snapshot);
    const before = answers(world, asked, at).flat();
    world.apply([added('grant', { ...place, id: 'fresh', role: null, rules })]);
    const after = answers(world, asked, at).flat();
    assert.ok(before.every((yes, n) => !yes || after[n]));
  },
);

law(
  'law 9, monotone: an added deny turns no no into a yes',
  [worlds, grants, some(denies('project')), asks, moments],
  (snapshot, place, rules, asked, at) => {
    const world = worldOf(snapshot);
    const before = answers(world, asked, at).flat();
    world.apply([added('grant', { ...place, id: 'fresh', role: null, rules })]);
    const after = answers(world, asked, at).flat();
    assert.ok(before.every((yes, n) => yes || !after[n]));
  },
);

law(
  'law 9, monotone: rules added to a role do the same for all who have it',
  [
    worlds,
    fc.constantFrom('R0', 'P0-A', 'P1-B'),
    some(allows('project')),
    some(allows('organization')),
    asks,
    moments,
  ],
  (snapshot, id, forProject, forOrganization, asked, at) => {
    const more = id === 'R0' ? forOrganization : forProject;
    const extended = snapshot.roles.map((role) =>
      role.id === id ? { ...role, rules: [...role.rules, ...more] } : role,
    );
    const before = answers(worldOf(snapshot), asked, at).flat();
    const after = answers(worldOf({ ...snapshot, roles: extended }), asked, at).flat();
    assert.ok(before.every((yes, n) => !yes || after[n]));
    const less = snapshot.roles.map((role) =>
      role.id === id ? { ...role, rules: [...role.rules, ...more.map(denied)] } : role,
    );
    const then = answers(worldOf({ ...snapshot, roles: less }), asked, at).flat();
    assert.ok(before.every((yes, n) => yes || !then[n]));
  },
);

const denied = (rule: Rule): Rule => ({ ...rule, inverted: true });
