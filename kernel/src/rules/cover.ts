import type { Conditions, ConditionValue, Rule } from '../facts.ts';
import { canonicalSubject, neededActions } from '../vocabulary.ts';
import {
  actionsOf,
  type CompiledRule,
  type CompiledRules,
  compileRules,
  compileValue,
  isUnderstood,
  type Live,
  operatorsOf,
} from './match.ts';
import { operatorOf } from './operators.ts';

/** A right that was to be given or taken and is not held. */
export type Uncovered = { subject: string; action: string };

/**
 * The first right among `conferred` that `held` does not cover, or null when all are.
 * Covered: the same subject and action, conditions implied, and no deny held that the conferred rules lack.
 * Conservative: what cannot be shown is not covered. `isDenied` says that the rules were denies, which hold as well where
 * an attribute is not known: that another deny speaks of other values is no comfort then. Who `mayTake` all of it is held
 * back by its own denies alone.
 */
export function uncovered(
  held: Live,
  conferred: CompiledRules,
  isDenied = false,
  mayTake = false,
): Uncovered | null {
  if (mayTake && !held.some(({ denies }) => denies)) return null;
  for (const rule of conferred.rules) {
    if (rule.inverted === true) continue;
    const subject = canonicalSubject(rule.subject);
    const { conditions } = rule;
    for (const action of actionsOf(rule))
      for (const one of neededActions(subject, action))
        if (!isCovered(held, conferred, { subject, action: one, conditions }, isDenied, mayTake))
          return { subject, action };
  }
  return null;
}

/** Reading a value needs describing: who may describe what someone reads the value of gives, or takes, reading with it. */
export const readingWith = ({ rules }: CompiledRules): CompiledRules =>
  compileRules(
    rules.flatMap((rule) => (isDescribing(rule) ? { ...rule, action: 'readValue' } : [])),
  );

/** Whether a rule set lets read values that it does not let describe, so that describing alone makes them readable. */
export const readsUndescribed = (rules: CompiledRules): boolean =>
  rules
    .find('secrets', 'readValue')
    .some(
      (read) =>
        !read.inverted &&
        !rules
          .find('secrets', 'describeSecret')
          .some((one) => !one.inverted && implies(read.rule.conditions, one.rule.conditions)),
    );

/** The denies that a rule set drops or adds, as allows that it gives or takes by that. */
export const deniedBy = (some: readonly Rule[], others: readonly Rule[]): CompiledRules =>
  compileRules([...asAllows(beyond(deniesOf(some), deniesOf(others))), ...deniesOf(others)]);

/** The allows that a rule set gives beyond another. */
export const conferredBy = (after: readonly Rule[], before: readonly Rule[]): CompiledRules =>
  compileRules([...beyond(allowsOf(after), allowsOf(before)), ...deniesOf(after)]);

/** The allows of another that a rule set drops. */
export const takenBy = (after: readonly Rule[], before: readonly Rule[]): CompiledRules =>
  compileRules([...beyond(allowsOf(before), allowsOf(after)), ...deniesOf(before)]);

/** Taking a deny away gives what it denied; putting one on takes it. With describing a secret goes reading it. */
export const asAllows = (rules: readonly Rule[]): Rule[] =>
  deniesOf(rules).map((rule) => ({
    ...rule,
    inverted: false,
    action: isDescribing(rule) ? [...actionsOf(rule), 'readValue'] : rule.action,
  }));

const isDescribing = (rule: Rule): boolean =>
  canonicalSubject(rule.subject) === 'secrets' && actionsOf(rule).includes('describeSecret');

const allowsOf = (rules: readonly Rule[]): Rule[] =>
  rules.filter(({ inverted }) => inverted !== true);
const deniesOf = (rules: readonly Rule[]): Rule[] =>
  rules.filter(({ inverted }) => inverted === true);

/** The rules of `some`, action by action, that none of `others` surely holds. */
const beyond = (some: readonly Rule[], others: readonly Rule[]): Rule[] =>
  some.flatMap((rule) => {
    const subject = canonicalSubject(rule.subject);
    const left = actionsOf(rule).filter(
      (action) =>
        !others.some(
          (other) =>
            canonicalSubject(other.subject) === subject &&
            actionsOf(other).includes(action) &&
            implies(rule.conditions, other.conditions),
        ),
    );
    return left.length > 0 ? [{ ...rule, action: left }] : [];
  });

type Wanted = { subject: string; action: string; conditions: Conditions | undefined };

function isCovered(
  held: Live,
  conferred: CompiledRules,
  { subject, action, conditions }: Wanted,
  isDenied: boolean,
  mayTake: boolean,
): boolean {
  const mine = held.flatMap((rules) => [...rules.find(subject, action)]);
  const kept = conferred.find(subject, action).filter(({ inverted }) => inverted);
  return (
    (mayTake || mine.some((rule) => !rule.inverted && implies(conditions, rule.rule.conditions))) &&
    mine.every(
      (rule) =>
        !rule.inverted ||
        (!isDenied && excludes(conditions, rule.rule.conditions)) ||
        kept.some((own) => sameConditions(own, rule)),
    )
  );
}

const sameConditions = (a: CompiledRule, b: CompiledRule): boolean =>
  JSON.stringify(a.rule.conditions ?? {}) === JSON.stringify(b.rule.conditions ?? {});

/** Whether everything that meets `narrow` surely meets `wide`. */
export const implies = (narrow: Conditions | undefined, wide: Conditions | undefined): boolean =>
  Object.entries(wide ?? {}).every(([key, value]) => {
    const own = valueAt(narrow, key);
    return own !== undefined && valueImplies(key, own, value);
  });

/** Whether it is sure that nothing meets both. */
export const excludes = (one: Conditions | undefined, other: Conditions | undefined): boolean =>
  Object.entries(other ?? {}).some(([key, value]) => {
    const own = valueAt(one, key);
    return own !== undefined && valueExcludes(key, own, value);
  });

export const valueAt = (conditions: Conditions | undefined, key: string) =>
  conditions && Object.hasOwn(conditions, key) ? conditions[key] : undefined;

/** Attributes that hold several values at once: there, one value that fits says nothing of the others. */
const manyValued = new Set(['secretTags', 'metadata']);

type Operator = readonly [name: string, operand: unknown];

export function valueImplies(key: string, narrow: ConditionValue, wide: ConditionValue): boolean {
  if (JSON.stringify(narrow) === JSON.stringify(wide)) return true;
  if (!isUnderstood(narrow) || !isUnderstood(wide)) return false;
  const own = operatorsOf(narrow);
  return operatorsOf(wide).every((one) => own.some((mine) => operatorImplies(key, mine, one)));
}

function operatorImplies(key: string, [own, a]: Operator, [wide, b]: Operator): boolean {
  if (own === wide && JSON.stringify(a) === JSON.stringify(b)) return true;
  const row = operatorOf(own);
  if (own === wide && row?.holds?.(b, a)) return true;
  if (manyValued.has(key)) return false;
  return allTexts([own, a], compileValue({ [wide]: b }), true);
}

function valueExcludes(key: string, one: ConditionValue, other: ConditionValue): boolean {
  if (!isUnderstood(one) || !isUnderstood(other)) return false;
  return operatorsOf(one).some((a) => operatorsOf(other).some((b) => areApart(key, a, b)));
}

function areApart(key: string, a: Operator, b: Operator): boolean {
  if (manyValued.has(key)) return lacks(a, b) || lacks(b, a);
  const row = operatorOf(a[0]);
  return (
    allTexts(a, compileValue({ [b[0]]: b[1] }), false) ||
    allTexts(b, compileValue({ [a[0]]: a[1] }), false) ||
    (a[0] === b[0] && row?.isApart?.(a[1], b[1]) === true)
  );
}

/** Whether the one says that a value is not among several, and the other that it, and nothing else, is. */
const lacks = ([name, text]: Operator, [other, operand]: Operator): boolean =>
  name === '$ne' &&
  operatorOf(other)
    ?.texts?.(operand)
    .every((one) => one === text) === true;

/** Whether an operator allows only certain texts, for all of which the test gives that answer. */
const allTexts = (
  [name, operand]: Operator,
  test: (value: unknown) => boolean | null,
  answer: boolean,
): boolean =>
  operatorOf(name)
    ?.texts?.(operand)
    .every((text) => test(text) === answer) === true;
