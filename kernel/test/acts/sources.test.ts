import assert from 'node:assert/strict';
import { test } from 'node:test';
import { plan } from '../../src/index.ts';
import { edgeOf, emptySnapshot, groupOf, memberOf } from '../build.ts';
import { worldOf } from '../laws/law.ts';

const world = worldOf({
  ...emptySnapshot,
  members: [memberOf('ann')],
  groups: [groupOf('team')],
  edges: [edgeOf('ann', 'team', { source: 'scim' }), edgeOf('ann', 'team', { source: 'manual' })],
});

for (const source of ['manual', 'scim'] as const)
  test(`leaving by one source, ${source}, leaves what came by another`, () => {
    const outcome = plan(
      world,
      { do: 'edge.remove', group: 'team', member: 'ann', source },
      'system',
      0,
    );
    assert.ok('changes' in outcome);
    assert.deepEqual(
      outcome.changes.map(({ before }) => before?.id),
      [`ann in team by ${source}`],
    );
  });
