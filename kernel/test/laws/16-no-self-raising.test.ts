import assert from 'node:assert/strict';
import fc, { type Arbitrary } from 'fast-check';
import { type Command, decide, type Instant, plan, type World } from '../../src/index.ts';
import { grantOf, managerOf, memberOf } from '../build.ts';
import type { Snapshot } from '../oracle.ts';
import { rules } from '../rules.ts';
import { type Ask, asks, groups, moments, projects, worlds } from '../worlds.ts';
import { aimed, commands, organizationManager, projectManager } from './commands.ts';
import { everyone, law, withFacts, worldOf } from './law.ts';

/** The facts that make `actor` one who may do much, and not everything. */
const actors: Arbitrary<Partial<Snapshot>> = fc
  .record({
    roles: fc.constantFrom(['manager'], ['manager', 'R0'], ['member'], ['no-access']),
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
    roles: [organizationManager, ...projects.map(projectManager)],
    managers: manages.map((group) => managerOf('actor', group)),
    grants: grants.map(([project, what], n) =>
      grantOf('actor', project, what === 'manager' || what === 'A' ? `${project}-${what}` : what, {
        id: `actor ${n}`,
      }),
    ),
  }));

type Drawn = [Snapshot, Partial<Snapshot>, Command, number, Ask[], Instant, Instant];
const drawn = [worlds, actors, commands, fc.nat(), asks, moments, moments] as const;

law(
  'law 16, no self-raising: what an actor is let do gives nobody, now or later, what the actor has not and may not take',
  [...drawn],
  (...given: Drawn) => raisesNobody(...given),
);

law(
  'law 16, no self-raising: nor does it where only projects are at stake, in which the actor may do much',
  [...drawn],
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
  const outcome = plan(before, command, { principal: 'actor' }, at);
  if ('refusal' in outcome) return;
  const after = worldOf(withFacts(snapshot, actor)).apply(outcome.changes);
  for (const principal of [...everyone, 'actor'])
    for (const ask of asked)
      for (const moment of [at, Math.max(at, later)]) {
        const [was, is] = [before, after].map((world) =>
          decide(world, { principal, ...ask }, moment),
        );
        if (is && !was)
          assert.ok(
            hasOrMayTake(before, ask, at),
            JSON.stringify({ command, principal, ask, moment }),
          );
      }
}

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
