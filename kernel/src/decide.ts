import type { Id, Instant } from './facts.ts';
import { type Attributes, applies } from './match.ts';
import { type Live, liveRules } from './routes.ts';
import { canonicalSubject, neededActions } from './vocabulary.ts';
import type { World } from './world.ts';

/** May `principal` do `action` on a `subject` with these attributes, on a project (null: the organization)? */
export type Question = {
  principal: Id;
  project: Id | null;
  subject: string;
  action: string;
  attributes?: Attributes;
};

const noAttributes: Attributes = {};

/** In one word: why. `denied` says that a deny rule applies, `noRoute` that nothing live leads there at all. */
export type Because = 'allowed' | 'denied' | 'noRule' | 'noRoute';

/** Some live rule allows, and none denies. This is the one place that says what "may" means. */
export function judge(
  live: Live,
  subject: string,
  action: string,
  attributes: Attributes = noAttributes,
): Because {
  if (live.length === 0) return 'noRoute';
  const name = canonicalSubject(subject);
  let because: Because = 'allowed';
  for (const needed of neededActions(name, action)) {
    let allowed = false;
    for (const rules of live)
      for (const rule of rules.find(name, needed)) {
        if (!applies(rule, attributes)) continue;
        if (rule.inverted) return 'denied';
        allowed = true;
      }
    if (!allowed) because = 'noRule';
  }
  return because;
}

export const permits = (
  live: Live,
  subject: string,
  action: string,
  attributes?: Attributes,
): boolean => judge(live, subject, action, attributes) === 'allowed';

/** The answer to one question at one instant. */
export const decide = (world: World, question: Question, at: Instant): boolean =>
  permits(
    liveRules(world, question.principal, question.project, at),
    question.subject,
    question.action,
    question.attributes,
  );

/** Whether there may be something on which the action is permitted: what a page offers before it knows on what. */
export function mightPermit(live: Live, subject: string, action: string): boolean {
  const name = canonicalSubject(subject);
  return neededActions(name, action).every((needed) => {
    const rules = live.flatMap((one) => [...one.find(name, needed)]);
    return (
      rules.some(({ inverted }) => !inverted) &&
      !rules.some(({ inverted, rule }) => inverted && !rule.conditions)
    );
  });
}
