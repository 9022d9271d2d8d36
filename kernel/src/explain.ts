import { type Because, judge, permits, type Question } from './decide.ts';
import type { Id, Instant } from './facts.ts';
import { applies, type CompiledRule } from './match.ts';
import {
  deepest,
  isValid,
  liveHolders,
  liveRules,
  type Route,
  routes,
  rulesOfHolders,
  withGroupsAbove,
} from './routes.ts';
import { canonicalSubject, neededActions } from './vocabulary.ts';
import type { World } from './world.ts';

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
  /** Groups, not on a live route, that would give what is asked. */
  wouldGive: readonly Id[];
};

/** As many routes as anyone looks at. */
const mostShown = 200;

/** Why a question has its answer. The verdict is the check's own; the routes are what it rests on. */
export function explain(world: World, question: Question, at: Instant): Explanation {
  const subject = canonicalSubject(question.subject);
  const needed = neededActions(subject, question.action);
  const found = routes(world, question.principal, question.project, at)
    .map((route) => speak(route, subject, needed, question))
    .sort((a, b) => rank(a) - rank(b));
  const rules = liveRules(world, question.principal, question.project, at);
  const missing = needed.filter((action) => !permits(rules, subject, action, question.attributes));
  const because = judge(rules, subject, question.action, question.attributes);
  return {
    allowed: because === 'allowed',
    because,
    missing,
    routes: found.slice(0, mostShown),
    wouldGive:
      because === 'noRule' || because === 'noRoute' ? groupsThatGive(world, question, at) : [],
  };
}

/** What decides comes first: a live deny, a live allow, what is live, what would speak, the rest. */
function rank({ blockers, allows, denies }: ExplainedRoute): number {
  const speaks = denies.length > 0 ? 0 : allows.length > 0 ? 1 : 2;
  return blockers.length === 0 ? speaks : 3 + speaks;
}

function speak(
  route: Route,
  subject: string,
  needed: readonly string[],
  question: Question,
): ExplainedRoute {
  const matching = [
    ...new Set(needed.flatMap((action) => route.rules.find(subject, action))),
  ].filter((rule) => applies(rule, question.attributes ?? {}));
  return {
    ...route,
    allows: matching.filter(({ inverted }) => !inverted),
    denies: matching.filter(({ inverted }) => inverted),
  };
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
