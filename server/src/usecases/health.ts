import { setTimeout as pause } from 'node:timers/promises';
import { anyUser } from '../store/accounts/users.ts';
import { type Db, unwritable } from '../store/db.ts';
import { touchInstance } from '../store/instance.ts';

/** The node cannot serve at the moment, and why. */
export class NotReady extends Error {}

/** How long the database may take to answer before it counts as silent (milliseconds). */
const patience = 1500;

/** What a node knows of its own state: whether it is about to stop, and whether anything can be written. */
export class Health {
  #why: string | null = null;
  isStopping = false;
  /** Requests that have come whole and are not answered yet. */
  underWay = 0;

  /** Hears of whatever goes wrong, and remembers what keeps everything from being written. */
  note(error: unknown): void {
    this.#why = unwritable(error) ?? this.#why;
  }

  /** Whether the first administrator is still to be made. Throws NotReady where nothing can be served; within 2 s always. */
  async look(db: Db): Promise<{ isNew: boolean }> {
    if (this.isStopping) throw new NotReady('this node is stopping');
    const asked = this.#ask(db);
    asked.catch(() => {});
    const waiting = new AbortController();
    const silence = pause(patience, null, { signal: waiting.signal }).catch(() => null);
    const answer = await Promise.race([asked, silence]).finally(() => waiting.abort());
    if (answer === null) throw new NotReady('the database does not answer');
    return answer;
  }

  async #ask(db: Db): Promise<{ isNew: boolean }> {
    if (this.#why !== null) {
      try {
        await touchInstance(db);
        this.#why = null;
      } catch (error) {
        this.note(error);
        throw new NotReady(this.#why ?? 'nothing can be written');
      }
    }
    return { isNew: !(await anyUser(db)) };
  }
}
