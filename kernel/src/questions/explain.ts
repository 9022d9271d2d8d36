import { type Id, type Instant, isValid } from '../facts.ts';
import { liveHolders, liveRules, rulesOfHolders, withGroupsAbove } from '../packed/live.ts';
import { trace } from '../packed/trace.ts';
import { deepest, type Route } from '../routes.ts';
import { type Attributes, applies, type CompiledRule } from '../rules/match.ts';
import { type Need, needOf } from '../rules/needs.ts';
import type { World } from '../world.ts';
import { type Because, judge, permits, type Question } from './decide.ts';

/** A route with those of its rules that speak to the question. */
export type ExplainedRoute = Route & {
  allows: readonly CompiledRule[];
  denies: readonly CompiledRule[];
};

export type Explanation = {
  allowed: boolean;
  because: Because;
  /** The actions that were not permitted, the parts of a composed one apart. */
  missing: readonly string[];
  /** Every route, those that count now first. */
  routes: readonly ExplainedRoute[];
};

/** As many routes as anyone looks at. */
const mostShown = 200;
const none: readonly never[] = [];
const noAttributes: Attributes = {};

/** Why a question has its answer. The verdict is the check's own; the routes are what it rests on. */
export function explain(world: World, question: Question, at: Instant): Explanation {
  const { principal, project, subject, action, attributes = noAttributes } = question;
  const need = needOf(subject, action);
  const live = liveRules(world, principal, project, at);
  const because = judge(live, subject, action, attributes);
  const allowed = because === 'allowed';
  const missing = allowed
    ? none
    : need.actions.filter((one) => !permits(live, need.subject, one, attributes));
  const routes: ExplainedRoute[] = [];
  for (const route of trace(world, principal, project, at))
    routes.push(speak(route, need, attributes));
  if (routes.length > 1) routes.sort(byWeight);
  if (routes.length > mostShown) routes.length = mostShown;
  return { allowed, because, missing, routes };
}

const byWeight = (a: ExplainedRoute, b: ExplainedRoute): number =>
  rank(a) - rank(b) || a.blockers.length - b.blockers.length;

/** What decides comes first: a live deny, a live allow, what is live, what would speak, the rest. */
function rank({ blockers, allows, denies }: ExplainedRoute): number {
  const speaks = denies.length > 0 ? 0 : allows.length > 0 ? 1 : 2;
  return blockers.length === 0 ? speaks : 3 + speaks;
}

function speak(route: Route, need: Need, attributes: Attributes): ExplainedRoute {
  const { path, holder, source, rules, blockers } = route;
  const allows: CompiledRule[] = [];
  const denies: CompiledRule[] = [];
  for (const rule of rules.on(need))
    if (applies(rule, attributes)) (rule.inverted ? denies : allows).push(rule);
  return { path, holder, source, rules, blockers, allows, denies };
}

/** Groups there, at most `most`, that would give what is missing to the principal, an active member, if it joined them. */
export function groupsThatGive(
  world: World,
  question: Question,
  at: Instant,
  most = Number.POSITIVE_INFINITY,
): Id[] {
  const own = liveHolders(world, question.principal, at);
  if (own.size === 0) return [];
  const groups =
    question.project === null
      ? [...world.all('group')].map(({ id }) => id)
      : [...world.grantsOn(question.project)]
          .filter((grant) => grant.holderKind === 'group' && isValid(grant, at))
          .map(({ holder }) => holder);
  const found: Id[] = [];
  for (const group of new Set(groups)) {
    if (found.length >= most) break;
    if (own.has(group) || world.get('group', group)?.status !== 'active') continue;
    const holders = new Set([...own, ...withGroupsAbove(world, group, at, deepest - 1)]);
    const live = rulesOfHolders(world, holders, question.project, at);
    if (permits(live, question.subject, question.action, question.attributes)) found.push(group);
  }
  return found;
}
