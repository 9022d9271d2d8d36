import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Command, plan, type Rule } from '../../src/index.ts';
import { edgeOf, emptySnapshot, grantOf, groupOf, memberOf, projectOf, roleOf } from '../build.ts';
import { organizationManager } from '../laws/actors.ts';
import { worldOf } from '../laws/law.ts';

/** Single guards, each with the one case that needs it. */

const secretsRule = (action: string): Rule => ({ subject: 'secrets', action });
const world = worldOf({
  ...emptySnapshot,
  members: [
    memberOf('root', { roles: ['admin'] }),
    memberOf('clerk', { roles: ['manager'] }),
    memberOf('temp', { roles: ['manager'] }),
    memberOf('dan'),
    memberOf('pending', { status: 'invited' }),
    memberOf('strong', { status: 'invited', roles: ['admin'] }),
  ],
  groups: [
    groupOf('blind', { role: 'blinded' }),
    groupOf('admins', { role: 'admin' }),
    groupOf('inner'),
  ],
  projects: [projectOf('P0')],
  roles: [
    organizationManager,
    roleOf('blinded', null, [{ subject: 'member', action: 'read', inverted: true }]),
    roleOf('P0-bare', 'P0', [secretsRule('readValue')]),
    roleOf('P0-names', 'P0', [secretsRule('describeSecret')]),
    roleOf('P0-people', 'P0', [
      { subject: 'member', action: ['create', 'edit', 'assign-role', 'grant-privileges'] },
      secretsRule('describeSecret'),
    ]),
  ],
  edges: [
    edgeOf('temp', 'admins', { until: 20 }),
    edgeOf('inner', 'admins', { memberKind: 'group', until: 15 }),
  ],
  grants: [grantOf('clerk', 'P0', 'P0-people'), grantOf('dan', 'P0', 'P0-bare')],
});
const reasonOf = (command: Command, who: string | null): string | null => {
  const outcome = plan(world, command, who === null ? 'system' : { principal: who }, 0);
  return 'refusal' in outcome ? outcome.refusal.reason : null;
};

test('the only admin is not put into a group that denies it something', () => {
  assert.equal(reasonOf({ do: 'edge.add', edge: edgeOf('root', 'blind') }, null), 'lastAdmin');
  assert.equal(reasonOf({ do: 'edge.add', edge: edgeOf('dan', 'blind') }, null), null);
});

test('who may describe alone lets nobody describe who may read what it describes', () => {
  const roles = (...all: string[]): Command => ({
    do: 'grant.replace',
    project: 'P0',
    holder: 'dan',
    holderKind: 'principal',
    membership: 'm',
    roles: all.map((role) => ({ id: role, role, from: null, until: null, range: null })),
  });
  assert.equal(reasonOf(roles('P0-bare', 'P0-names'), 'clerk'), 'exceeds');
});

test('what a group gives for a time is given by who holds it for as long', () => {
  assert.equal(reasonOf({ do: 'edge.add', edge: edgeOf('dan', 'inner') }, 'temp'), null);
  assert.equal(reasonOf({ do: 'edge.add', edge: edgeOf('dan', 'admins') }, 'temp'), 'exceeds');
});

test('a nesting that is over gives nothing, and nothing of it is weighed', () => {
  const add: Command = { do: 'edge.add', edge: edgeOf('dan', 'inner') };
  assert.equal(reasonOf(add, 'clerk'), 'exceeds');
  assert.equal('refusal' in plan(world, add, { principal: 'clerk' }, 16), false);
});

const accept = (principal: string, inviter: string | null, isProven = false): Command => ({
  do: 'member.accept',
  principal,
  inviter,
  isProven,
});
test('an invitation is as good as its inviter', () => {
  assert.equal(reasonOf(accept('pending', 'clerk'), null), null);
  assert.equal(reasonOf(accept('pending', 'dan'), null), 'notFound');
  assert.equal(reasonOf(accept('pending', null), null), 'notFound');
  assert.equal(reasonOf(accept('strong', 'clerk'), null), 'outgrown');
  assert.equal(reasonOf(accept('strong', 'clerk', true), null), null);
  assert.equal(reasonOf(accept('strong', 'root'), null), null);
  assert.equal(reasonOf(accept('pending', 'clerk'), 'clerk'), 'forbidden');
});

test('who may take projects for a time takes one for as long', () => {
  const command = { do: 'project.take', project: 'P0', grant: 'g', membership: 'm' } as const;
  const untilOf = (who: string) => {
    const outcome = plan(world, command, { principal: who }, 0);
    assert.ok('changes' in outcome);
    const [change] = outcome.changes;
    return change?.kind === 'grant' ? change.after?.until : undefined;
  };
  assert.equal(untilOf('temp'), 20);
  assert.equal(untilOf('root'), null);
});
