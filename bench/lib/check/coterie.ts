import { decide, explain, type World } from '../../../kernel/src/index.ts';
import { now } from '../organization.ts';
import type { Asked } from '../questions.ts';
import type { Contestant } from './contestant.ts';

/** The kernel: as the server asks it, and with the reasons for each answer. */
export const coterie = (world: World, questions: readonly Asked[]): Contestant => ({
  name: 'Coterie',
  asks: questions.length,
  ask: (question) => decide(world, questions[question] as Asked, now),
});

export const explained = (world: World, questions: readonly Asked[]): Contestant => ({
  name: 'Coterie, with the reasons',
  asks: questions.length,
  ask: (question) => explain(world, questions[question] as Asked, now).allowed,
});
