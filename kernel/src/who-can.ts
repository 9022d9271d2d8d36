import { decide, type Question } from './decide.ts';
import type { Id, Instant } from './facts.ts';
import { deepest, isValid } from './routes.ts';
import type { World } from './world.ts';

/** Every principal that has a live route to a project: from each grant down to members. */
export function reachers(world: World, project: Id, at: Instant): Set<Id> {
  const found = new Set<Id>();
  if (!world.get('project', project)) return found;
  const holders = new Set<Id>();
  for (const grant of world.grantsOn(project))
    if (isValid(grant, at) && world.rulesOfGrant(grant)) holders.add(grant.holder);
  for (const holder of holders)
    for (const member of liveMembers(world, holder, at)) found.add(member);
  return found;
}

/** The principals that stand behind a holder now: itself when it is a principal, else all members, nested ones too. */
export function liveMembers(world: World, holder: Id, at: Instant): Set<Id> {
  const found = new Set<Id>();
  if (world.get('member', holder)?.status === 'active') found.add(holder);
  if (world.get('group', holder)?.status !== 'active') return found;
  const seen = new Set([holder]);
  let ring = [holder];
  for (let depth = 0; depth < deepest && ring.length > 0; depth++) {
    const next: Id[] = [];
    for (const group of ring)
      for (const edge of world.edgesDown(group)) {
        if (seen.has(edge.member) || !isValid(edge, at)) continue;
        if (edge.memberKind === 'principal') {
          if (world.get('member', edge.member)?.status === 'active') found.add(edge.member);
        } else if (world.get('group', edge.member)?.status === 'active') {
          seen.add(edge.member);
          next.push(edge.member);
        }
      }
    ring = next;
  }
  return found;
}

/** Everyone who may do it: those that reach the project (or, on the organization, any member) and pass the check. */
export function whoCan(world: World, question: Omit<Question, 'principal'>, at: Instant): Id[] {
  const candidates =
    question.project === null
      ? [...world.all('member')].map(({ id }) => id)
      : reachers(world, question.project, at);
  return [...candidates].filter((principal) => decide(world, { ...question, principal }, at));
}
