import type { Conditions, ConditionValue, Rule } from './facts.ts';
import { compileGlob, isLiteral } from './glob.ts';
import {
  actionsOf,
  type CompiledRule,
  type CompiledRules,
  compileRules,
  understood,
} from './match.ts';
import type { Live } from './routes.ts';
import { canonicalSubject } from './vocabulary.ts';

/** A right that was to be given and is not held. */
export type Uncovered = { subject: string; action: string };

/**
 * The first right among `conferred` that `held` does not cover, or null when all are.
 * Covered: the same subject and action, conditions implied, and no deny held that the conferred rules lack.
 * Conservative: what cannot be shown is not covered.
 */
export function uncovered(held: Live, conferred: CompiledRules): Uncovered | null {
  for (const rule of conferred.rules) {
    if (rule.inverted === true) continue;
    const subject = canonicalSubject(rule.subject);
    for (const action of actionsOf(rule))
      if (!isCovered(held, conferred, subject, action, rule.conditions)) return { subject, action };
  }
  return null;
}

/** What a rule set gives beyond another: its new allows, and as allows the denies that it drops. */
export function conferredBy(after: readonly Rule[], before: readonly Rule[]): CompiledRules {
  const key = (rule: Rule) => JSON.stringify(rule);
  const had = new Set(before.map(key));
  const has = new Set(after.map(key));
  const dropped = before.filter((rule) => rule.inverted === true && !has.has(key(rule)));
  const fresh = after.filter(
    (rule) => rule.inverted === true || dropped.length > 0 || !had.has(key(rule)),
  );
  return compileRules([...fresh, ...asAllows(dropped)]);
}

/** Taking a deny away gives what it denied. */
export const asAllows = (rules: readonly Rule[]): Rule[] =>
  rules.filter((rule) => rule.inverted === true).map((rule) => ({ ...rule, inverted: false }));

function isCovered(
  held: Live,
  conferred: CompiledRules,
  subject: string,
  action: string,
  conditions: Conditions | undefined,
): boolean {
  const mine = held.flatMap((rules) => [...rules.find(subject, action)]);
  const kept = conferred.find(subject, action).filter(({ inverted }) => inverted);
  return (
    mine.some((rule) => !rule.inverted && implies(conditions, rule.rule.conditions)) &&
    mine
      .filter(({ inverted }) => inverted)
      .every((deny) => kept.some((own) => sameConditions(own, deny)))
  );
}

const sameConditions = (a: CompiledRule, b: CompiledRule): boolean =>
  JSON.stringify(a.rule.conditions ?? {}) === JSON.stringify(b.rule.conditions ?? {});

/** Whether everything that meets `narrow` surely meets `wide`. */
export function implies(narrow: Conditions | undefined, wide: Conditions | undefined): boolean {
  return Object.entries(wide ?? {}).every(([key, value]) => {
    const own = narrow && Object.hasOwn(narrow, key) ? narrow[key] : undefined;
    return own !== undefined && valueImplies(key, own, value);
  });
}

type Operator = readonly [name: string, operand: unknown];

const operatorsOf = (value: ConditionValue): Operator[] =>
  typeof value === 'string' ? [['$eq', value]] : Object.entries(value);

function valueImplies(key: string, narrow: ConditionValue, wide: ConditionValue): boolean {
  if (JSON.stringify(narrow) === JSON.stringify(wide)) return true;
  if (!understood(narrow) || !understood(wide)) return false;
  const own = operatorsOf(narrow);
  return operatorsOf(wide).every((one) => own.some((mine) => operatorImplies(key, mine, one)));
}

/** Attributes that hold several values at once: there, one value that fits says nothing of the others. */
const manyValued = new Set(['secretTags', 'metadata']);

function operatorImplies(key: string, [own, a]: Operator, [wide, b]: Operator): boolean {
  if (own === wide && JSON.stringify(a) === JSON.stringify(b)) return true;
  if (own === '$in' && wide === '$in' && Array.isArray(a) && Array.isArray(b))
    return a.every((one) => b.includes(one));
  if (own === '$all' && wide === '$all' && Array.isArray(a) && Array.isArray(b))
    return b.every((one) => a.includes(one));
  if (manyValued.has(key)) return false;
  if (own === '$eq') return meets(a, wide, b);
  if (own === '$in' && Array.isArray(a)) return a.every((one) => meets(one, wide, b));
  return own === '$glob' && wide === '$glob' && globWithin(a, b);
}

function meets(value: unknown, operator: string, operand: unknown): boolean {
  if (typeof value !== 'string') return false;
  if (operator === '$eq') return value === operand;
  if (operator === '$ne') return typeof operand === 'string' && value !== operand;
  if (operator === '$in') return Array.isArray(operand) && operand.includes(value);
  return (
    operator === '$glob' && typeof operand === 'string' && compileGlob(operand)?.(value) === true
  );
}

/** `/api/x/*` within `/api/**`: only a literal folder followed by everything below it can be shown to hold another. */
function globWithin(narrow: unknown, wide: unknown): boolean {
  if (typeof narrow !== 'string' || typeof wide !== 'string' || !wide.endsWith('/**')) return false;
  const folder = wide.slice(0, -3);
  return (
    isLiteral(folder) &&
    !/[{}]/.test(narrow) &&
    (narrow === folder || narrow.startsWith(`${folder}/`)) &&
    !narrow.includes('..')
  );
}
