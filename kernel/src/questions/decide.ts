import type { Id, Instant } from '../facts.ts';
import { gatherRules } from '../packed/live.ts';
import {
  type Attributes,
  applies,
  type CompiledRules,
  type Live,
  type Speaking,
} from '../rules/match.ts';
import { type Need, needOf } from '../rules/needs.ts';
import type { World } from '../world.ts';

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

/** Some live rule allows, and none denies. */
export const judge = (
  live: Live,
  subject: string,
  action: string,
  attributes: Attributes = noAttributes,
): Because => weigh(live, live.length, needOf(subject, action), attributes);

/** The first `count` rule sets weighed: this is the one place that says what "may" means. */
function weigh(live: Live, count: number, need: Need, attributes: Attributes): Because {
  if (count === 0) return 'noRoute';
  let allowed = 0;
  for (let i = 0; i < count; i++) {
    const rules = live[i] as CompiledRules;
    if (allowed === need.all && !rules.denies) continue;
    const speaking = rules.on(need);
    for (let n = 0; n < speaking.length; n++) {
      const rule = speaking[n] as Speaking;
      const isNews = rule.inverted || (allowed & rule.covers) !== rule.covers;
      if (!isNews || !applies(rule, attributes)) continue;
      if (rule.inverted) return 'denied';
      allowed |= rule.covers;
    }
  }
  return allowed === need.all ? 'allowed' : 'noRule';
}

export const permits = (
  live: Live,
  subject: string,
  action: string,
  attributes?: Attributes,
): boolean => judge(live, subject, action, attributes) === 'allowed';

/** The answer to one question at one instant. */
export function decide(world: World, question: Question, at: Instant): boolean {
  const { principal, project, subject, action, attributes = noAttributes } = question;
  const { items, count } = gatherRules(world, principal, project, at);
  return weigh(items, count, needOf(subject, action), attributes) === 'allowed';
}

/** Whether there may be something, of which no more is known, on which the action is permitted: what a page offers. */
export function mightPermit(
  live: Live,
  subject: string,
  action: string,
  known: Attributes = noAttributes,
): boolean {
  const need = needOf(subject, action);
  return need.actions.every((one) => {
    const rules = live.flatMap((set) => [...set.find(need.subject, one)]);
    return (
      rules.some((rule) => !rule.inverted && rule.holds(known) !== false) &&
      !rules.some((rule) => rule.inverted && rule.holds(known) === true)
    );
  });
}
