import type { Conditions, Rule } from '../src/facts.ts';
import { globMatches, isGlob } from './glob.ts';

/** `unknown` is a third answer: the question lacks the attribute, or the condition cannot be read. */
export type Truth = 'yes' | 'no' | 'unknown';
export type Attributes = Readonly<Record<string, unknown>>;

/** An allow counts only when its conditions surely hold, a deny also when that is not known. */
export function conditionsMatch(rule: Rule, attributes: Attributes): boolean {
  const truth = allHold(rule.conditions ?? {}, attributes);
  return rule.inverted === true ? truth !== 'no' : truth === 'yes';
}

/** Every key of `conditions` must hold for the attribute of that name. */
export function allHold(conditions: Conditions, attributes: Attributes): Truth {
  return and(
    Object.entries(conditions).map(([key, condition]) =>
      conditionHolds(condition, Object.hasOwn(attributes, key) ? attributes[key] : undefined),
    ),
  );
}

/** A plain text is equality; of several operators every one must hold. */
function conditionHolds(condition: unknown, value: unknown): Truth {
  if (value === undefined || value === null) return 'unknown';
  if (typeof condition === 'string') return operatorHolds('$eq', condition, value);
  if (!isObject(condition)) return 'unknown';
  return and(
    Object.entries(condition).map(([name, operand]) => operatorHolds(name, operand, value)),
  );
}

/** A text is compared as the list of itself; only `$all` and `$elemMatch` are for lists alone. */
function operatorHolds(operator: string, operand: unknown, value: unknown): Truth {
  const values: unknown = typeof value === 'string' ? [value] : value;
  if (!isList(values)) return 'unknown';
  if (operator === '$eq' && isText(operand)) return truth(values.includes(operand));
  if (operator === '$ne' && isText(operand)) return truth(!values.includes(operand));
  if (operator === '$in' && isTexts(operand))
    return truth(operand.some((one) => values.includes(one)));
  if (operator === '$glob' && isText(operand) && isGlob(operand))
    return truth(values.some((one) => isText(one) && globMatches(operand, one)));
  if (!isList(value)) return 'unknown';
  if (operator === '$all' && isTexts(operand))
    return truth(operand.every((one) => value.includes(one)));
  if (operator === '$elemMatch' && isObject(operand))
    return or(value.filter(isObject).map((element) => allHold(operand as Conditions, element)));
  return 'unknown';
}

function and(parts: readonly Truth[]): Truth {
  if (parts.includes('no')) return 'no';
  return parts.includes('unknown') ? 'unknown' : 'yes';
}

function or(parts: readonly Truth[]): Truth {
  if (parts.includes('yes')) return 'yes';
  return parts.includes('unknown') ? 'unknown' : 'no';
}

const truth = (holds: boolean): Truth => (holds ? 'yes' : 'no');
const isText = (x: unknown): x is string => typeof x === 'string';
const isList = (x: unknown): x is readonly unknown[] => Array.isArray(x);
const isTexts = (x: unknown): x is readonly string[] => isList(x) && x.every(isText);
const isObject = (x: unknown): x is Record<string, unknown> =>
  typeof x === 'object' && x !== null && !isList(x);
