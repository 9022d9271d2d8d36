import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compileRules, liveRules, mightPermit, permits } from '../src/index.ts';
import { law, worldOf } from './laws/law.ts';
import { asks, moments, worlds } from './worlds.ts';

law('what may be permitted is offered', [worlds, asks, moments], (snapshot, asked, at) => {
  const world = worldOf(snapshot);
  for (const { id } of snapshot.members)
    for (const { project, subject, action, attributes } of asked) {
      const live = liveRules(world, id, project, at);
      if (permits(live, subject, action, attributes))
        for (const known of [undefined, attributes, { environment: attributes?.environment }])
          assert.ok(mightPermit(live, subject, action, known), `${subject}:${action}`);
    }
});

test('what is denied without conditions is not offered, what is denied in a place is', () => {
  const allow = { subject: 'secrets', action: ['read', 'create'] };
  const deny = { subject: 'secrets', action: 'create', inverted: true };
  const offered = (...rules: Parameters<typeof compileRules>[0][number][]) =>
    mightPermit([compileRules(rules)], 'secrets', 'create');
  assert.equal(offered(allow), true);
  assert.equal(offered(allow, deny), false);
  assert.equal(offered(allow, { ...deny, conditions: { environment: 'prod' } }), true);
  assert.equal(offered(deny), false);
  const inProd = { conditions: { environment: 'prod' } };
  const offeredIn = (environment: string, ...rules: Parameters<typeof compileRules>[0][number][]) =>
    mightPermit([compileRules(rules)], 'secrets', 'create', { environment });
  assert.equal(offeredIn('prod', { ...allow, ...inProd }), true);
  assert.equal(offeredIn('dev', { ...allow, ...inProd }), false);
  assert.equal(offeredIn('prod', allow, { ...deny, ...inProd }), false);
  assert.equal(offeredIn('dev', allow, { ...deny, ...inProd }), true);
});
