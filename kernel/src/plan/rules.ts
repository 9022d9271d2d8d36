import type { Rule } from '../facts.ts';
import { refuse } from '../refusals.ts';
import { isUnderstood } from '../rules/match.ts';
import { operatorNames } from '../rules/operators.ts';
import { canonicalSubject, type Level, subjectsOf } from '../vocabulary.ts';

/** Refuses rules that the vocabulary of that level does not have, naming the first wrong field. */
export function checkRules(rules: readonly Rule[], level: Level): void {
  for (const [index, rule] of rules.entries()) checkRule(rule, index, level);
}

function checkRule(rule: Rule, index: number, level: Level): void {
  const table = subjectsOf(level);
  const subject = canonicalSubject(rule.subject);
  const known =
    (Object.hasOwn(table, subject) ? table[subject] : undefined) ??
    refuse({
      reason: 'invalid',
      field: `permissions.${index}.subject`,
      expected: `one of ${Object.keys(table).join(', ')}`,
    });
  const actions = typeof rule.action === 'string' ? [rule.action] : rule.action;
  if (actions.length === 0 || !actions.every((action) => known.actions.includes(action)))
    refuse({
      reason: 'invalid',
      field: `permissions.${index}.action`,
      expected: `of ${known.actions.join(', ')}`,
    });
  for (const [key, value] of Object.entries(rule.conditions ?? {}))
    if (known.enforced && (!known.keys?.includes(key) || !isUnderstood(value)))
      refuse({
        reason: 'invalid',
        field: `permissions.${index}.conditions.${key}`,
        expected: known.keys
          ? `a condition on ${known.keys.join(', ')} with ${operatorNames.join(', ')}`
          : 'no conditions',
      });
}
