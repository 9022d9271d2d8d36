import type { Conditions } from '../facts.ts';
import { compileGlob, globApart, globBelow, globWithin } from './glob.ts';
import { plainGlob } from './plain-glob.ts';

/** null is "cannot be told": an attribute not given, an operator not known, an operand of the wrong form. */
export type Truth = boolean | null;
export type ValueTest = (value: unknown) => Truth;
/** How conditions within a condition are compiled and checked: by the same rules as those around them. */
export type Inner = {
  test(conditions: Conditions): ValueTest;
  isUnderstood(conditions: Conditions): boolean;
};

/** Tags of which some are known to be there and others not; of the rest nothing is known. */
export type SomeTags = { has: readonly string[]; lacks: readonly string[] };

/**
 * All that an operator means; one without a row is not understood anywhere. `isOperand` is asked before anything else, so a
 * row names the operands that it lets through.
 */
type Operator = {
  isOperand(operand: unknown): boolean;
  /** Of an operand that holds conditions: whether these are understood in turn. */
  isUnderstood?(operand: unknown, inner: Inner): boolean;
  /** Of an operand that is one. A text is tested itself, of a list any element will do. */
  test(operand: unknown, inner: Inner): ValueTest;
  /** The only texts that meet it, where they can be listed. */
  texts?(operand: unknown): readonly string[];
  /** Whether what meets `narrow`, an operand of the same operator, surely meets this one, lists of values too. */
  holds?(operand: unknown, narrow: unknown): boolean;
  /** Whether nothing meets both this and `other`, an operand of the same operator. */
  isApart?(operand: unknown, other: unknown): boolean;
  /** Of a folder and all below it: whether every path there meets it, or none does. */
  below?(operand: unknown, folder: string): Truth;
  tagged?(operand: unknown, tags: SomeTags): Truth;
};

const isText = (operand: unknown): operand is string => typeof operand === 'string';
const areTexts = (operand: unknown): operand is readonly string[] =>
  Array.isArray(operand) && operand.every(isText);
const isWithin = (path: string, folder: string): boolean =>
  folder === '/' || path === folder || path.startsWith(`${folder}/`);
const not = (truth: Truth): Truth => (truth === null ? null : !truth);

/** A text is tested itself, of a list any element will do. */
const some =
  (test: (one: string) => boolean): ValueTest =>
  (value) => {
    if (typeof value === 'string') return test(value);
    if (!Array.isArray(value)) return null;
    for (const one of value) if (typeof one === 'string' && test(one)) return true;
    return false;
  };

const tagIs = (tag: string, { has, lacks }: SomeTags): Truth =>
  has.includes(tag) ? true : lacks.includes(tag) ? false : null;

const operators: { readonly [name: string]: Operator } = {
  $eq: {
    isOperand: isText,
    test: (text: string) => some((one) => one === text),
    texts: (text: string) => [text],
    below: (text: string, folder) => (isWithin(text, folder) ? null : false),
    tagged: tagIs,
  },
  $ne: {
    isOperand: isText,
    test(text: string) {
      const same = some((one) => one === text);
      return (value) => not(same(value));
    },
    below: (text: string, folder) => (isWithin(text, folder) ? null : true),
    tagged: (text: string, tags) => not(tagIs(text, tags)),
  },
  $in: {
    isOperand: areTexts,
    test: (list: readonly string[]) => some((one) => list.includes(one)),
    texts: (list: readonly string[]) => list,
    holds: (list: readonly string[], narrow: readonly string[]) =>
      narrow.every((one) => list.includes(one)),
    below: (list: readonly string[], folder) =>
      list.some((one) => isWithin(one, folder)) ? null : false,
    tagged(list: readonly string[], tags) {
      const known = list.map((one) => tagIs(one, tags));
      if (known.includes(true)) return true;
      return known.includes(null) ? null : false;
    },
  },
  $all: {
    isOperand: areTexts,
    test: (list: readonly string[]) => (value) =>
      Array.isArray(value) ? list.every((one) => value.includes(one)) : null,
    holds: (list: readonly string[], narrow: readonly string[]) =>
      list.every((one) => narrow.includes(one)),
    tagged(list: readonly string[], tags) {
      const known = list.map((one) => tagIs(one, tags));
      if (known.includes(false)) return false;
      return known.includes(null) ? null : true;
    },
  },
  $glob: {
    isOperand: (operand: unknown) => isText(operand) && compileGlob(operand) !== null,
    test: (pattern: string) => some(plainGlob(pattern) ?? compileGlob(pattern) ?? (() => false)),
    holds: globWithin,
    isApart: globApart,
    below: globBelow,
    tagged: (pattern: string, { has }) => has.some(compileGlob(pattern) ?? (() => false)) || null,
  },
  $elemMatch: {
    isOperand: (operand: unknown) =>
      typeof operand === 'object' && operand !== null && !Array.isArray(operand),
    isUnderstood: (conditions: Conditions, inner) => inner.isUnderstood(conditions),
    test(conditions: Conditions, inner) {
      const test = inner.test(conditions);
      return (value) => (Array.isArray(value) ? someElement(value, test) : null);
    },
  },
};

function someElement(values: readonly unknown[], test: ValueTest): Truth {
  let truth: Truth = false;
  for (const element of values) {
    if (typeof element !== 'object' || element === null) continue;
    const one = test(element);
    if (one === true) return true;
    if (one === null) truth = null;
  }
  return truth;
}

export const operatorOf = (name: string): Operator | undefined =>
  Object.hasOwn(operators, name) ? operators[name] : undefined;

export const operatorNames: readonly string[] = Object.keys(operators);
