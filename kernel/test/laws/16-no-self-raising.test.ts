import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc, { type Arbitrary } from 'fast-check';
import type { Snapshot } from '../../spec/oracle.ts';
import { type Command, decide, type Id, type Instant, plan, type World } from '../../src/index.ts';
import { grantOf, managerOf, memberOf } from '../build.ts';
import { rules } from '../rules.ts';
import { type Ask, asks, groups, moments, projects, worlds } from '../worlds.ts';
import { organizationManager, organizationOwner, projectManager, projectTaker } from './actors.ts';
import { aimed, commands, commandsThat, verbs } from './commands.ts';
import { everyone, factsOf, law, withFacts, worldOf } from './law.ts';

/** The facts that make `actor` one who may do much, and not everything. */
const actors: Arbitrary<Partial<Snapshot>> = fc
  .record({
    roles: fc.constantFrom(
      ['manager'],
      ['manager', 'R0'],
      ['member'],
      ['manager', 'taker'],
      ['owner'],
      ['no-access'],
    ),
    manages: fc.subarray([...groups]),
    grants: fc.array(
      fc.tuple(
        fc.constantFrom(...projects),
        fc.oneof(fc.constantFrom('admin', 'member', 'manager', 'A'), rules('project')),
      ),
      { maxLength: 9, size: 'max' },
    ),
  })
  .map(({ roles, manages, grants }) => ({
    members: [memberOf('actor', { roles }), memberOf('root', { roles: ['admin'] })],
    roles: [organizationManager, organizationOwner, projectTaker, ...projects.map(projectManager)],
    managers: manages.map((group) => managerOf('actor', group)),
    grants: grants.map(([project, what], n) =>
      grantOf('actor', project, what === 'manager' || what === 'A' ? `${project}-${what}` : what, {
        id: `actor ${n}`,
      }),
    ),
  }));

type Drawn = [Snapshot, Partial<Snapshot>, Command, number, Ask[], Instant, Instant];
const drawnWith = (some: Arbitrary<Command>) =>
  [worlds, actors, some, fc.nat(), asks, moments, moments] as const;

law(
  'law 16, no self-raising: what an actor is let do gives nobody, now or later, what the actor has not and may not take',
  [...drawnWith(commands)],
  (...given: Drawn) => raisesNobody(...given),
);

law(
  'law 16, no self-raising: nor does it where only projects are at stake, in which the actor may do much',
  [...drawnWith(commands)],
  (snapshot: Snapshot, ...given) => raisesNobody(ofProjectsOnly(snapshot), ...given),
);

/** Nobody has an organization role, so that an act is judged by rights on projects alone, denies among them. */
function ofProjectsOnly(snapshot: Snapshot): Snapshot {
  const deny = { subject: 'secrets', action: 'read', inverted: true };
  return {
    ...snapshot,
    members: snapshot.members.map((one) => ({ ...one, roles: ['no-access'] })),
    groups: snapshot.groups.map((one) => ({ ...one, role: 'no-access' })),
    grants: snapshot.grants.map((one, n) =>
      one.holderKind === 'group' && n % 2 === 0 ? { ...one, role: null, rules: [deny] } : one,
    ),
  };
}

function raisesNobody(...[snapshot, actor, wanted, nth, asked, at, later]: Drawn): void {
  const command = aimed(wanted, snapshot, nth);
  const before = worldOf(withFacts(snapshot, actor));
  const facts = factsOf(before);
  const outcome = plan(before, command, { principal: 'actor' }, at);
  assert.deepEqual(factsOf(before), facts, 'a plan, refused or not, changes nothing itself');
  if ('refusal' in outcome) return;
  const after = worldOf(withFacts(snapshot, actor)).apply(outcome.changes);
  for (const principal of [...everyone, 'actor'])
    for (const ask of asked)
      for (const moment of [at, Math.max(at, later)]) {
        const was = decide(before, { principal, ...ask }, moment);
        const is = decide(after, { principal, ...ask }, moment);
        const raised = (is && !was) || (was && isControlled(command, principal));
        if (raised && !isMaker(command, principal, ask))
          assert.ok(
            hasOrMayTake(before, ask, at),
            JSON.stringify({ command, principal, ask, moment }),
          );
      }
}

/** Who changes how someone signs in can do all that they may. */
const isControlled = (command: Command, principal: Id): boolean =>
  command.do === 'member.control' && command.principal === principal;

/** A project that was not there before is its maker's: nobody held anything on it. */
const isMaker = (command: Command, principal: Id, { project }: Ask): boolean =>
  command.do === 'project.create' && command.project.id === project && principal === 'actor';

function hasOrMayTake(world: World, ask: Ask, at: Instant): boolean {
  const principal = 'actor';
  const mayTake = {
    principal,
    project: null,
    subject: 'organization-admin-console',
    action: 'access-all-projects',
  };
  return (
    decide(world, { principal, ...ask }, at) || (ask.project !== null && decide(world, mayTake, at))
  );
}

test('law 16, no self-raising: everything that can be asked for is drawn, and let and refused', () => {
  for (const verb of verbs) {
    const outcomes = fc
      .sample(fc.tuple(...drawnWith(commandsThat(verb))), { numRuns: 120, seed: 16 })
      .map(([snapshot, actor, command, nth, , at]) => {
        const world = worldOf(withFacts(snapshot, actor));
        return 'changes' in plan(world, aimed(command, snapshot, nth), { principal: 'actor' }, at);
      });
    // What comes of mails and links is the product's own act, never an actor's.
    const isProducts = verb === 'member.accept' || verb === 'member.prove';
    assert.equal(outcomes.includes(true), !isProducts, `${verb} is never let`);
    assert.ok(outcomes.includes(false), `${verb} is never refused`);
  }
});
