import type { Id } from '../../facts.ts';

/** Where a world keeps its facts of one kind. */
export type Table<F> = {
  readonly size: number;
  get(id: Id): F | undefined;
  all(): IterableIterator<F>;
  /** Adds a fact of an id that is not there. */
  put(fact: F): void;
  /** Takes a fact out; nothing happens when it is not there. */
  remove(id: Id): void;
};
