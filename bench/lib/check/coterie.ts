import { decide, explain, type World } from '../../../kernel/src/index.ts';
import { now } from '../organization.ts';
import type { Asked } from '../questions.ts';
import type { Contestant } from './contestant.ts';

/** The kernel as the server asks it. */
export const coterie = (world: World, questions: readonly Asked[]): Contestant => ({
  name: 'Coterie',
  asks: questions.length,
  ask: (question) => decide(world, questions[question] as Asked, now),
});

/** The same where nothing is remembered: a change comes before each time that the questions are gone through. */
export const afterChange = (world: World, questions: readonly Asked[]): Contestant => ({
  name: 'Coterie, each for the first time since a change',
  asks: questions.length,
  ask: (question) => {
    if (question === 0) world.apply([]);
    return decide(world, questions[question] as Asked, now);
  },
});

/** With every route, live or not, each with the rules on it that speak to the question, in the order of their weight. */
export const explained = (world: World, questions: readonly Asked[]): Contestant => ({
  name: 'Coterie, with the reasons',
  asks: questions.length,
  ask: (question) => explain(world, questions[question] as Asked, now).allowed,
});
