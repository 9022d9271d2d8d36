import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Snapshot } from '../../spec/oracle.ts';
import { type Change, type Command, plan, type World } from '../../src/index.ts';
import { edgeOf, emptySnapshot, grantOf, groupOf, memberOf, projectOf, roleOf } from '../build.ts';
import { worldOf } from '../laws/law.ts';
import { table } from './table.ts';

/**
 * What was deleted comes back: the group `team` (of `team` in `over`, with `ann` and `ben`, a viewer and a `P0-dev` of P0) and
 * the project `P1`. `maker` may make and edit groups, `cleaner` delete them; `gone` deleted P1 as its admin, `heir` could have.
 */
const groupRole = (id: string, ...action: string[]) =>
  roleOf(id, null, [{ subject: 'groups', action }]);
const people = ['root', 'maker', 'cleaner', 'gone', 'heir', 'weak', 'ann', 'ben'];
const before: Snapshot = {
  ...emptySnapshot,
  members: people.map((id) =>
    memberOf(id, {
      roles: id === 'root' ? ['admin'] : id === 'maker' || id === 'cleaner' ? [id] : ['no-access'],
    }),
  ),
  groups: [groupOf('team'), groupOf('over')],
  projects: [projectOf('P0'), projectOf('P1')],
  roles: [
    groupRole('maker', 'create', 'read', 'edit'),
    groupRole('cleaner', 'read', 'delete'),
    roleOf('P0-dev', 'P0', [{ subject: 'secrets', action: 'readValue' }]),
    roleOf('P1-deleter', 'P1', [{ subject: 'project', action: 'delete' }]),
  ],
  edges: [
    edgeOf('ann', 'team'),
    edgeOf('ben', 'team'),
    edgeOf('team', 'over', { memberKind: 'group' }),
  ],
  grants: [
    grantOf('team', 'P0', 'viewer', { holderKind: 'group' }),
    grantOf('team', 'P0', 'P0-dev', { holderKind: 'group' }),
    ...['gone', 'heir'].map((id) => grantOf(id, 'P1', 'admin')),
    grantOf('weak', 'P1', 'P1-deleter'),
  ],
};

/** What a command changes, done by the product itself; it must be let. */
function changesOf(world: World, command: Command): Change[] {
  const outcome = plan(world, command, 'system', 0);
  if ('refusal' in outcome) assert.fail(JSON.stringify(outcome.refusal));
  return [...outcome.changes];
}

/** The world once a command is done, and what it changed. */
function after(snapshot: Snapshot, command: Command): { world: World; deleted: Change[] } {
  const world = worldOf(snapshot);
  const deleted = changesOf(world, command);
  world.apply(deleted);
  return { world, deleted };
}
const team = after(before, { do: 'group.delete', group: 'team' });
const groupBack: Command = { do: 'group.restore', group: 'team', deleted: team.deleted };
const p1 = after(before, { do: 'project.delete', project: 'P1' });
const projectBack = (by: string): Command => ({
  do: 'project.restore',
  project: 'P1',
  deleted: p1.deleted,
  by,
});

table('a group comes back', team.world, [
  ['root', 'with every right', groupBack, null],
  ['maker', 'without the right to delete groups', groupBack, 'forbidden'],
  ['gone', 'without any right', groupBack, 'forbidden'],
]);

table('a project comes back', p1.world, [
  ['root', 'to whom any project is open', projectBack('gone'), null],
  ['gone', 'to who deleted it, as its admin', projectBack('gone'), null],
  ['heir', 'to another of its admins', projectBack('gone'), 'forbidden'],
  ['weak', 'to who deleted it, and has less than it gives', projectBack('weak'), 'exceeds'],
  ['ann', 'to who deleted it, and may not in it', projectBack('ann'), 'forbidden'],
]);

/** The facts that come back with the group `team` into a world that has changed since, by their ids. */
function backInto(world: World): string[] {
  const back = changesOf(world, groupBack);
  return back.flatMap(({ kind, after }) => (after ? `${kind} ${after.id}` : [])).sort();
}
const all = [
  'edge ann in team by manual',
  'edge ben in team by manual',
  'edge team in over by manual',
  'grant team has P0-dev on P0',
  'grant team has viewer on P0',
  'group team',
];
const without = (...missing: string[]): string[] => all.filter((id) => !missing.includes(id));

for (const [since, gone, command] of [
  ['nothing was changed', [], null],
  ['a person left', ['edge ann in team by manual'], { do: 'member.remove', principal: 'ann' }],
  ['a role is gone', ['grant team has P0-dev on P0'], { do: 'role.delete', role: 'P0-dev' }],
  [
    'a project is gone',
    ['grant team has P0-dev on P0', 'grant team has viewer on P0'],
    { do: 'project.delete', project: 'P0' },
  ],
  [
    'the group above is gone',
    ['edge team in over by manual'],
    { do: 'group.delete', group: 'over' },
  ],
] as const)
  test(`a group comes back with what is still there: ${since}`, () => {
    const { world } = after(before, { do: 'group.delete', group: 'team' });
    if (command) world.apply(changesOf(world, command));
    assert.deepEqual(backInto(world), without(...gone));
  });

test('a group that comes back closes no circle with groups that were put into each other since', () => {
  const nested: Snapshot = {
    ...before,
    groups: [...before.groups, groupOf('mid')],
    edges: [
      edgeOf('mid', 'team', { memberKind: 'group' }),
      edgeOf('team', 'over', { memberKind: 'group' }),
    ],
  };
  const { world, deleted } = after(nested, { do: 'group.delete', group: 'team' });
  // Once `over` is in `mid`: over in mid in team in over would be a circle.
  const edge = edgeOf('over', 'mid', { memberKind: 'group' });
  world.apply(changesOf(world, { do: 'edge.add', edge }));
  const back = changesOf(world, { do: 'group.restore', group: 'team', deleted });
  assert.equal(back.filter(({ kind, after }) => kind === 'edge' && after).length, 1);
});
