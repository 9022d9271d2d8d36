import assert from 'node:assert/strict';
import { routesOracle } from '../../spec/oracle.ts';
import { decide, type Instant, neededActions, type Rule } from '../../src/index.ts';
import { builtInRules, emptySnapshot, grantOf, memberOf, projectOf, roleOf } from '../build.ts';
import { type Ask, asks, moments, worlds } from '../worlds.ts';
import { everyone, law, worldOf } from './law.ts';

law(
  'law 5, composite: the union of what each route allows on its own, less what any of them denies',
  [worlds, asks, moments],
  (snapshot, asked, at) => {
    const world = worldOf(snapshot);
    for (const principal of everyone)
      for (const ask of asked) {
        const routes = routesOracle(snapshot, principal, ask.project, at, builtInRules);
        const composed = neededActions(ask.subject, ask.action).every(
          (action) =>
            routes.some(({ rules }) => allowAlone(rules, { ...ask, action }, at)) &&
            !routes.some(({ rules }) => denyAlone(rules, { ...ask, action }, at)),
        );
        assert.equal(decide(world, { principal, ...ask }, at), composed);
      }
  },
);

const isDeny = ({ inverted }: Rule): boolean => inverted === true;

/** Whether the allows among the rules are enough without any other. */
const allowAlone = (rules: readonly Rule[], ask: Ask, at: Instant): boolean =>
  answerBy(
    rules.filter((rule) => !isDeny(rule)),
    ask,
    at,
  );

/** Whether the denies among the rules take what is otherwise allowed without conditions. */
const denyAlone = (rules: readonly Rule[], ask: Ask, at: Instant): boolean =>
  !answerBy([{ subject: ask.subject, action: ask.action }, ...rules.filter(isDeny)], ask, at);

/** The answer when these rules are all there is; reading a value also needs that the secret may be described. */
function answerBy(rules: readonly Rule[], ask: Ask, at: Instant): boolean {
  const described = { subject: 'secrets', action: 'describeSecret' };
  const role = roleOf(
    'only',
    ask.project,
    ask.action === 'readValue' ? [described, ...rules] : rules,
  );
  const held =
    ask.project === null
      ? { members: [memberOf('ann', { roles: ['only'] })] }
      : {
          members: [memberOf('ann')],
          projects: [projectOf(ask.project)],
          grants: [grantOf('ann', ask.project, 'only')],
        };
  const world = worldOf({ ...emptySnapshot, ...held, roles: [role] });
  return decide(world, { principal: 'ann', ...ask }, at);
}
