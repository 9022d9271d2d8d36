import { type Change, type Id, inverse, type World } from '@coterie/kernel';
import type { Db } from '../store/db.ts';
import { changesAfter, headVersion } from '../store/log/log.ts';
import { HeldWorlds } from './held.ts';
import { readSnapshot, readWorld } from './read-world.ts';

/**
 * The world of each organization held in memory: loaded when first asked for, caught up by the log, dropped when all of
 * them together take more than `budget` bytes.
 */
export class Worlds {
  readonly #db: Db;
  readonly #budget: number;
  readonly #held: HeldWorlds;
  readonly #busy = new Map<Id, Promise<unknown>>();

  constructor(db: Db, budget: number) {
    this.#db = db;
    this.#budget = budget;
    this.#held = new HeldWorlds(budget);
  }

  /** The world at `version` or newer. Undefined when there is no such organization. */
  async at(org: Id, version: number, db: Db = this.#db): Promise<World | undefined> {
    const known = this.#held.get(org);
    if (known && known.version >= version) return known;
    // A caller inside a transaction reads by its own connection: waiting for another could starve the pool.
    return db === this.#db
      ? this.#inTurn(org, () => this.#bring(org, version, db))
      : this.#bring(org, version, db);
  }

  /** The world as it stands in the database at the moment of asking. */
  async now(org: Id, db: Db = this.#db): Promise<World | undefined> {
    const version = await headVersion(db, org);
    return version === undefined ? undefined : this.at(org, version, db);
  }

  /** A world of its own as it stood at a past version: today's, with what came since taken back. */
  async past(org: Id, version: number): Promise<World | undefined> {
    return readSnapshot(this.#db, async (tx) => {
      const world = await readWorld(tx, org);
      if (!world || version > world.version) return undefined;
      for (const entry of (await changesAfter(tx, org, version)).reverse())
        world.apply(inverse(entry.changes), entry.version - 1);
      return world;
    });
  }

  /** Takes changes that this node has just committed; what came between is caught up when next asked for. */
  note(org: Id, version: number, changes: readonly Change[]): void {
    const world = this.#held.get(org);
    if (!world || world.version !== version - 1) return;
    this.#held.put(org, world.apply(changes, version));
  }

  /** How many are held, and about how many bytes they take. */
  get held(): { count: number; bytes: number } {
    return { count: this.#held.count, bytes: this.#held.bytes };
  }

  /** About how many bytes are held, and how many may be. */
  get memory(): { used: number; most: number } {
    return { used: this.#held.bytes, most: this.#budget };
  }

  async #bring(org: Id, version: number, db: Db): Promise<World | undefined> {
    const known = this.#held.get(org);
    if (!known) return this.#load(org, db);
    if (known.version >= version) return known;
    for (const entry of await changesAfter(db, org, known.version))
      if (entry.version === known.version + 1) known.apply(entry.changes, entry.version);
    this.#held.put(org, known);
    return known.version >= version ? known : this.#load(org, db);
  }

  /** One snapshot: the version and the facts that belong to it. */
  async #load(org: Id, db: Db): Promise<World | undefined> {
    const world =
      db === this.#db
        ? await readSnapshot(db, (tx) => readWorld(tx, org))
        : await readWorld(db, org);
    if (!world) return undefined;
    const known = this.#held.get(org);
    if (known && known.version >= world.version) return known;
    this.#held.put(org, world);
    return world;
  }

  /** One load or catch-up an organization at a time; the next one finds it done. */
  #inTurn<T>(org: Id, work: () => Promise<T>): Promise<T> {
    const turn = (this.#busy.get(org) ?? Promise.resolve()).then(work);
    const settled = turn
      .catch(() => {})
      .finally(() => {
        if (this.#busy.get(org) === settled) this.#busy.delete(org);
      });
    this.#busy.set(org, settled);
    return turn;
  }
}
