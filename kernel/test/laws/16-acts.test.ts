import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Command, type HolderKind, type Privilege, plan, type Rule } from '../../src/index.ts';
import {
  edgeOf,
  emptySnapshot,
  grantOf,
  groupOf,
  managerOf,
  memberOf,
  projectOf,
  roleOf,
} from '../build.ts';
import { organizationManager, projectManager } from './actors.ts';
import { worldOf } from './law.ts';

/**
 * `ben` may do all, but for what two groups and a role of his deny; `cleo` is suspended and was strong; `vault` is a strong
 * group. `actor` manages people, groups and roles everywhere, and has nothing of all that.
 */
const deny = (subject: string): Rule => ({ subject, action: 'read', inverted: true });
const allow: Rule = { subject: 'secrets', action: 'read' };
const world = worldOf({
  ...emptySnapshot,
  members: [
    memberOf('root', { roles: ['admin'] }),
    memberOf('actor', { roles: ['manager', 'member'] }),
    memberOf('dan'),
    memberOf('ci', { kind: 'machineIdentity' }),
    memberOf('ben', { roles: ['member', 'blind'] }),
    memberOf('cleo', { status: 'suspended', roles: ['admin'] }),
  ],
  groups: [
    groupOf('outer'),
    groupOf('kept-out'),
    groupOf('blinded', { role: 'blind' }),
    groupOf('vault'),
    groupOf('shut', { status: 'suspended' }),
  ],
  projects: [projectOf('P0')],
  roles: [organizationManager, projectManager('P0'), roleOf('blind', null, [deny('audit-logs')])],
  managers: [managerOf('dan', 'kept-out')],
  edges: [
    edgeOf('ben', 'kept-out'),
    edgeOf('ben', 'blinded'),
    edgeOf('kept-out', 'outer', { memberKind: 'group' }),
  ],
  grants: [
    grantOf('ben', 'P0', 'admin'),
    grantOf('actor', 'P0', 'P0-manager'),
    grantOf('kept-out', 'P0', [deny('secrets')], { id: 'kept-out, denied', holderKind: 'group' }),
    grantOf('actor', 'P0', [], { id: 'weak' }),
    grantOf('dan', 'P0', [allow], { id: 'soon over', until: 5 }),
    grantOf('outer', 'P0', [deny('tags')], { holderKind: 'group' }),
    grantOf('vault', 'P0', 'viewer', { holderKind: 'group' }),
    grantOf('shut', 'P0', 'viewer', { holderKind: 'group' }),
  ],
});

const privilegeOf = (holder: string, rule: Rule): Privilege => {
  const { role: _, membership: __, ...grant } = grantOf(holder, 'P0', [rule]);
  return { ...grant, id: 'fresh', slug: 'fresh', rules: [rule] };
};

const takings: [what: string, command: Command][] = [
  ['a group deleted', { do: 'group.delete', group: 'kept-out' }],
  ['a group around deleted', { do: 'group.delete', group: 'outer' }],
  ['a group suspended', { do: 'group.edit', group: 'kept-out', status: 'suspended' }],
  ['a member taken out', { do: 'edge.remove', group: 'kept-out', member: 'ben', source: 'manual' }],
  [
    'a group taken out',
    { do: 'edge.remove', group: 'outer', member: 'kept-out', source: 'manual' },
  ],
  ['a membership made to end', { do: 'edge.add', edge: edgeOf('ben', 'kept-out', { until: 1 }) }],
  ['another role for a group', { do: 'group.edit', group: 'blinded', role: 'no-access' }],
  ['other roles for a member', { do: 'member.setRoles', principal: 'ben', roles: ['member'] }],
  ['a role’s deny dropped', { do: 'role.edit', role: 'blind', rules: [] }],
  ['a group taken off the project', { do: 'grant.remove', project: 'P0', holder: 'kept-out' }],
  ['a manager dismissed', { do: 'manager.remove', group: 'kept-out', holder: 'dan' }],
  ['a privilege taken away', { do: 'privilege.remove', privilege: 'kept-out, denied' }],
  [
    'a privilege’s deny dropped',
    { do: 'privilege.edit', privilege: 'kept-out, denied', rules: [] },
  ],
  ['a privilege made to end', { do: 'privilege.edit', privilege: 'kept-out, denied', until: 1 }],
];

const give = (role: string, holder: string, holderKind: HolderKind): Command => {
  const roles = [{ id: 'fresh', role, from: null, until: null, range: null }];
  const verb = [...world.grants(holder, 'P0')].length > 0 ? 'grant.replace' : 'grant.add';
  return { do: verb, project: 'P0', holder, holderKind, membership: 'fresh', roles };
};
const givings: [what: string, command: Command][] = [
  ['a stranger joins a strong group', { do: 'edge.add', edge: edgeOf('dan', 'vault') }],
  ['the actor joins it', { do: 'edge.add', edge: edgeOf('actor', 'vault') }],
  ['a program joins it', { do: 'edge.add', edge: edgeOf('ci', 'vault') }],
  ['to join later', { do: 'edge.add', edge: edgeOf('dan', 'vault', { from: 9 }) }],
  [
    'a group is put into it',
    { do: 'edge.add', edge: edgeOf('outer', 'vault', { memberKind: 'group' }) },
  ],
  ['a role for the actor', give('viewer', 'actor', 'principal')],
  ['a role for another', give('viewer', 'dan', 'principal')],
  ['a role for a group', give('admin', 'vault', 'group')],
  ['a stronger role', { do: 'role.edit', role: 'P0-manager', rules: [allow] }],
  [
    'a stronger role of the organization',
    { do: 'role.edit', role: 'manager', rules: [{ subject: 'audit-logs', action: 'read' }] },
  ],
  ['a group made strong', { do: 'group.edit', group: 'outer', role: 'admin' }],
  ['a strong group made', { do: 'group.create', group: groupOf('new', { role: 'admin' }) }],
  ['a group woken', { do: 'group.edit', group: 'shut', status: 'active' }],
  ['a strong member woken', { do: 'member.reactivate', principal: 'cleo' }],
  ['a manager of a strong group', { do: 'manager.add', manager: managerOf('dan', 'vault') }],
  ['the actor as its manager', { do: 'manager.add', manager: managerOf('actor', 'vault') }],
  [
    'a group as its manager',
    { do: 'manager.add', manager: managerOf('outer', 'vault', { holderKind: 'group' }) },
  ],
  ['a privilege for the actor', { do: 'privilege.add', privilege: privilegeOf('actor', allow) }],
  ['a privilege for another', { do: 'privilege.add', privilege: privilegeOf('ben', allow) }],
  ['a privilege made wider', { do: 'privilege.edit', privilege: 'weak', rules: [allow] }],
  ['a privilege made longer', { do: 'privilege.edit', privilege: 'soon over', until: 9 }],
  ['a member made strong', { do: 'member.setRoles', principal: 'dan', roles: ['admin'] }],
  ['a strong member invited', { do: 'member.add', member: memberOf('new', { roles: ['admin'] }) }],
];

function refused([what, command]: [string, Command]): void {
  void test(`law 16, no self-raising: ${what}`, () => {
    const outcome = plan(world, command, { principal: 'actor' }, 0);
    assert.ok('refusal' in outcome, JSON.stringify(outcome));
    assert.equal(outcome.refusal.reason, 'exceeds');
    assert.ok('changes' in plan(world, command, 'system', 0));
  });
}

for (const [what, command] of takings)
  refused([`to take a deny away is to give what it denied: ${what}`, command]);
for (const [what, command] of givings)
  refused([`nobody gives what they do not hold: ${what}`, command]);
