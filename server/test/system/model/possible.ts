import assert from 'node:assert/strict';
import { carriedOut, type Operation, type State } from './state.ts';

/** As many answers as a failure tells of. */
const mostNoted = 100;

/** One way in which things may stand: a state, and the outcomes of those operations under way that are part of it. */
type Standing = { state: State; outcomes: ReadonlyMap<number, string> };

/**
 * All the ways in which things may stand, given what was asked and answered. Each operation takes effect at one moment
 * between its request and its answer; one that was never answered, at one moment or not at all. When no way is left, some
 * answer was one that no order of the operations explains: a stale grant, a stale refusal, or a change that was lost.
 */
export class Possible {
  #standings: Map<string, Standing>;
  readonly #open = new Map<number, Operation>();
  #begun = 0;
  #recent: string[] = [];

  constructor(state: State) {
    this.#standings = keyed([{ state, outcomes: new Map() }]);
  }

  /** An operation is asked for; gives a number for it. */
  begin(operation: Operation): number {
    const number = ++this.#begun;
    this.#open.set(number, operation);
    return number;
  }

  /** It was answered: fails when no order of what was under way explains the answer. `told` is for who reads of it. */
  end(number: number, outcome: string, told = ''): void {
    const operation = JSON.stringify(this.#open.get(number));
    this.#note(`${operation} → ${outcome} ${told}`);
    const all = this.#spread();
    const left = all.filter(({ outcomes }) => outcomes.get(number) === outcome);
    const expected = [...new Set(all.map(({ outcomes }) => outcomes.get(number) ?? 'not yet'))];
    assert.ok(
      left.length > 0,
      `${operation} was answered \`${outcome}\`, and could only be \`${expected.join('`, `')}\`. Before it:\n${this.#recent.join('\n')}`,
    );
    this.#close(number, left);
  }

  /** It was not answered and will not take effect any more: it has or it has not. */
  lose(number: number): void {
    this.#note(`${JSON.stringify(this.#open.get(number))} → no answer`);
    this.#close(number, this.#spread());
  }

  /** How things may stand when nothing is under way. */
  get states(): State[] {
    assert.equal(this.#open.size, 0);
    return [...this.#standings.values()].map(({ state }) => state);
  }

  #note(text: string): void {
    this.#recent = [...this.#recent.slice(-mostNoted), text];
  }

  #close(number: number, standings: readonly Standing[]): void {
    this.#open.delete(number);
    this.#standings = keyed(
      standings.map(({ state, outcomes }) => ({
        state,
        outcomes: new Map([...outcomes].filter(([one]) => one !== number)),
      })),
    );
  }

  /** With every operation under way having taken effect or not, in every order. */
  #spread(): Standing[] {
    const found = new Map(this.#standings);
    for (const { state, outcomes } of found.values())
      for (const [number, operation] of this.#open) {
        if (outcomes.has(number)) continue;
        const next = carriedOut(state, operation);
        const standing = {
          state: next.state,
          outcomes: new Map([...outcomes, [number, next.outcome]]),
        };
        const key = keyOf(standing);
        if (!found.has(key)) found.set(key, standing);
      }
    return [...found.values()];
  }
}

const keyed = (standings: readonly Standing[]): Map<string, Standing> =>
  new Map(standings.map((one) => [keyOf(one), one]));

const keyOf = ({ state, outcomes }: Standing): string =>
  JSON.stringify([sorted(state), [...outcomes].sort(([a], [b]) => a - b)]);

/** The facts of a state in an order of their own. */
export const sorted = (state: State): [string, string][] =>
  [...state].sort(([a], [b]) => (a < b ? -1 : 1));
