import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc, { type Arbitrary } from 'fast-check';
import { afterAct, type Content, thingsIn } from '../../spec/content.ts';
import type { Snapshot } from '../../spec/oracle.ts';
import {
  type Command,
  decide,
  type Id,
  type Instant,
  manages,
  plan,
  type World,
} from '../../src/index.ts';
import { grantOf, managerOf, memberOf, roleOf } from '../build.ts';
import { rules } from '../rules.ts';
import { groups, moments, principals, projects, worlds } from '../worlds.ts';
import { organizationManager, organizationOwner, projectManager, projectTaker } from './actors.ts';
import { aimed, commands } from './commands.ts';
import { aimedAct, contentActs, contents, type WantedAct } from './content.ts';
import { factsOf, law, numRuns, rooted, withFacts, worldOf } from './law.ts';

/**
 * Laws 16 and 20 over whole worlds, content among them: whatever sequence of acts one actor, or two who help each other,
 * are let do, nobody gets a right on a thing that neither held on that very thing when they began, and nobody loses one
 * that who acted did not hold. Things are known by their ids, whatever they are called before and after.
 */

const actorNames = ['actor', 'helper'];

/** May name and tag everything, and reads no more than it happens to. */
const namer = (project: string) =>
  roleOf(`${project}-namer`, project, [
    ...['environments', 'tags', 'secret-folders'].map((subject) => ({
      subject,
      action: ['read', 'create', 'edit', 'delete'],
    })),
    { subject: 'secrets', action: ['describeSecret', 'edit', 'create'] },
  ]);

const strengths: Arbitrary<Partial<Snapshot>> = fc
  .record({
    roles: fc.array(
      fc.constantFrom(
        ['manager'],
        ['manager', 'R0'],
        ['member'],
        ['owner'],
        ['no-access'],
        ['manager', 'taker'],
      ),
      { minLength: 2, maxLength: 2 },
    ),
    manages: fc.subarray([...groups]),
    grants: fc.array(
      fc.tuple(
        fc.constantFrom(...actorNames),
        fc.constantFrom(...projects.slice(0, 2)),
        fc.oneof(
          fc.constantFrom('admin', 'member', 'namer', 'namer', 'manager', 'A'),
          rules('project'),
        ),
        fc.constantFrom(null, null, null, 20, 30),
      ),
      { minLength: 2, maxLength: 8, size: 'max' },
    ),
  })
  .map(({ roles, manages, grants }) => ({
    members: [
      ...actorNames.map((id, n) => memberOf(id, { roles: roles[n] ?? ['member'] })),
      memberOf('root', { roles: ['admin'] }),
    ],
    roles: [
      organizationManager,
      organizationOwner,
      projectTaker,
      ...projects.flatMap((project) => [projectManager(project), namer(project)]),
    ],
    managers: manages.map((group) => managerOf('actor', group)),
    grants: grants.map(([who, project, what, until], n) =>
      grantOf(
        who,
        project,
        typeof what === 'string' && ['manager', 'namer', 'A'].includes(what)
          ? `${project}-${what}`
          : what,
        { id: `${who} ${n}`, until },
      ),
    ),
  }));

type Step = { by: number; access: Command | null; content: WantedAct; nth: number };
const steps = (most: number): Arbitrary<Step[]> =>
  fc.array(
    fc.record({
      by: fc.nat(1),
      access: fc.option(commands, { freq: 2 }),
      content: contentActs,
      nth: fc.nat(),
    }),
    { minLength: 1, maxLength: most, size: 'max' },
  );

const actions: Record<string, readonly string[]> = {
  secrets: ['describeSecret', 'readValue', 'edit', 'delete'],
  'secret-folders': ['read', 'edit', 'delete'],
};
/** On the organization, one right of each kind. */
const onOrganization = [
  ['groups', 'edit'],
  ['member', 'read'],
  ['role', 'edit'],
  ['audit-logs', 'read'],
] as const;

type Holding = (principal: Id, at: Instant) => Set<string>;

/** What each may do to which id. */
function holdings(world: World, content: Content): Holding {
  const things = thingsIn(content);
  return (principal, at) => {
    const held = new Set<string>();
    for (const { id, project, subject, attributes } of things)
      for (const action of actions[subject] ?? [])
        if (decide(world, { principal, project, subject, action, attributes }, at))
          held.add(`${project} ${action} ${id}`);
    for (const [subject, action] of onOrganization)
      if (decide(world, { principal, project: null, subject, action }, at))
        held.add(`organization ${action} ${subject}`);
    return held;
  };
}

const taking = ['organization-admin-console', 'access-all-projects'] as const;
const mayTake = (world: World, principal: Id, at: Instant): boolean =>
  decide(world, { principal, project: null, subject: taking[0], action: taking[1] }, at);

const everyone = [...principals, ...actorNames, 'root'];

/** A removal by a manager takes what the group gives, whatever it is (access model, §4). */
const isManagers = (world: World, command: Command, by: Id, at: Instant): boolean =>
  command.do === 'edge.remove' && manages({ world, actor: { principal: by }, at }, command.group);

function carriesOut(
  snapshot: Snapshot,
  strength: Partial<Snapshot>,
  content: Content,
  acts: readonly Step[],
  at: Instant,
  later: Instant,
  helpers: number,
): { let: number } {
  const start = rooted(withFacts(snapshot, strength));
  const world = worldOf(start);
  let now = content;
  let done = 0;
  const then = Math.max(at, later);
  for (const step of acts) {
    const by = actorNames[step.by % helpers] ?? 'actor';
    const drawn = step.access ? undefined : aimedAct(now, step.content);
    const command = step.access ? aimed(step.access, factsOf(world), step.nth) : drawn?.command;
    if (!command || (step.access && isOfContent(command))) continue;
    const outcome = plan(world, command, { principal: by }, at);
    if ('refusal' in outcome) continue;
    done++;
    const before = holdings(worldOf(factsOf(world)), now);
    const old = worldOf(factsOf(world));
    world.apply(outcome.changes);
    const next = drawn ? afterAct(now, drawn.act) : now;
    const after = holdings(world, next);
    for (const moment of [at, then]) {
      const own = before(by, moment);
      const takes = mayTake(old, by, moment);
      for (const principal of everyone) {
        const was = before(principal, moment);
        const is = after(principal, moment);
        const covered = (right: string) =>
          own.has(right) || (takes && !right.startsWith('organization'));
        const told = (right: string) => JSON.stringify({ right, principal, by, moment, command });
        for (const right of is)
          if (!was.has(right))
            assert.ok(covered(right) || isMade(command, right), `gains ${told(right)}`);
        if (moment !== at || principal === by || isManagers(old, command, by, at)) continue;
        for (const right of was)
          if (!is.has(right)) assert.ok(covered(right), `loses ${told(right)}`);
      }
    }
    now = next;
  }
  return { let: done };
}

const isOfContent = (command: Command): boolean =>
  /^(environment|folder|secret|tag)\./.test(command.do);

/** A project that was not there before is its maker's. */
const isMade = (command: Command, right: string): boolean =>
  command.do === 'project.create' && right.startsWith(`${command.project.id} `);

const drawn = [worlds, strengths, contents, steps(30), moments, moments] as const;
law(
  'laws 16 and 20, no road around: one actor, up to thirty acts',
  [...drawn],
  (...given) => {
    carriesOut(...given, 1);
  },
  numRuns / 2,
);
law(
  'laws 16 and 20, no road around: two who help each other',
  [...drawn],
  (...given) => {
    carriesOut(...given, 2);
  },
  numRuns / 2,
);

test('laws 16 and 20, no road around: acts of content are let and refused', () => {
  const sample = fc.sample(fc.tuple(...drawn), { numRuns: 40, seed: 20 });
  const done = sample.map((given) => carriesOut(...given, 2).let);
  assert.ok(done.some((one) => one > 3));
});
