import type { Cast } from './cast.ts';
import type { Change, Question, Shape } from './state.ts';

/** Numbers that look random and are the same for the same seed (mulberry32), from 0 up to 1. */
export function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const mostGroups = 6;
const mostProjects = 3;

/** What is done next, drawn from what the cast knows. */
export class Draw {
  readonly #random: () => number;
  readonly #cast: Cast;
  readonly #seed: number;
  #made = 0;

  constructor(seed: number, cast: Cast) {
    this.#random = randomFrom(seed);
    this.#seed = seed;
    this.#cast = cast;
  }

  /** A name that nothing has had before. */
  token = (): number => this.#seed * 1_000_000 + ++this.#made;
  fresh = (letter: string): string => `${letter}${this.#seed}x${++this.#made}`;

  below = (limit: number): number => Math.floor(this.#random() * limit);
  among = <T>(pool: readonly T[]): T => pool[this.below(pool.length)] as T;
  happens = (chance: number): boolean => this.#random() < chance;
  get project(): string {
    return this.among([...this.#cast.projects.keys()]);
  }
  get #who(): string {
    return this.among([...this.#cast.people.keys()]);
  }
  get #group(): string {
    return this.among([...this.#cast.groups.keys()]);
  }

  /** A change that may go together with others of its kind. */
  change(): Change {
    return this.among(this.#changes)();
  }

  get #changes(): (() => Change)[] {
    const edge = () => ({ who: this.#who, group: this.#group });
    const nesting = () => ({ who: this.#group, group: this.#group });
    const holder = () => ({
      who: this.happens(0.7) ? this.#group : this.#who,
      project: this.project,
    });
    const join = (): Change => ({ do: 'join', ...edge() });
    const leave = (): Change => ({ do: 'leave', ...edge() });
    const grant = (): Change => ({ do: 'grant', ...holder(), roles: this.#roles() });
    return [
      ...[join, join, join, leave, leave, leave, grant, grant],
      () => ({ do: 'nest', ...nesting() }),
      () => ({ do: 'nest', ...nesting() }),
      () => ({ do: 'unnest', ...nesting() }),
      () => ({ do: 'replace', ...holder(), roles: this.#roles() }),
      () => ({ do: 'revoke', ...holder() }),
      () => ({ do: 'setGroup', group: this.#group, status: 'suspended' }),
      () => ({ do: 'setGroup', group: this.#group, status: 'active' }),
      () => ({ do: 'setGroup', group: this.#group, status: 'active' }),
      () => ({ do: 'shape', project: this.project, shape: this.#shape() }),
      () =>
        this.#cast.groups.size < mostGroups
          ? { do: 'createGroup', group: this.fresh('g') }
          : { do: 'deleteGroup', group: this.#group },
    ];
  }

  /** A change that goes alone, for what comes with it. */
  lonely(): Change {
    if (this.#cast.projects.size < mostProjects && this.happens(0.5))
      return { do: 'createProject', project: this.fresh('p') };
    return { do: 'setUser', who: this.#who, status: this.happens(0.4) ? 'suspended' : 'active' };
  }

  /** Of anyone and any project, or of those that a change is about. */
  question(about?: Change): Question {
    const isPerson = about && 'who' in about && this.#cast.people.has(about.who);
    const who = isPerson ? about.who : this.#who;
    const project = about && 'project' in about ? about.project : this.project;
    return this.happens(0.5)
      ? { do: 'read', who, project, token: this.#cast.tokenOf(who).number }
      : { do: 'check', who, project };
  }

  #shape = (): Shape => this.among<Shape>(['both', 'both', 'describe', 'none', 'deny']);
  #roles = (): string[] =>
    this.among([['viewer'], ['member'], ['no-access'], ['shaped'], ['shaped', 'viewer']]);
}
