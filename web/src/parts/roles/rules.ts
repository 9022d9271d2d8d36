/** Editing a role's list of rules: everything not touched stays as it was, in its place. */

export type Rule = {
  subject: string;
  action: string | string[];
  inverted?: boolean;
  conditions?: Record<string, unknown> | null;
};

export const actionsOf = ({ action }: Rule): string[] =>
  typeof action === 'string' ? [action] : action;

/** A plain rule is what the matrix shows: an allow without conditions. */
export const isPlain = ({ inverted, conditions }: Rule): boolean =>
  inverted !== true &&
  (conditions === undefined || conditions === null || Object.keys(conditions).length === 0);

/** Whether the plain rules allow an action on a subject. */
export const isAllowed = (rules: readonly Rule[], subject: string, action: string): boolean =>
  rules.some(
    (rule) => isPlain(rule) && rule.subject === subject && actionsOf(rule).includes(action),
  );

/** Allows or no longer allows an action on a subject, in plain rules alone. A rule left without actions keeps its place until it is saved. */
export function allow(
  rules: readonly Rule[],
  subject: string,
  action: string,
  on: boolean,
): Rule[] {
  const isIt = (rule: Rule) => isPlain(rule) && rule.subject === subject;
  if (!on)
    return rules.map((rule) =>
      isIt(rule) ? { ...rule, action: actionsOf(rule).filter((one) => one !== action) } : rule,
    );
  const at = rules.findIndex(isIt);
  if (at < 0) return [...rules, { subject, action: [action] }];
  return rules.map((rule, index) =>
    index === at ? { ...rule, action: [...actionsOf(rule), action] } : rule,
  );
}

/** `read` on secrets is an older word for describing and reading the value; it is offered only where a rule has it. */
export const isOlderSpelling = (subject: string, action: string): boolean =>
  subject === 'secrets' && action === 'read';

export const conditionKinds = [
  { value: 'any', label: 'is anything' },
  { value: '$eq', label: 'is' },
  { value: '$ne', label: 'is not' },
  { value: '$in', label: 'is one of' },
  { value: '$glob', label: 'matches' },
] as const;
export type ConditionKind = (typeof conditionKinds)[number]['value'];
export type Condition = { kind: ConditionKind; text: string };

/** The keys that the rule editor understands; a rule with others is shown and kept as it is. */
export const conditionKeys = ['environment', 'secretPath', 'secretName'] as const;
export type ConditionKey = (typeof conditionKeys)[number];

/** A condition as the editor shows it, or undefined when it says more than the editor can. */
export function readCondition(value: unknown): Condition | undefined {
  if (value === undefined || value === null) return { kind: 'any', text: '' };
  if (typeof value === 'string') return { kind: '$eq', text: value };
  const [entry, ...others] = Object.entries(value);
  if (!entry || others.length > 0) return undefined;
  const [operator, operand] = entry as [string, unknown];
  const kind = conditionKinds.find((one) => one.value === operator)?.value;
  if (kind === '$in' && Array.isArray(operand)) return { kind, text: operand.join(', ') };
  return kind !== undefined && kind !== '$in' && typeof operand === 'string'
    ? { kind, text: operand }
    : undefined;
}

/** The words of a list, parted by commas. */
export const listed = (text: string): string[] =>
  text
    .split(',')
    .map((one) => one.trim())
    .filter((one) => one !== '');

export function writeCondition(rule: Rule, key: ConditionKey, { kind, text }: Condition): Rule {
  const { [key]: _, ...others } = rule.conditions ?? {};
  const conditions =
    kind === 'any'
      ? others
      : { ...others, [key]: { [kind]: kind === '$in' ? listed(text) : text } };
  if (Object.keys(conditions).length > 0) return { ...rule, conditions };
  const { conditions: __, ...bare } = rule;
  return bare;
}

/** Whether the rule editor can show all that a rule says. */
export const isUnderstood = ({ conditions }: Rule): boolean =>
  Object.entries(conditions ?? {}).every(
    ([key, value]) =>
      conditionKeys.some((one) => one === key) && readCondition(value) !== undefined,
  );
