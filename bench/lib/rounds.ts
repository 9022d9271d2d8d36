import type { Contestant } from './check/contestant.ts';
import { median } from './numbers.ts';

const shortest = 30;

/**
 * Nanoseconds a question, one list a contestant. In every round each has its turn, so that what disturbs the machine
 * disturbs all; a turn lasts some tens of milliseconds.
 */
export function timeInRounds(contestants: readonly Contestant[], rounds: number): number[][] {
  const turns = contestants.map((contestant) => turnFor(contestant));
  const times: number[][] = contestants.map(() => []);
  for (let round = 0; round < rounds; round++)
    contestants.forEach((contestant, index) => {
      times[index]?.push(nanoseconds(contestant, turns[index] as number));
    });
  return times;
}

/** Warms up, and finds how often the questions have to be gone through for a turn. */
function turnFor(contestant: Contestant): number {
  const warmUntil = performance.now() + 10 * shortest;
  let once = Number.POSITIVE_INFINITY;
  do {
    once = Math.min(once, nanoseconds(contestant, 1) * contestant.asks);
  } while (performance.now() < warmUntil);
  return Math.max(1, Math.round((shortest * 1e6) / once));
}

function nanoseconds({ asks, ask }: Contestant, times: number): number {
  let allowed = 0;
  const began = performance.now();
  for (let time = 0; time < times; time++)
    for (let question = 0; question < asks; question++) if (ask(question)) allowed++;
  const took = performance.now() - began;
  if (allowed > times * asks) throw new Error('more answers than questions');
  return (took * 1e6) / (times * asks);
}

/** How many times as long as another one takes, turn by turn of the same round. */
export const ratio = (times: readonly number[], to: readonly number[]): number =>
  median(times.map((time, round) => time / (to[round] as number)));
