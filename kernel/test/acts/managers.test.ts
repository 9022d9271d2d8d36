import assert from 'node:assert/strict';
import { test } from 'node:test';
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
import { organizationManager } from '../laws/actors.ts';
import { worldOf } from '../laws/law.ts';
import { table } from './table.ts';

/**
 * `owner` owns `vault` and has nothing of what it gives; `chief` owns it until 20, by a group; `adder` may add members to any
 * group; `idclerk` may make credentials of identities; the group `wardens` and the identity `warden` manage `vault`.
 */
const hour = 3_600_000;
const world = worldOf({
  ...emptySnapshot,
  members: [
    memberOf('root', { roles: ['admin'] }),
    memberOf('owner'),
    memberOf('chief'),
    memberOf('adder', { roles: ['manager'] }),
    memberOf('dan'),
    memberOf('pending', { status: 'invited' }),
    memberOf('sock', { shownTo: ['owner'] }),
    memberOf('sock of a sock', { shownTo: ['someone gone', 'owner'] }),
    memberOf('of a friend', { shownTo: ['dan'] }),
    memberOf('of a program', { shownTo: ['warden'] }),
    memberOf('of root', { shownTo: ['root'] }),
    memberOf('owner of dan', { shownTo: ['dan'] }),
    memberOf('owner of root', { shownTo: ['root'] }),
    memberOf('robot', { kind: 'machineIdentity' }),
    memberOf('warden', { kind: 'machineIdentity' }),
    memberOf('engine', { kind: 'machineIdentity' }),
  ],
  groups: [
    groupOf('vault', { longest: hour }),
    groupOf('wardens'),
    groupOf('chiefs'),
    groupOf('open'),
  ],
  projects: [projectOf('P0')],
  roles: [organizationManager],
  managers: [
    managerOf('owner', 'vault', { kind: 'owner' }),
    managerOf('owner', 'open', { kind: 'owner' }),
    ...['owner of dan', 'owner of root', 'engine'].map((id) =>
      managerOf(id, 'vault', { kind: 'owner' }),
    ),
    managerOf('chiefs', 'vault', { kind: 'owner', holderKind: 'group' }),
    managerOf('wardens', 'vault', { holderKind: 'group' }),
    managerOf('warden', 'vault'),
  ],
  edges: [edgeOf('chief', 'chiefs', { until: 20 }), edgeOf('root', 'vault')],
  grants: [
    grantOf('vault', 'P0', 'viewer', { holderKind: 'group' }),
    grantOf('open', 'P0', 'viewer', { id: 'open', holderKind: 'group' }),
  ],
});

const join = (member: string, until: number | null, group = 'vault'): Command => ({
  do: 'edge.add',
  edge: edgeOf(member, group, { until }),
});
const appoint = (holder: string, kind: 'member' | 'owner'): Command => ({
  do: 'manager.add',
  manager: managerOf(holder, 'vault', { id: `${holder}, ${kind}`, kind }),
});

table('managers and owners', world, [
  ['owner', 'an owner lets in what it does not hold', join('dan', hour), null],
  ['owner', 'for longer than the group allows', join('dan', hour + 1), 'exceeds'],
  ['owner', 'for good, where the group allows it', join('dan', null, 'open'), null],
  ['owner', 'oneself', join('owner', hour), 'exceeds'],
  ['owner', 'a program', join('robot', hour), 'exceeds'],
  ['owner', 'an account begun by a link shown to oneself', join('sock', hour), 'exceeds'],
  ['owner', 'one begun by such an account', join('sock of a sock', hour), 'exceeds'],
  ['owner', 'one begun by a link shown to another', join('of a friend', hour), null],
  ['owner', 'one begun by a link shown to a program', join('of a program', hour), 'exceeds'],
  ['owner of dan', 'whoever was shown the link of the owner', join('dan', hour), 'exceeds'],
  ['owner of dan', 'an account in the same hands', join('of a friend', hour), 'exceeds'],
  ['owner of root', 'one in the same hands, which hold it all', join('of root', hour), null],
  ['engine', 'by a program that the newcomer may sign in as', join('adder', hour), 'exceeds'],
  ['engine', 'by a program that the newcomer may not', join('dan', hour), null],
  ['chief', 'for as long as one is owner', join('dan', 20), null],
  ['chief', 'for longer than one is owner', join('dan', 21), 'exceeds'],
  ['adder', 'by the right to add alone', join('dan', 10), 'exceeds'],
  [
    'owner',
    'an owner takes out whoever is in',
    { do: 'edge.remove', group: 'vault', member: 'root', source: 'manual' },
    null,
  ],
  [
    'adder',
    'by the right to remove alone',
    { do: 'edge.remove', group: 'vault', member: 'root', source: 'manual' },
    'exceeds',
  ],
  ['adder', 'oneself into a group that manages', join('adder', null, 'wardens'), 'exceeds'],
  ['adder', 'another into a group that manages', join('dan', null, 'wardens'), 'exceeds'],
  ['adder', 'another into a group that owns', join('dan', null, 'chiefs'), 'exceeds'],
  [
    'adder',
    'a credential of an identity that manages',
    { do: 'member.control', principal: 'warden', action: 'edit' },
    'exceeds',
  ],
  [
    'adder',
    'an identity that manages removed',
    { do: 'member.remove', principal: 'warden' },
    'exceeds',
  ],
  [
    'adder',
    'a credential of one that does not',
    { do: 'member.control', principal: 'robot', action: 'edit' },
    null,
  ],
  ['adder', 'a manager appointed of what one does not hold', appoint('dan', 'member'), 'exceeds'],
  ['adder', 'an owner appointed of what one does not hold', appoint('dan', 'owner'), 'exceeds'],
  ['adder', 'a manager made owner', appoint('warden', 'owner'), 'exceeds'],
  ['root', 'an owner appointed by who holds it all', appoint('dan', 'owner'), null],
  [
    'adder',
    'a group that gives something renamed',
    { do: 'group.edit', group: 'vault', name: 'other' },
    'exceeds',
  ],
  [
    'adder',
    'its longest membership changed',
    { do: 'group.edit', group: 'vault', longest: null },
    'exceeds',
  ],
  [
    'adder',
    'a group that gives nothing renamed',
    { do: 'group.edit', group: 'chiefs', description: 'x' },
    null,
  ],
]);

test('managers and owners: who is let in by an owner is marked, who is covered is not', () => {
  const mark = (who: string) => {
    const outcome = plan(world, join('dan', 10), { principal: who }, 0);
    assert.ok('changes' in outcome);
    const [change] = outcome.changes;
    return change?.kind === 'edge' ? change.after?.byOwner : 'nothing';
  };
  assert.equal(mark('owner'), true);
  assert.equal(mark('root'), undefined);
});
