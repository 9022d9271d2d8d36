import type { Id, World } from '@coterie/kernel';
import type { Cast } from './cast.ts';
import { rulesOf } from './cast.ts';
import { type Shape, type State, shapes, written } from './state.ts';

/** What the tables hold, in the words of the model; tokens are no facts of access. */
export function foundState(world: World, { people }: Cast): State {
  const names = new Map<Id, string>([...people].map(([name, { id }]) => [id, name]));
  for (const { id, name } of world.all('group')) names.set(id, name);
  for (const { id, name } of world.all('project')) names.set(id, name);
  const name = (id: Id) => names.get(id) ?? '';
  const found = new Map<string, string>();
  for (const { id, status } of world.all('member'))
    if (names.has(id)) found.set(`user ${name(id)}`, status);
  for (const { id, status } of world.all('group')) found.set(`group ${name(id)}`, status);
  for (const { member, group } of world.all('edge'))
    found.set(`${name(member)} in ${name(group)}`, '');
  for (const { id } of world.all('project')) found.set(`project ${name(id)}`, '');
  for (const { project, rules } of world.all('role'))
    if (project !== null) found.set(`shape ${name(project)}`, shapeOf(rules));
  const granted = Map.groupBy(world.all('grant'), ({ holder, project }) =>
    names.has(holder) ? `${name(holder)} on ${name(project)}` : '',
  );
  for (const [fact, grants] of granted)
    if (fact !== '')
      found.set(
        fact,
        written(
          grants.map(({ role }) => (world.get('role', role ?? '') ? 'shaped' : (role ?? ''))),
        ),
      );
  return found;
}

const shapeOf = (rules: unknown): string =>
  (Object.keys(shapes) as Shape[]).find(
    (shape) => JSON.stringify(inOrder(rulesOf(shape))) === JSON.stringify(inOrder(rules)),
  ) ?? JSON.stringify(rules);

/** Rules with their keys in one order. */
const inOrder = (rules: unknown) =>
  (rules as { subject: string; action: string[]; inverted?: boolean }[]).map(
    ({ subject, action, inverted = false }) => ({ subject, action, inverted }),
  );
