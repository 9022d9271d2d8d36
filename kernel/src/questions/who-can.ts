import type { Id, Instant } from '../facts.ts';
import { allMembers, reachers } from '../packed/below.ts';
import type { World } from '../world.ts';
import { decide, type Question } from './decide.ts';

/** Everyone who may do it: those that reach the project (or, on the organization, any member) and pass the check. */
export function whoCan(world: World, question: Omit<Question, 'principal'>, at: Instant): Id[] {
  const candidates =
    question.project === null ? allMembers(world) : reachers(world, question.project, at);
  return [...candidates].filter((principal) => decide(world, { ...question, principal }, at));
}
