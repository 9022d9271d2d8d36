import type { Rule } from '@coterie/kernel';

/** Subjects that the first version of rules does not have: there, a rule on secrets speaks for them. */
const later = ['secret-imports', 'secret-folders', 'dynamic-secrets'];
const dynamic: Record<string, readonly string[]> = {
  read: ['read-root-credential'],
  create: ['create-root-credential'],
  edit: ['edit-root-credential', 'lease'],
  delete: ['delete-root-credential'],
};
const place = ['environment', 'secretPath'];

/** Rules of the first version with what they say of imports, folders and dynamic secrets (wire contract, §9.3). */
export const widened = (rules: readonly Rule[]): Rule[] => [
  ...rules,
  ...rules.filter(({ subject }) => subject === 'secrets').flatMap(consequences),
];

/** Rules as the first version has them: without what follows from those on secrets. */
export const narrowed = (rules: readonly Rule[]): Rule[] =>
  rules.filter(({ subject }) => !later.includes(subject));

function consequences(rule: Rule): Rule[] {
  const actions = [rule.action].flat();
  const { conditions, ...rest } = rule;
  const known = Object.entries(conditions ?? {}).filter(([key]) => place.includes(key));
  const where = known.length > 0 ? { conditions: Object.fromEntries(known) } : {};
  const of = (subject: string, action: string[]): Rule[] =>
    action.length > 0 ? [{ ...rest, ...where, subject, action }] : [];
  return [
    ...of('secret-imports', actions),
    ...of(
      'secret-folders',
      actions.filter((action) => action !== 'read'),
    ),
    ...of(
      'dynamic-secrets',
      actions.flatMap((action) => dynamic[action] ?? []),
    ),
  ];
}
