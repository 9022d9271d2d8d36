import type { Db } from './db.ts';

type Waiting<K, V> = {
  key: K;
  resolve: (value: V | undefined) => void;
  reject: (error: unknown) => void;
};
type Line<K, V> = { waiting: Waiting<K, V>[]; running: number };

/** So many statements of one kind are under way at once; what is asked meanwhile goes together into the next. */
const mostRunning = 2;
const mostKeys = 200;

/**
 * Reads that many requests ask alike, answered together: one statement serves every request that asked before it was
 * sent. With nothing under way it is sent at once. No answer is kept, so each is newer than the request that gets it.
 */
export class Batch<K, V> {
  readonly #read: (db: Db, keys: readonly K[]) => Promise<readonly (V | undefined)[]>;
  readonly #lines = new Map<Db, Line<K, V>>();

  /** `read` gives a value, or undefined, for each key, in the order of the keys. */
  constructor(read: (db: Db, keys: readonly K[]) => Promise<readonly (V | undefined)[]>) {
    this.#read = read;
  }

  get(db: Db, key: K): Promise<V | undefined> {
    return new Promise((resolve, reject) => {
      const line = this.#lines.get(db) ?? { waiting: [], running: 0 };
      this.#lines.set(db, line);
      line.waiting.push({ key, resolve, reject });
      this.#send(db, line);
    });
  }

  #send(db: Db, line: Line<K, V>): void {
    if (line.running >= mostRunning || line.waiting.length === 0) return;
    const batch = line.waiting.splice(0, mostKeys);
    line.running++;
    void this.#answer(db, batch).finally(() => {
      line.running--;
      if (line.running === 0 && line.waiting.length === 0) this.#lines.delete(db);
      else this.#send(db, line);
    });
  }

  async #answer(db: Db, batch: readonly Waiting<K, V>[]): Promise<void> {
    try {
      const values = await this.#read(
        db,
        batch.map(({ key }) => key),
      );
      for (const [index, { resolve }] of batch.entries()) resolve(values[index]);
    } catch (error) {
      for (const { reject } of batch) reject(error);
    }
  }
}
