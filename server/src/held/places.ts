import type { Id } from '@coterie/kernel';
import { LRUCache } from 'lru-cache';
import type { FolderPlace } from '../store/content/folders.ts';
import type { Db } from '../store/db.ts';
import type { Trace } from './trace.ts';

const mostPlaces = 20_000;

/** What is read of places, until anything of their project's environments, folders or imports is told. */
export class Places<T extends object> {
  readonly #read: (db: Db, org: Id, place: FolderPlace) => Promise<T | undefined>;
  readonly #versionOf: (value: T) => number;
  readonly #held = new LRUCache<string, { project: Id; value: T; version: number }>({
    max: mostPlaces,
    dispose: ({ project }, key) => {
      const keys = this.#inProject.get(project);
      if (keys?.delete(key) && keys.size === 0) this.#inProject.delete(project);
    },
  });
  readonly #inProject = new Map<Id, Set<string>>();
  /** Moves with whatever is told of places: what was read meanwhile is not kept. */
  #moved = 0;

  /** `versionOf`: the newest access version that a value was read with. */
  constructor(
    read: (db: Db, org: Id, place: FolderPlace) => Promise<T | undefined>,
    versionOf: (value: T) => number,
  ) {
    this.#read = read;
    this.#versionOf = versionOf;
  }

  async get(
    db: Db,
    org: Id,
    { project, environment, path }: FolderPlace,
    trace?: Trace,
  ): Promise<T | undefined> {
    const key = JSON.stringify([org, project, environment, path]);
    const held = this.#held.get(key);
    if (held) {
      trace?.note(() => this.#held.get(key) === held, held.version);
      return held.value;
    }
    const moved = this.#moved;
    const value = await this.#read(db, org, { project, environment, path });
    if (value === undefined || this.#moved !== moved) {
      trace?.lose();
      return value;
    }
    const version = this.#versionOf(value);
    const kept = { project, value, version };
    this.#held.set(key, kept);
    trace?.note(() => this.#held.get(key) === kept, version);
    const keys = this.#inProject.get(project) ?? new Set();
    this.#inProject.set(project, keys.add(key));
    return value;
  }

  lose(project: Id): void {
    this.#moved++;
    for (const key of [...(this.#inProject.get(project) ?? [])]) this.#held.delete(key);
  }

  forget(): void {
    this.#moved++;
    this.#held.clear();
  }
}
