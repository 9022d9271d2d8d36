import { altered, type Member, type World } from '../../../kernel/src/index.ts';
import { table } from '../numbers.ts';
import type { Asked } from '../questions.ts';
import { among, randomFrom } from '../random.ts';
import type { Contestant } from './contestant.ts';

const second = 1000;
const hour = 3_600_000;
const removals = 1000;
/** The same is asked once a second, for up to a minute before the removal and for a minute after it. */
const asksAfterwards = 60;

/** Answers a question at a moment of the clock, in milliseconds. */
type Clocked = (question: number, clock: number) => boolean;

/** What a cache by time does: an answer is given again until it is so old. */
function keptFor(milliseconds: number, { ask }: Contestant): Clocked {
  const kept = new Map<number, { answer: boolean; until: number }>();
  return (question, clock) => {
    const known = kept.get(question);
    if (known && clock < known.until) return known.answer;
    const answer = ask(question);
    kept.set(question, { answer, until: clock + milliseconds });
    return answer;
  };
}

/** Counts the answers of yes after someone was suspended, of Coterie and of caches by time before it, in a table. */
export function staleness(world: World, questions: readonly Asked[], own: Contestant): string {
  const askers: [name: string, Clocked][] = [
    ['Coterie', own.ask],
    ['a cache before it that keeps answers for 5 s', keptFor(5 * second, own)],
    ['a cache before it that keeps answers for 60 s', keptFor(60 * second, own)],
  ];
  const allowed = questions.flatMap((_, question) => (own.ask(question) ? [question] : []));
  const rows = askers.map(([name, ask]) => {
    const stale = staleYes(world, questions, allowed, ask);
    return [name, String(removals), String(removals * asksAfterwards), String(stale)];
  });
  return table(['', 'removals', 'answers in the minute after', 'of them a stale yes'], rows);
}

function staleYes(
  world: World,
  questions: readonly Asked[],
  allowed: readonly number[],
  ask: Clocked,
): number {
  const random = randomFrom(5);
  let clock = 0;
  let stale = 0;
  for (let removal = 0; removal < removals; removal++) {
    const question = among(random, allowed);
    clock += hour;
    for (let asked = Math.ceil(random() * 60); asked > 0; asked--, clock += second)
      if (!ask(question, clock)) throw new Error(`question ${question} is refused before its time`);
    const member = world.get('member', (questions[question] as Asked).principal) as Member;
    const suspended: Member = { ...member, status: 'suspended' };
    world.apply([altered('member', member, suspended)]);
    for (let asked = 0; asked < asksAfterwards; asked++, clock += second)
      if (ask(question, clock)) stale++;
    world.apply([altered('member', suspended, member)]);
  }
  return stale;
}
