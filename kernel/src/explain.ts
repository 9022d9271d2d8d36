import { permits, type Question } from './decide.ts';
import type { Id, Instant } from './facts.ts';
import { applies, type CompiledRule } from './match.ts';
import { isValid, liveRules, type Route, routes } from './routes.ts';
import { canonicalSubject, neededActions } from './vocabulary.ts';
import type { World } from './world.ts';

/** A route with those of its rules that speak to the question. */
export type ExplainedRoute = Route & {
  allows: readonly CompiledRule[];
  denies: readonly CompiledRule[];
};

export type Explanation = {
  allowed: boolean;
  /** In one word: why. `denied` names a deny rule, `noRoute` that nothing live leads there at all. */
  because: 'allowed' | 'denied' | 'noRule' | 'noRoute';
  /** The actions that were not permitted, the parts of a composed one apart. */
  missing: readonly string[];
  /** Every route, those that count now first. */
  routes: readonly ExplainedRoute[];
  /** Groups, not on a live route, that would give what is asked. */
  wouldGive: readonly Id[];
};

/** Why a question has its answer. The verdict is the check's own; the routes are what it rests on. */
export function explain(world: World, question: Question, at: Instant): Explanation {
  const subject = canonicalSubject(question.subject);
  const needed = neededActions(subject, question.action);
  const found = routes(world, question.principal, question.project, at).map((route) =>
    speak(route, subject, needed, question),
  );
  const live = found.filter(({ blockers }) => blockers.length === 0);
  const rules = liveRules(world, question.principal, question.project, at);
  const missing = needed.filter((action) => !permits(rules, subject, action, question.attributes));
  const allowed = missing.length === 0;
  const denied = live.some(({ denies }) => denies.length > 0);
  return {
    allowed,
    because: allowed ? 'allowed' : denied ? 'denied' : live.length > 0 ? 'noRule' : 'noRoute',
    missing,
    routes: found,
    wouldGive: allowed || denied ? [] : groupsThatGive(world, question, at),
  };
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

/** Asked as though the group's own rules were all there is: bounded by the number of grants there. */
function groupsThatGive(world: World, question: Question, at: Instant): Id[] {
  const holders =
    question.project === null
      ? [...world.all('group')].map(({ id }) => id)
      : [
          ...new Set(
            [...world.grantsOn(question.project)]
              .filter(({ holderKind }) => holderKind === 'group')
              .map(({ holder }) => holder),
          ),
        ];
  return holders.filter((holder) => holderGives(world, holder, question, at));
}

function holderGives(world: World, holder: Id, question: Question, at: Instant): boolean {
  if (world.get('group', holder)?.status !== 'active') return false;
  const rules =
    question.project === null
      ? [world.rulesOf(world.get('group', holder)?.role ?? '', null)]
      : [...world.grants(holder, question.project)]
          .filter((grant) => isValid(grant, at))
          .map((grant) => world.rulesOfGrant(grant));
  return permits(
    rules.filter((one) => one !== undefined),
    question.subject,
    question.action,
    question.attributes,
  );
}
