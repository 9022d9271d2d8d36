import type { Command, Rule } from '../../src/index.ts';
import { emptySnapshot, grantOf, groupOf, memberOf, projectOf, roleOf } from '../build.ts';
import { worldOf } from '../laws/law.ts';
import { table } from './table.ts';

/** Renaming, moving, tagging: whoever changes what rules look at must hold what comes and goes, on the thing as it was. */
const reading = ['describeSecret', 'readValue'];
const allow = (conditions?: Rule['conditions']): Rule => ({
  subject: 'secrets',
  action: reading,
  ...(conditions ? { conditions } : {}),
});
const deny = (conditions: Rule['conditions']): Rule => ({ ...allow(conditions), inverted: true });
const editing: Rule[] = [
  { subject: 'environments', action: ['read', 'edit', 'delete'] },
  { subject: 'tags', action: ['read', 'edit', 'delete'] },
  { subject: 'secret-folders', action: ['read', 'edit', 'delete'] },
  { subject: 'secrets', action: ['describeSecret', 'edit'] },
];
const who = (name: string, ...rules: Rule[]) => grantOf(name, 'P0', [...editing, ...rules]);
const people = [
  'notProd',
  'notRestricted',
  'notVault',
  'mine',
  'qa',
  'public',
  'open',
  'boss',
  'namer',
  'qaTags',
];
const world = worldOf({
  ...emptySnapshot,
  members: [...people, 'root', 'reader'].map((id) =>
    memberOf(id, { roles: id === 'root' ? ['admin'] : ['renamer'] }),
  ),
  groups: [groupOf('High'), groupOf('Low')],
  projects: [projectOf('P0'), projectOf('P1')],
  roles: [
    roleOf('renamer', null, [{ subject: 'groups', action: 'edit' }]),
    roleOf('P0-dev', 'P0', [allow({ environment: 'dev' })]),
    roleOf('P0-spare', 'P0', [allow({ environment: 'spare' })]),
    roleOf('P0-low', 'P0', []),
    roleOf('P0-high', 'P0', []),
  ],
  grants: [
    who('notProd', allow(), deny({ environment: 'prod' })),
    who('notRestricted', allow(), deny({ secretTags: { $in: ['restricted'] } })),
    who('notVault', allow(), deny({ secretPath: { $glob: '/vault/**' } })),
    who('mine', allow({ secretPath: { $glob: '/mine/**' } })),
    who('qa', allow({ environment: { $in: ['qa'] } })),
    who('public', allow({ secretName: { $glob: 'PUBLIC_*' } })),
    who('open', allow({ secretTags: { $in: ['open'] } })),
    grantOf('boss', 'P0', 'admin'),
    who(
      'namer',
      { subject: 'role', action: ['edit'] },
      { subject: 'groups', action: ['create', 'assign-role'], conditions: { groupName: 'Low' } },
      { subject: 'member', action: 'assign-role', conditions: { assignableRole: 'p0-low' } },
    ),
    who('qaTags', allow({ environment: 'qa', secretTags: { $in: ['open'] } })),
    grantOf('reader', 'P0', 'P0-dev'),
  ],
});

const environment = (from: string, slug: string): Command => ({
  do: 'environment.rename',
  project: 'P0',
  environment: from,
  slug,
});
const folder = (path: string, to: string): Command => ({
  do: 'folder.rename',
  project: 'P0',
  environment: 'prod',
  path,
  to,
});
const tag = (from: string, slug: string): Command => ({
  do: 'tag.rename',
  project: 'P0',
  tag: from,
  slug,
});
const secret = (
  was: { secretName?: string; secretTags?: string[] },
  is: { secretName?: string; secretTags?: string[] },
): Command => {
  const it = { environment: 'prod', secretPath: '/', secretName: 'ROOTPW', secretTags: [] };
  return { do: 'secret.change', project: 'P0', was: { ...it, ...was }, is: { ...it, ...is } };
};

table('content', world, [
  ['notProd', 'a denied environment renamed', environment('prod', 'production'), 'exceeds'],
  [
    'notProd',
    'an environment that a rule names, which one may read',
    environment('dev', 'development'),
    null,
  ],
  [
    'boss',
    'the denied environment renamed by who holds it all',
    environment('prod', 'production'),
    null,
  ],
  ['qa', 'another environment renamed into one’s own', environment('prod', 'qa'), 'exceeds'],
  ['qa', 'one’s own environment renamed away from oneself', environment('qa', 'other'), null],
  ['mine', 'an environment renamed away from others', environment('dev', 'other'), 'exceeds'],
  [
    'mine',
    'an environment that a role names which nobody has',
    environment('spare', 'other'),
    null,
  ],
  ['notRestricted', 'a denied tag renamed', tag('restricted', 'harmless'), 'exceeds'],
  [
    'notRestricted',
    'a denied tag deleted',
    { do: 'tag.delete', project: 'P0', tag: 'restricted' },
    'exceeds',
  ],
  ['notRestricted', 'a tag that no rule speaks of renamed', tag('a', 'b'), null],
  ['notVault', 'a tag renamed into one that opens', tag('a', 'open'), 'exceeds'],
  ['notVault', 'a denied folder renamed', folder('/vault', '/open'), 'exceeds'],
  ['notVault', 'a folder around a denied one renamed', folder('/', '/x'), 'exceeds'],
  ['notVault', 'another folder renamed', folder('/api', '/web'), null],
  ['mine', 'a folder renamed into one’s own', folder('/vault', '/mine'), 'exceeds'],
  ['mine', 'a folder renamed within one’s own', folder('/mine/a', '/mine/b'), null],
  [
    'public',
    'a secret renamed into what one reads',
    secret({}, { secretName: 'PUBLIC_X' }),
    'exceeds',
  ],
  ['open', 'a secret tagged into what one reads', secret({}, { secretTags: ['open'] }), 'exceeds'],
  ['open', 'a secret that one reads untagged', secret({ secretTags: ['open'] }, {}), null],
  [
    'mine',
    'a secret untagged from what others read',
    secret({ secretTags: ['open'] }, {}),
    'exceeds',
  ],
  ['mine', 'a secret renamed of which no rule speaks', secret({}, { secretName: 'OTHER' }), null],
  [
    'namer',
    'a group renamed into one that one may add',
    { do: 'group.edit', group: 'High', name: 'Low' },
    'exceeds',
  ],
  [
    'namer',
    'a group renamed that no rule speaks of',
    { do: 'group.edit', group: 'High', name: 'Higher' },
    null,
  ],
  [
    'namer',
    'a role renamed into one that one may assign',
    { do: 'role.edit', role: 'P0-high', slug: 'p0-low2' },
    null,
  ],
  [
    'namer',
    'the slug that one may assign given up',
    { do: 'role.edit', role: 'P0-low', slug: 'other' },
    null,
  ],
  [
    'boss',
    'the same by who holds nothing of it',
    { do: 'role.edit', role: 'P0-low', slug: 'other' },
    null,
  ],
]);

const things = (attributes: Record<string, string>): Command => ({
  do: 'folder.delete',
  project: 'P0',
  environment: 'prod',
  path: '/a',
  things: [
    { subject: 'secret-folders', attributes: { environment: 'prod', secretPath: '/a' } },
    { subject: 'secrets', attributes },
  ],
});
table('content', world, [
  [
    'notVault',
    'a folder deleted with a secret that one may not delete',
    things({ environment: 'prod', secretPath: '/a', secretName: 'X' }),
    'forbidden',
  ],
  [
    'boss',
    'a folder deleted by who may delete each thing',
    things({ environment: 'prod', secretPath: '/a', secretName: 'X' }),
    null,
  ],
]);
