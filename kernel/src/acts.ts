import {
  canonicalSubject,
  neededActions,
  organizationSubjects,
  projectSubjects,
  type SubjectTable,
} from './vocabulary.ts';

/** An action on a subject. The vocabulary's are numbered, so that rules are found without words; the number of others is -1. */
export type Act = { readonly subject: string; readonly action: string; readonly number: number };

type BySubjectAndAction<T> = ReadonlyMap<string, ReadonlyMap<string, T>>;

const numbers = numbered([projectSubjects, organizationSubjects]);
const needs: BySubjectAndAction<readonly Act[]> = new Map(
  [...numbers.keys(), 'workspace'].map((subject) => {
    const actions = [...(numbers.get(canonicalSubject(subject))?.keys() ?? [])];
    return [subject, new Map(actions.map((action) => [action, needed(subject, action)]))];
  }),
);

/** How many acts are numbered. */
export const actCount = [...numbers.values()].reduce((sum, { size }) => sum + size, 0);

function numbered(tables: readonly SubjectTable[]): BySubjectAndAction<number> {
  const found = new Map<string, Map<string, number>>();
  let number = 0;
  for (const [subject, { actions }] of tables.flatMap((table) => Object.entries(table))) {
    const name = canonicalSubject(subject);
    const byAction = found.get(name) ?? new Map<string, number>();
    found.set(name, byAction);
    for (const action of actions) if (!byAction.has(action)) byAction.set(action, number++);
  }
  return found;
}

/** The number of an action on a subject in its present name, -1 when the vocabulary has it not. */
export function actNumber(subject: string, action: string): number {
  return numbers.get(subject)?.get(action) ?? -1;
}

function needed(subject: string, action: string): readonly Act[] {
  const name = canonicalSubject(subject);
  return neededActions(name, action).map((one) => ({
    subject: name,
    action: one,
    number: actNumber(name, one),
  }));
}

/** What must all be allowed for an action on a subject. */
export const neededActs = (subject: string, action: string): readonly Act[] =>
  needs.get(subject)?.get(action) ?? needed(subject, action);
