/** So many different attempts are kept of one caller, at one endpoint, refused for one reason, in one minute. */
const mostAMinute = 10;

/**
 * Which refused attempts are kept: the same one once a minute, and of others at the same endpoint ten, the last of which
 * says that there may be more. So nobody fills the log by trying, and nobody hides one attempt behind another. Each node
 * counts for itself, and forgets all with each minute.
 */
export class Attempts {
  #minute = 0;
  readonly #kept = new Map<string, Set<string>>();

  /** Whether this one is kept, and is the last of its kind. */
  take(kind: string, text: string, at: number): 'kept' | 'last' | null {
    const minute = Math.floor(at / 60_000);
    if (minute !== this.#minute) this.#kept.clear();
    this.#minute = minute;
    const kept = this.#kept.get(kind) ?? new Set();
    this.#kept.set(kind, kept);
    if (kept.has(text) || kept.size === mostAMinute) return null;
    kept.add(text);
    return kept.size === mostAMinute ? 'last' : 'kept';
  }
}
