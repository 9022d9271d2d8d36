import type { Command } from '../../src/index.ts';
import { edgeOf, emptySnapshot, grantOf, groupOf, memberOf, projectOf } from '../build.ts';
import { organizationManager } from '../laws/actors.ts';
import { worldOf } from '../laws/law.ts';
import { table } from './table.ts';

/** Who holds something until t gives it until t at most: `temp` is admin by a group until 20, and of P0 until 30. */
const world = worldOf({
  ...emptySnapshot,
  members: [
    memberOf('root', { roles: ['admin'] }),
    memberOf('temp', { roles: ['manager'] }),
    memberOf('dan'),
    memberOf('robot', { kind: 'machineIdentity', roles: ['admin'] }),
  ],
  groups: [groupOf('admins', { role: 'admin' }), groupOf('plain')],
  projects: [projectOf('P0'), projectOf('P1')],
  roles: [organizationManager],
  edges: [edgeOf('temp', 'admins', { until: 20 })],
  grants: [
    grantOf('temp', 'P1', 'admin', { until: 30 }),
    grantOf('temp', 'P1', 'no-access', { id: 'place' }),
  ],
});

const join = (member: string, until: number | null): Command => ({
  do: 'edge.add',
  edge: edgeOf(member, 'admins', { until }),
});
const { until: _, from: __, reason: ___, ...bare } = edgeOf('temp', 'admins');
const roles = (until: number | null): Command => ({
  do: 'grant.replace',
  project: 'P1',
  holder: 'temp',
  holderKind: 'principal',
  membership: 'm',
  roles: [
    { id: 'a', role: 'no-access', from: null, until: null, range: null },
    { id: 'b', role: 'admin', from: null, until, range: null },
  ],
});

table('not for longer than it is held', world, [
  ['temp', 'another let in for as long', join('dan', 20), null],
  ['temp', 'another let in for longer', join('dan', 21), 'exceeds'],
  ['temp', 'another let in for good', join('dan', null), 'exceeds'],
  ['temp', 'oneself made to stay', join('temp', null), 'exceeds'],
  ['temp', 'the same again without an end', { do: 'edge.add', edge: bare }, null],
  ['temp', 'one’s own end brought forward', join('temp', 10), null],
  [
    'temp',
    'a role for another for good',
    { do: 'member.setRoles', principal: 'dan', roles: ['admin'] },
    'exceeds',
  ],
  [
    'temp',
    'a role for oneself for good',
    { do: 'member.setRoles', principal: 'temp', roles: ['admin'] },
    'exceeds',
  ],
  [
    'temp',
    'a weak role for good',
    { do: 'member.setRoles', principal: 'dan', roles: ['no-access'] },
    null,
  ],
  ['temp', 'one’s role on a project made to stay', roles(null), 'exceeds'],
  ['temp', 'one’s role on a project made longer', roles(31), 'exceeds'],
  [
    'temp',
    'a credential of a stronger identity',
    { do: 'member.control', principal: 'robot', action: 'edit' },
    'exceeds',
  ],
  ['root', 'the same by who holds it for good', join('temp', null), null],
]);
