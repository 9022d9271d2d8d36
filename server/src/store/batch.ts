import type { Db } from './db.ts';

type Waiting<K, V> = {
  key: K;
  resolve: (value: V | undefined) => void;
  reject: (error: unknown) => void;
};
/** What is asked for, by its name: who asks for the same gets the same answer. */
type Asked<K, V> = Map<string, Waiting<K, V>[]>;
type Line<K, V> = { asked: Asked<K, V>; running: number; isDue: boolean };

/** So many statements of one kind are under way at once; what is asked meanwhile goes together into the next. */
const mostRunning = 2;
const mostKeys = 200;

/**
 * Reads that many requests ask alike, answered together: one statement serves every request that asked before it was
 * sent, and it is sent when all requests that have come by now are heard. No answer is kept, so each is newer than the
 * request that gets it.
 */
export class Batch<K, V> {
  readonly #read: (db: Db, keys: readonly K[]) => Promise<readonly (V | undefined)[]>;
  readonly #nameOf: (key: K) => string;
  readonly #lines = new Map<Db, Line<K, V>>();

  /** `read` gives a value, or undefined, for each key, in the order of the keys; `nameOf` tells keys apart. */
  constructor(
    read: (db: Db, keys: readonly K[]) => Promise<readonly (V | undefined)[]>,
    nameOf: (key: K) => string,
  ) {
    this.#read = read;
    this.#nameOf = nameOf;
  }

  /** What is read for a key; whoever asks for the same at the same time is given the same, to be looked at only. */
  get(db: Db, key: K): Promise<V | undefined> {
    return new Promise((resolve, reject) => {
      const line = this.#lines.get(db) ?? { asked: new Map(), running: 0, isDue: false };
      this.#lines.set(db, line);
      const name = this.#nameOf(key);
      const waiting = line.asked.get(name);
      if (waiting) waiting.push({ key, resolve, reject });
      else line.asked.set(name, [{ key, resolve, reject }]);
      this.#soon(db, line);
    });
  }

  /** After the requests that the sockets hold already, so that these go together. */
  #soon(db: Db, line: Line<K, V>): void {
    if (line.isDue || line.running >= mostRunning) return;
    line.isDue = true;
    setImmediate(() => {
      line.isDue = false;
      this.#send(db, line);
    });
  }

  #send(db: Db, line: Line<K, V>): void {
    const batch = [...line.asked].slice(0, mostKeys);
    for (const [name] of batch) line.asked.delete(name);
    line.running++;
    void this.#answer(
      db,
      batch.map(([, waiting]) => waiting),
    ).finally(() => {
      line.running--;
      if (line.asked.size > 0) this.#soon(db, line);
      else if (line.running === 0 && !line.isDue) this.#lines.delete(db);
    });
  }

  async #answer(db: Db, batch: readonly (readonly Waiting<K, V>[])[]): Promise<void> {
    try {
      const keys = batch.flatMap(([first]) => (first ? [first.key] : []));
      const values = await this.#read(db, keys);
      for (const [index, waiting] of batch.entries())
        for (const { resolve } of waiting) resolve(values[index]);
    } catch (error) {
      for (const { reject } of batch.flat()) reject(error);
    }
  }
}
