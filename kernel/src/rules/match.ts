import type { Conditions, ConditionValue, Rule } from '../facts.ts';
import { canonicalSubject, coveredActions } from '../vocabulary.ts';
import { type Need, needCount } from './needs.ts';
import { type Inner, operatorOf, type Truth, type ValueTest } from './operators.ts';

/** What is known of the thing asked about: `environment`, `secretPath`, `secretName`, `secretTags`, … */
export type Attributes = { readonly [key: string]: unknown };

type Test = (attributes: Attributes) => Truth;

export type CompiledRule = { rule: Rule; index: number; inverted: boolean; holds: Test };

/** A rule that speaks to a need, with the bits of those of its actions that the rule covers. */
export type Speaking = CompiledRule & { covers: number };

const none: readonly never[] = [];

/** A role's rules, found by subject and action, allows and denies apart. */
export class CompiledRules {
  readonly rules: readonly Rule[];
  /** Whether any of them is a deny. */
  readonly denies: boolean;
  readonly #byAct = new Map<string, Map<string, CompiledRule[]>>();
  // By a need's number, one more than the spot of what speaks to it; 0 until that is first asked for.
  readonly #spots = new Uint16Array(needCount);
  readonly #speaking: (readonly Speaking[])[] = [];

  constructor(rules: readonly Rule[]) {
    this.rules = rules;
    this.denies = rules.some(({ inverted }) => inverted === true);
    rules.forEach((rule, index) => {
      const inverted = rule.inverted === true;
      const compiled = { rule, index, inverted, holds: compileConditions(rule.conditions) };
      const subject = canonicalSubject(rule.subject);
      for (const action of actionsOf(rule)) this.#listFor(subject, action).push(compiled);
    });
  }

  find(subject: string, action: string): readonly CompiledRule[] {
    return this.#byAct.get(subject)?.get(action) ?? none;
  }

  /** The rules on any action of a need, each once. */
  on(need: Need): readonly Speaking[] {
    if (need.number < 0) return this.#speakTo(need);
    const spot = this.#spots[need.number] as number;
    if (spot > 0) return this.#speaking[spot - 1] as readonly Speaking[];
    const speaking = this.#speakTo(need);
    this.#spots[need.number] = this.#speaking.push(speaking);
    return speaking;
  }

  #speakTo({ subject, actions }: Need): readonly Speaking[] {
    const covered = new Map<CompiledRule, number>();
    actions.forEach((action, bit) => {
      for (const rule of this.find(subject, action))
        covered.set(rule, (covered.get(rule) ?? 0) | (1 << bit));
    });
    return Array.from(covered, ([rule, covers]) => ({ ...rule, covers }));
  }

  #listFor(subject: string, action: string): CompiledRule[] {
    const byAction = this.#byAct.get(subject) ?? new Map<string, CompiledRule[]>();
    const list = byAction.get(action) ?? [];
    this.#byAct.set(subject, byAction.set(action, list));
    return list;
  }
}

/** Rules that hold for a principal now, without the ways by which they came. */
export type Live = readonly CompiledRules[];

/** Compiles rules once; asking is then a look-up and the conditions of the rules found. */
export const compileRules = (rules: readonly Rule[]): CompiledRules => new CompiledRules(rules);

/** The actions that a rule covers, the legacy one taken apart. */
export function actionsOf(rule: Rule): string[] {
  const subject = canonicalSubject(rule.subject);
  const actions = typeof rule.action === 'string' ? [rule.action] : rule.action;
  return [...new Set(actions.flatMap((action) => coveredActions(subject, action)))];
}

/** An allow must be known to hold; a deny holds unless known not to (when in doubt, deny). */
export const applies = (rule: CompiledRule, attributes: Attributes): boolean => {
  const truth = rule.holds(attributes);
  return rule.inverted ? truth !== false : truth === true;
};

const always: Test = () => true;
const unknown: Test = () => null;

function compileConditions(conditions: Conditions | undefined): Test {
  if (conditions === undefined || conditions === null) return always;
  if (typeof conditions !== 'object' || Array.isArray(conditions)) return unknown;
  return every(
    Object.entries(conditions).map(([key, value]) =>
      typeof value === 'string' ? onText(key, value) : onAttribute(key, compileValue(value)),
    ),
  );
}

const every = (tests: Test[]): Test => {
  const [one, other] = tests;
  if (!one) return always;
  if (!other) return one;
  if (tests.length === 2) return both(one, other);
  return (attributes) => {
    let truth: Truth = true;
    for (const test of tests) {
      const one = test(attributes);
      if (one === false) return false;
      if (one === null) truth = null;
    }
    return truth;
  };
};

/** As `every`, without a list to walk: most rules have one or two conditions. */
const both =
  (one: Test, other: Test): Test =>
  (attributes) => {
    const first = one(attributes);
    if (first === false) return false;
    const second = other(attributes);
    return second === false || first !== null ? second : null;
  };

const onAttribute =
  (key: string, test: ValueTest): Test =>
  (attributes) => {
    const value = Object.hasOwn(attributes, key) ? attributes[key] : undefined;
    return value === undefined || value === null ? null : test(value);
  };

/** Equality with a text, by far the commonest condition, in one step. */
function onText(key: string, text: string): Test {
  const among = compileValue({ $eq: text });
  return (attributes) => {
    const value = Object.hasOwn(attributes, key) ? attributes[key] : undefined;
    if (typeof value === 'string') return value === text;
    return value === undefined || value === null ? null : among(value);
  };
}

/** The test of a condition value; of an operator that is not understood it can never be told. */
export function compileValue(value: ConditionValue): ValueTest {
  if (!isValue(value)) return cannotTell;
  const tests = operatorsOf(value).map(([name, operand]) => {
    const row = operatorOf(name);
    return row?.isOperand(operand) ? row.test(operand, inner) : cannotTell;
  });
  const [only] = tests;
  if (only === undefined) return () => true;
  if (tests.length === 1) return only;
  return (attribute) => {
    let truth: Truth = true;
    for (const test of tests) {
      const one = test(attribute);
      if (one === false) return false;
      if (one === null) truth = null;
    }
    return truth;
  };
}

const cannotTell: ValueTest = () => null;

const inner: Inner = {
  test: (conditions) => compileConditions(conditions) as ValueTest,
  isUnderstood: (conditions) => Object.values(conditions).every(isUnderstood),
};

/** A condition value as its operators: a text alone is equality. */
export const operatorsOf = (value: ConditionValue): [name: string, operand: unknown][] =>
  typeof value === 'string' ? [['$eq', value]] : Object.entries(value);

/** Whether a condition value is of a form that is understood, so that a rule that could never be judged is refused. */
export function isUnderstood(value: ConditionValue): boolean {
  if (!isValue(value)) return false;
  return operatorsOf(value).every(([name, operand]) => {
    const row = operatorOf(name);
    return row?.isOperand(operand) && row.isUnderstood?.(operand, inner) !== false;
  });
}

const isValue = (value: unknown): boolean =>
  typeof value === 'string' ||
  (typeof value === 'object' && value !== null && !Array.isArray(value));
