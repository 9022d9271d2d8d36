import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Snapshot } from '../../spec/oracle.ts';
import type { Conditions, Rule } from '../../src/index.ts';
import { decide, neededActions } from '../../src/index.ts';
import { edgeOf, grantOf, groupOf, memberOf, roleOf } from '../build.ts';
import { type Ask, asks, moments, principals, worlds } from '../worlds.ts';
import { law, withFacts, worldOf } from './law.ts';

/** What surely holds, or cannot be told: in both cases a deny stands. */
const standing = fc.constantFrom<(Conditions | undefined)[]>(
  undefined,
  {},
  { 'never told': 'x' },
  { 'never told': { $ne: 'x' } },
  { constructor: 'x' },
  { 'never told': { $in: 'x' } },
);
const ways = fc.constantFrom('itself' as const, 'a group' as const, 'a group in a group' as const);
const principal = fc.constantFrom(...principals);

law(
  'law 8, deny wins: a matching live deny makes it no, from whatever source, whatever else holds',
  [worlds, principal, ways, asks, fc.nat(), standing, moments],
  (drawn, who, way, asked, nth, conditions, at) => {
    for (const ask of asked) {
      const needed = neededActions(ask.subject, ask.action);
      const deny: Rule = {
        subject: ask.subject,
        action: needed[nth % needed.length] ?? ask.action,
        inverted: true,
        ...(conditions ? { conditions } : {}),
      };
      const world = worldOf(denying(drawn, who, way, ask, deny));
      assert.equal(decide(world, { principal: who, ...ask }, at), false);
    }
  },
);

law(
  'law 8, deny wins: a deny that surely does not match takes nothing',
  [worlds, principal, ways, asks, moments],
  (drawn, who, way, asked, at) => {
    for (const ask of asked) {
      const told = { ...ask, attributes: { ...ask.attributes, told: 'x' } };
      const conditions = { told: 'y', 'never told': 'z' };
      const deny: Rule = { subject: ask.subject, action: ask.action, inverted: true, conditions };
      const [plain, denied] = [[], [deny]].map((rules) =>
        worldOf(denying(drawn, who, way, ask, ...rules)),
      );
      assert.ok(plain && denied);
      assert.equal(
        decide(denied, { principal: who, ...told }, at),
        decide(plain, { principal: who, ...told }, at),
      );
    }
  },
);

/** The world in which the rules reach the principal by that way. */
function denying(
  drawn: Snapshot,
  who: string,
  way: 'itself' | 'a group' | 'a group in a group',
  ask: Ask,
  ...rules: Rule[]
): Snapshot {
  const holder = { itself: who, 'a group': 'lower', 'a group in a group': 'upper' }[way];
  const holderKind = way === 'itself' ? 'principal' : 'group';
  const role = ask.project === null && way !== 'itself' ? 'R9' : 'no-access';
  const member = drawn.members.find(({ id }) => id === who) ?? memberOf(who);
  const own = ask.project === null && way === 'itself' ? ['R9'] : [];
  return withFacts(drawn, {
    members: [{ ...member, roles: [...member.roles, ...own] }],
    groups: [
      groupOf('lower', holder === 'lower' ? { role } : {}),
      groupOf('upper', holder === 'upper' ? { role } : {}),
    ],
    edges: [edgeOf(who, 'lower'), edgeOf('lower', 'upper', { memberKind: 'group' })],
    grants: ask.project === null ? [] : [grantOf(holder, ask.project, rules, { holderKind })],
    roles: [roleOf('R9', null, rules)],
  });
}
