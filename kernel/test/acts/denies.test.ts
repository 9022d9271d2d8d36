import type { Command, Rule } from '../../src/index.ts';
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
import { organizationManager, projectManager } from '../laws/actors.ts';
import { worldOf } from '../laws/law.ts';
import { table } from './table.ts';

/**
 * Law 20: a deny put upon someone takes what it denies, and so does an allow dropped from a role. `clerk` manages people,
 * groups and roles and holds nothing of what is denied; `lead` manages the group `trap`, which denies, and has no right at
 * all; `boss` is admin; `dan` has nothing.
 */
const deny = (subject: string, action: string | readonly string[]): Rule => ({
  subject,
  action,
  inverted: true,
});
const kill = roleOf('kill', null, [deny('audit-logs', 'read')]);
const blind = roleOf('P0-blind', 'P0', [deny('secrets', 'readValue')]);
const world = worldOf({
  ...emptySnapshot,
  members: [
    memberOf('root', { roles: ['admin'] }),
    memberOf('boss', { roles: ['admin'] }),
    memberOf('clerk', { roles: ['manager'] }),
    memberOf('lead'),
    memberOf('dan'),
  ],
  groups: [
    groupOf('trap', { role: 'kill' }),
    groupOf('strong'),
    groupOf('plain'),
    groupOf('readers'),
  ],
  projects: [projectOf('P0')],
  roles: [
    organizationManager,
    projectManager('P0'),
    kill,
    blind,
    roleOf('auditor', null, [{ subject: 'audit-logs', action: 'read' }]),
  ],
  managers: [managerOf('lead', 'trap')],
  edges: [edgeOf('boss', 'strong'), edgeOf('dan', 'plain')],
  grants: [
    grantOf('boss', 'P0', 'admin'),
    grantOf('clerk', 'P0', 'P0-manager'),
    grantOf('readers', 'P0', 'viewer', { holderKind: 'group' }),
    grantOf('dan', 'P0', 'no-access'),
  ],
});

const privilege = (holder: string): Command => {
  const {
    role: _,
    membership: __,
    ...grant
  } = grantOf(holder, 'P0', [deny('secrets', 'readValue')]);
  return {
    do: 'privilege.add',
    privilege: { ...grant, id: 'fresh', slug: 'fresh', rules: blind.rules },
  };
};
const roles = (holder: string, ...all: string[]): Command => ({
  do: 'grant.replace',
  project: 'P0',
  holder,
  holderKind: 'principal',
  membership: 'm',
  roles: all.map((role) => ({
    id: `${role} for ${holder}`,
    role,
    from: null,
    until: null,
    range: null,
  })),
});
const nest = (member: string, group: string): Command => ({
  do: 'edge.add',
  edge: edgeOf(member, group, { memberKind: 'group' }),
});

table('law 20, no taking from the stronger', world, [
  [
    'clerk',
    'a stronger person put into a group that denies',
    { do: 'edge.add', edge: edgeOf('boss', 'trap') },
    'exceeds',
  ],
  [
    'clerk',
    'one who has nothing of it put into it',
    { do: 'edge.add', edge: edgeOf('dan', 'trap') },
    null,
  ],
  ['clerk', 'oneself put into it', { do: 'edge.add', edge: edgeOf('clerk', 'trap') }, null],
  [
    'lead',
    'a stronger person put into the group one manages',
    { do: 'edge.add', edge: edgeOf('boss', 'trap') },
    'exceeds',
  ],
  ['clerk', 'a stronger group nested into it', nest('strong', 'trap'), 'exceeds'],
  [
    'clerk',
    'a group given a role that denies',
    { do: 'group.edit', group: 'strong', role: 'kill' },
    'exceeds',
  ],
  [
    'clerk',
    'a new group with a role that denies',
    { do: 'group.create', group: groupOf('new', { role: 'kill' }) },
    null,
  ],
  [
    'clerk',
    'an admin given a role that denies',
    { do: 'member.setRoles', principal: 'boss', roles: ['admin', 'kill'] },
    'exceeds',
  ],
  [
    'clerk',
    'a deny added to a role',
    {
      do: 'role.edit',
      role: 'auditor',
      rules: [{ subject: 'audit-logs', action: 'read' }, deny('billing', 'read')],
    },
    'exceeds',
  ],
  ['clerk', 'a role emptied', { do: 'role.edit', role: 'auditor', rules: [] }, 'exceeds'],
  [
    'clerk',
    'a role narrowed',
    {
      do: 'role.edit',
      role: 'auditor',
      rules: [{ subject: 'audit-logs', action: 'read', conditions: { x: 'y' } }],
    },
    'invalid',
  ],
  ['boss', 'the same by who holds it', { do: 'role.edit', role: 'auditor', rules: [] }, null],
  [
    'clerk',
    'a role written otherwise',
    { do: 'role.edit', role: 'auditor', rules: [{ subject: 'audit-logs', action: ['read'] }] },
    null,
  ],
  ['clerk', 'a denying privilege for the project’s admin', privilege('boss'), 'exceeds'],
  ['clerk', 'the admin’s roles replaced by others', roles('boss', 'no-access'), 'exceeds'],
  ['clerk', 'a denying role beside the admin’s', roles('boss', 'admin', 'P0-blind'), 'exceeds'],
  [
    'clerk',
    'a denying role for one who reads nothing',
    roles('dan', 'no-access', 'P0-blind'),
    null,
  ],
  ['clerk', 'the project deleted', { do: 'project.delete', project: 'P0' }, 'exceeds'],
  ['boss', 'the project deleted by its admin', { do: 'project.delete', project: 'P0' }, null],
  ['clerk', 'a stronger person suspended', { do: 'member.suspend', principal: 'boss' }, 'exceeds'],
  ['boss', 'oneself removed', { do: 'member.remove', principal: 'boss' }, null],
  [
    'boss',
    'a role of one’s own given up',
    { do: 'member.setRoles', principal: 'boss', roles: ['no-access'] },
    null,
  ],
]);
