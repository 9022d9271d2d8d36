import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  type Conditions,
  compileRules,
  decide,
  type Instant,
  type Rule,
  uncovered,
} from '../../src/index.ts';
import { emptySnapshot, grantOf, memberOf, projectOf } from '../build.ts';
import { allows, attributes, rivals, rules } from '../rules.ts';
import { type Ask, asks, moments } from '../worlds.ts';
import { law, worldOf } from './law.ts';

/** Some of the rules as they are, and some others that may or may not be within them. */
const conferrals = fc
  .tuple(
    rules('project'),
    fc.array(fc.nat(), { maxLength: 3 }),
    fc.array(allows('project'), { maxLength: 2 }),
  )
  .map(([held, same, others]) => ({
    held,
    conferred: [...same.flatMap((n) => held[n % held.length] ?? []), ...others],
  }));

law(
  'law 16, no self-raising: rules that are covered allow nothing that those held do not',
  [conferrals, asks, moments],
  ({ held, conferred }, asked, at) => {
    if (uncovered([compileRules(held)], compileRules(conferred)) !== null) return;
    for (const ask of asked)
      if (mayBy(conferred, ask, at)) assert.ok(mayBy(held, ask, at), JSON.stringify(ask));
  },
);

law(
  'law 16, no self-raising: a condition is within another only when all that meets it meets the other',
  [rivals, fc.array(attributes, { minLength: 20, maxLength: 20, size: 'max' }), moments],
  ([narrow, wide], told, at) => {
    const [conferred, held] = [narrow, wide].map((conditions) => [{ ...edit, conditions }]);
    assert.ok(conferred && held);
    if (uncovered([compileRules(held)], compileRules(conferred)) !== null) return;
    for (const one of told) {
      const ask = { ...edit, project: 'P0', attributes: one };
      if (mayBy(conferred, ask, at)) assert.ok(mayBy(held, ask, at), JSON.stringify(one));
    }
  },
);

const within: [narrow: Conditions, wide: Conditions, shown: boolean][] = [
  [{ environment: 'dev' }, {}, true],
  [{}, { environment: 'dev' }, false],
  [{ environment: 'dev' }, { environment: { $in: ['dev', 'test'] } }, true],
  [{ environment: 'dev' }, { environment: { $ne: 'prod' } }, true],
  [{ environment: { $ne: 'prod' } }, { environment: 'dev' }, false],
  [{ environment: 'dev', secretPath: '/api' }, { environment: 'dev' }, true],
  [{ secretPath: '/api/x' }, { secretPath: { $glob: '/api/**' } }, true],
  [{ secretPath: { $glob: '/api/x/*' } }, { secretPath: { $glob: '/api/**' } }, true],
  [{ secretPath: { $glob: '/api*' } }, { secretPath: { $glob: '/api/**' } }, false],
  [{ secretPath: { $glob: '/**' } }, { secretPath: { $glob: '/api/**' } }, false],
  [{ secretTags: { $all: ['red', 'blue'] } }, { secretTags: { $all: ['red'] } }, true],
  [{ secretTags: { $in: ['red'] } }, { secretTags: { $in: ['red', 'blue'] } }, true],
  [{ secretTags: 'red' }, { secretTags: { $ne: 'blue' } }, false],
];

test('law 16, no self-raising: what is within what can be shown in the usual cases', () => {
  for (const [narrow, wide, shown] of within) {
    const [conferred, held] = [narrow, wide].map((conditions) => [{ ...edit, conditions }]);
    const isCovered = uncovered([compileRules(held ?? [])], compileRules(conferred ?? [])) === null;
    assert.equal(isCovered, shown, JSON.stringify({ narrow, wide }));
  }
});

const edit = { subject: 'secrets', action: 'edit' };

function mayBy(own: readonly Rule[], ask: Ask, at: Instant): boolean {
  const world = worldOf({
    ...emptySnapshot,
    members: [memberOf('ann')],
    projects: [projectOf('P0')],
    grants: [grantOf('ann', 'P0', own)],
  });
  return decide(world, { principal: 'ann', ...ask, project: 'P0' }, at);
}

test('law 16, no self-raising: a condition that cannot be read covers nothing', () => {
  const read = (conditions: Conditions) => [{ subject: 'secrets', action: 'read', conditions }];
  const unreadable: unknown[] = [7, null, [], { $regex: '.*' }, { $in: 'dev' }, { $glob: '!(x)' }];
  for (const value of unreadable) {
    const held = compileRules(read({ environment: value } as Conditions));
    assert.notEqual(
      uncovered([held], compileRules(read({ environment: 'dev' }))),
      null,
      JSON.stringify(value),
    );
  }
});
