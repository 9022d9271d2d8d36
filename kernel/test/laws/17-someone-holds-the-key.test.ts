import assert from 'node:assert/strict';
import fc from 'fast-check';
import { mayOracle, routesOracle, type Snapshot } from '../../spec/oracle.ts';
import type { Instant } from '../../src/index.ts';
import { builtInRules } from '../build.ts';
import { moments, worlds } from '../worlds.ts';
import { aimed, commands } from './commands.ts';
import { factsOf, law, planned, rooted, worldOf } from './law.ts';

law(
  'law 17, someone holds the key: no change takes the last active user who is the organization’s admin by decision',
  [
    worlds,
    fc.array(fc.tuple(commands, fc.nat()), { minLength: 1, maxLength: 30, size: 'max' }),
    moments,
  ],
  (snapshot, wanted, at) => {
    const world = worldOf(rooted(snapshot));
    for (const [drawn, nth] of wanted) {
      const command = aimed(drawn, factsOf(world), nth);
      const outcome = planned(world, command, at);
      const had = hasAdmin(factsOf(world), at);
      if (Array.isArray(outcome)) world.apply(outcome);
      else if (outcome.reason === 'lastAdmin') assert.ok(had);
      assert.equal(hasAdmin(factsOf(world), at) || !had, true, JSON.stringify(command));
    }
  },
);

/** By decision: with only what never ends allowed, and with all denied that is, or could come to be. */
const hasAdmin = (snapshot: Snapshot, at: Instant): boolean => {
  const lasting = { ...snapshot, edges: snapshot.edges.filter(({ until }) => until === null) };
  const woken = wakened(snapshot, at);
  return snapshot.members.some(
    ({ id, kind, status }) =>
      kind === 'user' &&
      status === 'active' &&
      key.every(([subject, action]) => {
        const question = { principal: id, project: null, subject, action };
        const rules = routesOracle(woken, id, null, at, builtInRules).flatMap((one) => one.rules);
        const isDenied = rules.some(
          (rule) =>
            rule.inverted &&
            today(rule.subject) === subject &&
            [rule.action].flat().includes(action),
        );
        return mayOracle(lasting, question, at, builtInRules) && !isDenied;
      }),
  );
};

/** `workspace` is the former name of `project`. */
const today = (subject: string) => (subject === 'workspace' ? 'project' : subject);

/** Everything that the built-in admin may do, which whoever gives that role must hold. */
const key = (builtInRules('admin', 'organization') ?? []).flatMap(({ subject, action }) =>
  [action].flat().map((one) => [subject, one] as const),
);

/** As if all that is suspended or still to come had begun. */
const wakened = (snapshot: Snapshot, at: Instant): Snapshot => ({
  ...snapshot,
  groups: snapshot.groups.map((one) => ({ ...one, status: 'active' })),
  edges: snapshot.edges
    .filter(({ until }) => until === null || until > at)
    .map((one) => ({ ...one, from: null, until: null })),
});
