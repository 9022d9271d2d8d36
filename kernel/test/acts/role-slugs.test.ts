import type { Command, Rule } from '../../src/index.ts';
import { edgeOf, emptySnapshot, grantOf, groupOf, memberOf, projectOf, roleOf } from '../build.ts';
import { worldOf } from '../laws/law.ts';
import { table } from './table.ts';

/**
 * Law 16: roles are given by their slugs, so a slug that goes from a weak role to a strong one gives what the strong one
 * does to whomever is given the weak one next. `clerk` edits roles and holds what is weak, `lead` all that there is, `temp`
 * the same for a time.
 */
const weak: Rule = { subject: 'audit-logs', action: 'read' };
const strong: Rule = { subject: 'member', action: ['read', 'edit', 'delete'] };
const editing: Rule = { subject: 'role', action: ['read', 'edit'] };
const describing: Rule = { subject: 'secrets', action: 'describeSecret' };
const deny: Rule = { subject: 'tags', action: 'delete', inverted: true };
const world = worldOf({
  ...emptySnapshot,
  members: [
    memberOf('root', { roles: ['admin'] }),
    memberOf('clerk', { roles: ['editor'] }),
    memberOf('lead', { roles: ['editor', 'strong'] }),
    memberOf('temp', { roles: ['editor'] }),
  ],
  groups: [groupOf('strongest', { role: 'strong' })],
  projects: [projectOf('P0')],
  roles: [
    roleOf('editor', null, [editing, weak]),
    roleOf('weak', null, [weak]),
    roleOf('strong', null, [strong]),
    roleOf('P0-editor', 'P0', [editing, describing]),
    roleOf('P0-weak', 'P0', [describing]),
    roleOf('P0-strong', 'P0', [describing, { subject: 'secrets', action: 'readValue' }]),
    roleOf('P0-denying', 'P0', [deny]),
  ],
  edges: [edgeOf('temp', 'strongest', { until: 20 })],
  grants: [
    grantOf('clerk', 'P0', 'P0-editor'),
    grantOf('lead', 'P0', 'admin'),
    grantOf('temp', 'P0', 'admin', { until: 20 }),
  ],
});
const edit = (role: string, more: object): Command => ({ do: 'role.edit', role, ...more });
const renamed = (role: string, slug = 'other') => edit(role, { slug });

table('a role under another slug', world, [
  ['clerk', 'a strong one', renamed('strong'), 'exceeds'],
  ['clerk', 'a weak one', renamed('weak'), null],
  [
    'clerk',
    'a weak one made strong by it',
    edit('weak', { slug: 'o', rules: [strong] }),
    'exceeds',
  ],
  ['clerk', 'a strong one called otherwise', edit('strong', { name: 'Other' }), null],
  ['clerk', 'the same slug', renamed('strong', 'STRONG'), null],
  ['lead', 'a strong one by who holds it', renamed('strong'), null],
  ['temp', 'a strong one by who holds it for a time', renamed('strong'), 'exceeds'],
  ['temp', 'a strong one made weak by it', edit('strong', { slug: 'o', rules: [weak] }), null],
  ['clerk', 'a strong one of a project', renamed('P0-strong'), 'exceeds'],
  ['clerk', 'a weak one of a project', renamed('P0-weak'), null],
  ['clerk', 'one that denies what it does not hold', renamed('P0-denying'), 'exceeds'],
  ['lead', 'a strong one of a project by who holds it', renamed('P0-strong'), null],
  ['lead', 'one that denies what it holds', renamed('P0-denying'), null],
  ['temp', 'one of a project, held for a time', renamed('P0-strong'), 'exceeds'],
]);
