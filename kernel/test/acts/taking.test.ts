import type { Command, Rule } from '../../src/index.ts';
import { edgeOf, emptySnapshot, grantOf, groupOf, memberOf, projectOf, roleOf } from '../build.ts';
import { projectTaker } from '../laws/actors.ts';
import { worldOf } from '../laws/law.ts';
import { table } from './table.ts';

/**
 * Law 16: who may take any project and has taken it is still denied there what it is denied, and gives none of that, itself
 * included. `taken` has taken P0 and is denied the values of prod there by a privilege, `grouped` by a group, `free` by
 * nothing; `late` will be denied later.
 */
const reading = (environment?: string): Rule => ({
  subject: 'secrets',
  action: ['describeSecret', 'readValue'],
  ...(environment ? { conditions: { environment } } : {}),
});
const deny: Rule = { ...reading('prod'), action: 'readValue', inverted: true };
const world = worldOf({
  ...emptySnapshot,
  members: [
    ...['taken', 'free', 'grouped', 'late'].map((id) => memberOf(id, { roles: ['taker'] })),
    memberOf('root', { roles: ['admin'] }),
    memberOf('friend'),
  ],
  groups: [groupOf('bound')],
  projects: [projectOf('P0'), projectOf('P1')],
  roles: [
    projectTaker,
    roleOf('P0-dev', 'P0', [reading('dev')]),
    roleOf('P0-prod', 'P0', [reading('prod')]),
    roleOf('P0-bound', 'P0', [reading(), deny]),
  ],
  edges: [edgeOf('grouped', 'bound')],
  grants: [
    ...['taken', 'free', 'grouped', 'late'].map((id) => grantOf(id, 'P0', 'admin')),
    ...['taken', 'free'].map((id) => grantOf(id, 'P1', 'admin')),
    grantOf('taken', 'P0', [deny], { id: 'own', slug: 'own' }),
    grantOf('late', 'P0', [deny], { id: 'later', slug: 'later', from: 50 }),
    grantOf('bound', 'P0', [deny], { id: 'groups', holderKind: 'group' }),
    grantOf('friend', 'P0', 'no-access', { id: 'friend' }),
    grantOf('friend', 'P0', [reading('prod'), deny], { id: 'theirs', slug: 'theirs' }),
  ],
});
const gives = (role: string, project = 'P0'): Command => ({
  do: project === 'P0' ? 'grant.replace' : 'grant.add',
  project,
  holder: 'friend',
  holderKind: 'principal',
  membership: 'm',
  roles: [{ id: 'fresh', role, from: null, until: null, range: null }],
});
const drop = (privilege: string): Command => ({ do: 'privilege.remove', privilege });
const renamed: Command = {
  do: 'environment.rename',
  project: 'P0',
  environment: 'prod',
  slug: 'live',
};

table('who has taken a project', world, [
  ['taken', 'gives what it is denied', gives('admin'), 'exceeds'],
  ['taken', 'gives that alone', gives('P0-prod'), 'exceeds'],
  ['taken', 'gives something else', gives('P0-dev'), null],
  ['taken', 'gives it with the same deny', gives('P0-bound'), null],
  ['taken', 'gives it where nothing denies it', gives('admin', 'P1'), null],
  ['taken', 'drops its own deny', drop('own'), 'exceeds'],
  ['taken', "drops another's deny", drop('theirs'), 'exceeds'],
  ['taken', 'renames it out of its deny', renamed, 'exceeds'],
  ['taken', 'takes from who has more', { do: 'grant.remove', project: 'P0', holder: 'free' }, null],
  ['free', 'gives all', gives('admin'), null],
  ['free', "drops another's deny", drop('own'), null],
  ['free', 'renames it', renamed, null],
  ['grouped', 'gives what its group denies it', gives('admin'), 'exceeds'],
  ['late', 'gives for good what it is denied later', gives('P0-prod'), 'exceeds'],
  ['late', 'gives something else', gives('P0-dev'), null],
]);
