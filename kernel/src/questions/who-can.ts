import { type Id, type Instant, isValid } from '../facts.ts';
import { addLiveMembers } from '../packed/below.ts';
import type { World } from '../world.ts';
import { decide, type Question } from './decide.ts';

/** Every principal that has a live route to a project: from each grant down to members. */
export function reachers(world: World, project: Id, at: Instant): Set<Id> {
  const found = new Set<Id>();
  if (!world.get('project', project)) return found;
  const holders = new Set<Id>();
  for (const grant of world.grantsOn(project))
    if (isValid(grant, at) && world.rulesOfGrant(grant)) holders.add(grant.holder);
  for (const holder of holders) addLiveMembers(world.packed, holder, at, found);
  return found;
}

/** The principals that stand behind a holder now: itself when it is a principal, else all members, nested ones too. */
export const liveMembers = (world: World, holder: Id, at: Instant): Set<Id> =>
  addLiveMembers(world.packed, holder, at, new Set());

/** Everyone who may do it: those that reach the project (or, on the organization, any member) and pass the check. */
export function whoCan(world: World, question: Omit<Question, 'principal'>, at: Instant): Id[] {
  const candidates =
    question.project === null
      ? Array.from(world.packed.members.nodes(), (node) => world.packed.nodes.text(node))
      : reachers(world, question.project, at);
  return [...candidates].filter((principal) => decide(world, { ...question, principal }, at));
}
