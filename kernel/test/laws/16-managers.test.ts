import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type Command, plan } from '../../src/index.ts';
import {
  edgeOf,
  emptySnapshot,
  grantOf,
  groupOf,
  managerOf,
  memberOf,
  projectOf,
} from '../build.ts';
import { worldOf } from './law.ts';

/**
 * `lead` is in `team`, which it manages, and has no right of its own; `leads` is a group that manages `team` too, with `cleo`
 * in it and in the team; `outsider` manages the team and is not in it.
 */
const world = worldOf({
  ...emptySnapshot,
  members: ['lead', 'cleo', 'outsider', 'dan', 'ann'].map((id) => memberOf(id)),
  groups: [
    groupOf('team'),
    groupOf('leads'),
    groupOf('asleep', { status: 'suspended' }),
    groupOf('empty'),
  ],
  projects: [projectOf('P0')],
  managers: [
    managerOf('lead', 'team'),
    managerOf('outsider', 'team'),
    managerOf('outsider', 'empty'),
    managerOf('leads', 'team', { holderKind: 'group' }),
    managerOf('asleep', 'empty', { holderKind: 'group' }),
  ],
  edges: [
    edgeOf('lead', 'team'),
    edgeOf('cleo', 'team'),
    edgeOf('ann', 'team'),
    edgeOf('cleo', 'leads'),
    edgeOf('dan', 'asleep'),
  ],
  grants: [grantOf('team', 'P0', 'viewer', { holderKind: 'group' })],
});

const join = (member: string, group: string): Command => ({
  do: 'edge.add',
  edge: edgeOf(member, group),
});
const leave: Command = { do: 'edge.remove', group: 'team', member: 'ann', source: 'manual' };
const nest: Command = {
  do: 'edge.add',
  edge: edgeOf('empty', 'team', { memberKind: 'group' }),
};

const table: [who: string, may: string, command: Command, refused: string | null][] = [
  ['lead', 'a manager puts someone in', join('dan', 'team'), null],
  ['lead', 'a manager takes someone out', leave, null],
  ['cleo', 'who is in a managing group puts someone in', join('dan', 'team'), null],
  ['cleo', 'who is in a managing group takes someone out', leave, null],
  ['ann', 'a mere member puts nobody in', join('dan', 'team'), 'forbidden'],
  ['ann', 'a mere member takes nobody out', leave, 'forbidden'],
  ['lead', 'a manager of one group is none of another', join('dan', 'leads'), 'forbidden'],
  ['dan', 'a suspended group manages nothing', join('ann', 'empty'), 'forbidden'],
  ['outsider', 'a manager lets itself into no rights', join('outsider', 'team'), 'exceeds'],
  ['outsider', 'a manager gives nobody what it has not', join('dan', 'team'), 'exceeds'],
  ['outsider', 'a manager of a group without rights fills it', join('dan', 'empty'), null],
  ['lead', 'a manager nests no group', nest, 'forbidden'],
  [
    'lead',
    'a manager renames nothing',
    { do: 'group.edit', group: 'team', name: 'x' },
    'forbidden',
  ],
  [
    'lead',
    'a manager sets no role',
    { do: 'group.edit', group: 'team', role: 'member' },
    'forbidden',
  ],
  ['lead', 'a manager deletes nothing', { do: 'group.delete', group: 'team' }, 'forbidden'],
  [
    'lead',
    'a manager takes no project away',
    { do: 'grant.remove', project: 'P0', holder: 'team' },
    'forbidden',
  ],
  [
    'lead',
    'a manager appoints nobody',
    { do: 'manager.add', manager: managerOf('dan', 'team') },
    'forbidden',
  ],
  [
    'lead',
    'a manager dismisses nobody',
    { do: 'manager.remove', group: 'team', holder: 'outsider' },
    'forbidden',
  ],
];

describe('group managers, access model §4', () => {
  for (const [who, what, command, refused] of table)
    it(`${what} (${who})`, () => {
      const outcome = plan(world, command, { principal: who }, 0);
      assert.equal('refusal' in outcome ? outcome.refusal.reason : null, refused);
    });

  it('with a member, and with a group, goes what it managed', () => {
    for (const command of [
      { do: 'member.remove', principal: 'outsider' },
      { do: 'group.delete', group: 'leads' },
      { do: 'group.delete', group: 'team' },
    ] as const) {
      const outcome = plan(world, command, 'system', 0);
      assert.ok('changes' in outcome);
      const left = worldOf(emptySnapshot).apply(
        [...world.all('manager')].map((after) => ({ kind: 'manager', before: null, after })),
      );
      left.apply(outcome.changes);
      const gone = 'principal' in command ? command.principal : command.group;
      for (const { group, holder } of left.all('manager'))
        assert.ok(gone !== group && gone !== holder);
      assert.ok(left.count('manager') < world.count('manager'));
    }
  });
});
