import type { Id, Instant, Steady } from '@coterie/kernel';
import type { Ids } from './ids.ts';

/**
 * Who a question was answered with, in order: of which version of the organization's world, in which time, and, where the
 * order is that of names, after which renaming.
 */
export type List = { ids: Ids; version: number; time: Steady; renaming: string | null };
type Held = List & { org: Id; size: number };

/** About what an entry takes beside its key and its ids. */
const entryBytes = 500;

/**
 * Long lists between one page and the next, as many as `budget` bytes hold: those asked for longest ago go first, and all
 * of an older version of the organization.
 */
export class Lists {
  readonly #budget: number;
  /** By question, in the order in which they were last asked for. */
  readonly #held = new Map<string, Held>();
  #bytes = 0;

  constructor(budget: number) {
    this.#budget = budget;
  }

  /** The answer to a question, as it is at that version and moment; whoever was renamed since is the caller's to find out. */
  find(org: Id, question: unknown, version: number, at: Instant): List | undefined {
    const key = keyOf(org, question);
    const held = this.#held.get(key);
    if (!held || held.version !== version || at < held.time.from || at >= held.time.until)
      return undefined;
    this.#held.delete(key);
    this.#held.set(key, held);
    return held;
  }

  /** Keeps an answer, unless it alone is more than may be kept. */
  keep(org: Id, question: unknown, list: List): void {
    const key = keyOf(org, question);
    const size = 2 * key.length + list.ids.bytes.length + entryBytes;
    this.#drop(key);
    for (const [other, held] of this.#held)
      if (held.org === org && held.version < list.version) this.#drop(other);
    if (size > this.#budget) return;
    this.#held.set(key, { ...list, org, size });
    this.#bytes += size;
    for (const oldest of this.#held.keys()) {
      if (this.#bytes <= this.#budget) return;
      this.#drop(oldest);
    }
  }

  /** How many are held, and about how many bytes they take. */
  get held(): { count: number; bytes: number } {
    return { count: this.#held.size, bytes: this.#bytes };
  }

  #drop(key: string): void {
    this.#bytes -= this.#held.get(key)?.size ?? 0;
    this.#held.delete(key);
  }
}

const keyOf = (org: Id, question: unknown): string => JSON.stringify([org, question]);
