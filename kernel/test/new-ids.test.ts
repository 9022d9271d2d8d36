import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Command, plan } from '../src/index.ts';
import { edgeOf, grantOf, groupOf, memberOf, projectOf, roleOf } from './build.ts';
import { worldOf } from './laws/law.ts';

/** One group has the only admin in it, and everything has an id that a command could come with again. */
const world = worldOf({
  members: [memberOf('ann'), memberOf('ben')],
  groups: [groupOf('admins', { role: 'admin' }), groupOf('others')],
  projects: [projectOf('P0'), projectOf('P1')],
  roles: [roleOf('R0', null, [])],
  managers: [],
  edges: [edgeOf('ann', 'admins')],
  grants: [grantOf('ann', 'P0', 'admin', { id: 'first' })],
});
const { id: edge } = edgeOf('ann', 'admins');
const role = { id: 'first', role: 'viewer', from: null, until: null, range: null };

const commands: [kind: string, id: string, command: Command][] = [
  ['group', 'admins', { do: 'group.create', group: groupOf('admins') }],
  ['edge', edge, { do: 'edge.add', edge: edgeOf('ben', 'others', { id: edge }) }],
  ['role', 'R0', { do: 'role.create', role: roleOf('R0', null, []) }],
  [
    'project',
    'P0',
    { do: 'project.create', project: projectOf('P0'), grant: 'g', membership: 'm' },
  ],
  [
    'grant',
    'first',
    {
      do: 'grant.add',
      project: 'P1',
      holder: 'ben',
      holderKind: 'principal',
      membership: 'new',
      roles: [role],
    },
  ],
];

for (const [thing, value, command] of commands)
  test(`${command.do} takes no place of what has the id already`, () => {
    assert.deepEqual(plan(world, command, 'system', 0), {
      refusal: { reason: 'taken', thing, field: 'id', value },
    });
  });

test('a role that is replaced may keep its id', () => {
  const outcome = plan(
    world,
    {
      do: 'grant.replace',
      project: 'P0',
      holder: 'ann',
      holderKind: 'principal',
      membership: 'new',
      roles: [role],
    },
    'system',
    0,
  );
  assert.ok('changes' in outcome && outcome.changes.length === 2);
});
