import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Command, plan } from '../src/index.ts';
import { edgeOf, groupOf, memberOf } from './build.ts';
import { worldOf } from './laws/law.ts';

/** Ann is the only admin, by a group within the group that has the role. */
const world = worldOf({
  members: [memberOf('ann'), memberOf('ben')],
  groups: [groupOf('admins', { role: 'admin' }), groupOf('leads'), groupOf('others')],
  projects: [],
  roles: [],
  managers: [],
  edges: [
    edgeOf('ann', 'leads'),
    edgeOf('leads', 'admins', { memberKind: 'group' }),
    edgeOf('ben', 'others'),
  ],
  grants: [],
});

const taking: [what: string, command: Command][] = [
  [
    'out of the inner group',
    { do: 'edge.remove', group: 'leads', member: 'ann', source: 'manual' },
  ],
  [
    'by taking the inner group out of the outer',
    { do: 'edge.remove', group: 'admins', member: 'leads', source: 'manual' },
  ],
  ['by suspending the inner group', { do: 'group.edit', group: 'leads', status: 'suspended' }],
  ['by suspending the outer group', { do: 'group.edit', group: 'admins', status: 'suspended' }],
  ['by giving the outer group another role', { do: 'group.edit', group: 'admins', role: 'member' }],
  ['by deleting the inner group', { do: 'group.delete', group: 'leads' }],
  ['by deleting the outer group', { do: 'group.delete', group: 'admins' }],
  ['by suspending', { do: 'member.suspend', principal: 'ann' }],
  ['by removal', { do: 'member.remove', principal: 'ann' }],
];
for (const [what, command] of taking)
  test(`the last admin, by a group in a group, is not taken ${what}`, () => {
    assert.deepEqual(plan(world, command, 'system', 0), { refusal: { reason: 'lastAdmin' } });
  });

const others: Command[] = [
  { do: 'edge.remove', group: 'others', member: 'ben', source: 'manual' },
  { do: 'group.delete', group: 'others' },
  { do: 'member.remove', principal: 'ben' },
];
for (const command of others)
  test(`${command.do} of others is free`, () => {
    assert.ok('changes' in plan(world, command, 'system', 0));
  });
