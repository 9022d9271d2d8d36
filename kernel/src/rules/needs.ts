import {
  canonicalSubject,
  neededActions,
  organizationSubjects,
  projectSubjects,
} from '../vocabulary.ts';

/**
 * What must all be allowed for an action on a subject. Those that the vocabulary has are made once and numbered, so that
 * rules are found without words; the number of others is -1.
 */
export type Need = {
  readonly subject: string;
  readonly actions: readonly string[];
  readonly number: number;
  /** A bit for each of the actions, in order. */
  readonly all: number;
};

const needs: ReadonlyMap<string, ReadonlyMap<string, Need>> = numbered();

/** How many needs are numbered. */
export const needCount = [...needs.values()].reduce((sum, { size }) => sum + size, 0);

function numbered(): Map<string, Map<string, Need>> {
  const found = new Map<string, Map<string, Need>>();
  let next = 0;
  for (const [subject, { actions }] of [projectSubjects, organizationSubjects].flatMap((table) =>
    Object.entries(table),
  ))
    for (const name of subject === 'project' ? ['project', 'workspace'] : [subject]) {
      const byAction = found.get(name) ?? new Map<string, Need>();
      found.set(name, byAction);
      for (const action of actions)
        if (!byAction.has(action)) byAction.set(action, needed(name, action, next++));
    }
  return found;
}

function needed(subject: string, action: string, number: number): Need {
  const name = canonicalSubject(subject);
  const actions = neededActions(name, action);
  return { subject: name, actions, number, all: 2 ** actions.length - 1 };
}

export const needOf = (subject: string, action: string): Need =>
  needs.get(subject)?.get(action) ?? needed(subject, action, -1);
