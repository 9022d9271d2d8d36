import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  type Command,
  type Conditions,
  compileRules,
  decide,
  type Instant,
  plan,
  type Rule,
  uncovered,
} from '../../src/index.ts';
import { edgeOf, emptySnapshot, grantOf, groupOf, memberOf, projectOf, roleOf } from '../build.ts';
import { allows, rules } from '../rules.ts';
import { type Ask, asks, moments } from '../worlds.ts';
import { organizationManager, projectManager } from './commands.ts';
import { law, worldOf } from './law.ts';

/** Some of the rules as they are, and some others that may or may not be within them. */
const conferrals = fc
  .tuple(
    rules('project'),
    fc.array(fc.nat(), { maxLength: 3 }),
    fc.array(allows('project'), { maxLength: 2 }),
  )
  .map(([held, same, others]) => ({
    held,
    conferred: [...same.flatMap((n) => held[n % held.length] ?? []), ...others],
  }));

law(
  'law 16, no self-raising: rules that are covered allow nothing that those held do not',
  [conferrals, asks, moments],
  ({ held, conferred }, asked, at) => {
    if (uncovered([compileRules(held)], compileRules(conferred)) !== null) return;
    for (const ask of asked)
      if (mayBy(conferred, ask, at)) assert.ok(mayBy(held, ask, at), JSON.stringify(ask));
  },
);

function mayBy(own: readonly Rule[], ask: Ask, at: Instant): boolean {
  const world = worldOf({
    ...emptySnapshot,
    members: [memberOf('ann')],
    projects: [projectOf('P0')],
    grants: [grantOf('ann', 'P0', own)],
  });
  return decide(world, { principal: 'ann', ...ask, project: 'P0' }, at);
}

test('law 16, no self-raising: a condition that cannot be read covers nothing', () => {
  const read = (conditions: Conditions) => [{ subject: 'secrets', action: 'read', conditions }];
  const unreadable: unknown[] = [7, null, [], { $regex: '.*' }, { $in: 'dev' }, { $glob: '!(x)' }];
  for (const value of unreadable) {
    const held = compileRules(read({ environment: value } as Conditions));
    assert.notEqual(
      uncovered([held], compileRules(read({ environment: 'dev' }))),
      null,
      JSON.stringify(value),
    );
  }
});

/** `ben` may do all, but for what two groups and a role of his deny; `actor` manages people, and has nothing of it. */
const deny = (subject: string): Rule => ({ subject, action: 'read', inverted: true });
const world = worldOf({
  ...emptySnapshot,
  members: [
    memberOf('root', { roles: ['admin'] }),
    memberOf('actor', { roles: ['manager', 'member'] }),
    memberOf('ben', { roles: ['member', 'blind'] }),
  ],
  groups: [groupOf('outer'), groupOf('kept-out'), groupOf('blinded', { role: 'blind' })],
  projects: [projectOf('P0')],
  roles: [organizationManager, projectManager('P0'), roleOf('blind', null, [deny('audit-logs')])],
  edges: [
    edgeOf('ben', 'kept-out'),
    edgeOf('ben', 'blinded'),
    edgeOf('kept-out', 'outer', { memberKind: 'group' }),
  ],
  grants: [
    grantOf('ben', 'P0', 'admin'),
    grantOf('actor', 'P0', 'P0-manager'),
    grantOf('kept-out', 'P0', [deny('secrets')], { holderKind: 'group' }),
    grantOf('outer', 'P0', [deny('tags')], { holderKind: 'group' }),
  ],
});

const takings: [what: string, command: Command][] = [
  ['a group deleted', { do: 'group.delete', group: 'kept-out' }],
  ['a group around deleted', { do: 'group.delete', group: 'outer' }],
  ['a group suspended', { do: 'group.edit', group: 'kept-out', status: 'suspended' }],
  [
    'a member taken out',
    { do: 'group.remove', group: 'kept-out', member: 'ben', source: 'manual' },
  ],
  [
    'a group taken out',
    { do: 'group.remove', group: 'outer', member: 'kept-out', source: 'manual' },
  ],
  ['a membership made to end', { do: 'group.add', edge: edgeOf('ben', 'kept-out', { until: 1 }) }],
  ['another role for a group', { do: 'group.edit', group: 'blinded', role: 'no-access' }],
  ['other roles for a member', { do: 'member.setRoles', principal: 'ben', roles: ['member'] }],
  ['a role’s deny dropped', { do: 'role.edit', role: 'blind', rules: [] }],
  ['a group taken off the project', { do: 'grant.remove', project: 'P0', holder: 'kept-out' }],
];

for (const [what, command] of takings)
  test(`law 16, no self-raising: to take a deny away is to give what it denied: ${what}`, () => {
    const outcome = plan(world, command, { principal: 'actor' }, 0);
    assert.ok('refusal' in outcome, JSON.stringify(outcome));
    assert.equal(outcome.refusal.reason, 'exceeds');
    assert.ok('changes' in plan(world, command, 'system', 0));
  });
