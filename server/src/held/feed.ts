import {
  changesSince,
  markChanges,
  noSnapshot,
  type Telling,
  type Told,
} from '../store/changes.ts';
import type { Db } from '../store/db.ts';

/** What hears of changes; `forget` when anything may have changed. */
export type Hearer = { hear(told: readonly Told[]): void; forget(): void };

/**
 * Proves that what is held is the newest: one small statement, sent after a request came, tells what was committed since
 * the last one. All who come before it is sent wait for the same, and one is under way at a time, so that what is told
 * comes in order.
 */
export class Feed {
  readonly #db: Db;
  readonly #hearers: readonly Hearer[];
  #snapshot = noSnapshot;
  #run: string | null = null;
  /** The read that is not sent yet, for whoever comes meanwhile. */
  #next: Promise<void> | null = null;
  #last: Promise<unknown> = Promise.resolve();

  /** `db` is a connection of its own. */
  constructor(db: Db, hearers: readonly Hearer[]) {
    this.#db = db;
    this.#hearers = hearers;
  }

  /** Comes back once all that was committed before the call has been told. */
  fresh(): Promise<void> {
    this.#next ??= this.#send(this.#last);
    return this.#next;
  }

  async #send(last: Promise<unknown>): Promise<void> {
    await last;
    // After the requests that the sockets hold already, so that these go together.
    await new Promise(setImmediate);
    this.#next = null;
    const read = this.#read();
    this.#last = read.catch(() => {});
    await read;
  }

  async #read(): Promise<void> {
    const telling = await this.#ask();
    const isNew = telling.run !== this.#run || telling.isLate;
    this.#run = telling.run;
    this.#snapshot = telling.snapshot;
    for (const hearer of this.#hearers) {
      if (isNew || telling.told.some(({ kind }) => kind === 'all')) hearer.forget();
      else if (telling.told.length > 0) hearer.hear(telling.told);
    }
  }

  async #ask(): Promise<Telling> {
    const telling = await changesSince(this.#db, this.#snapshot);
    if (telling) return telling;
    await markChanges(this.#db);
    const marked = await changesSince(this.#db, this.#snapshot);
    if (!marked) throw new Error('the changes of this database cannot be marked');
    return marked;
  }
}
