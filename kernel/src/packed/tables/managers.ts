import type { Id, Manager } from '../../facts.ts';
import type { Table } from './table.ts';

/** Who manages which group. Few, and no check walks them, so each is kept as it came, found from either side. */
export class Managers implements Table<Manager> {
  readonly #facts = new Map<Id, Manager>();
  readonly #byGroup = new Map<Id, Set<Manager>>();
  readonly #byHolder = new Map<Id, Set<Manager>>();

  get size(): number {
    return this.#facts.size;
  }

  get(id: Id): Manager | undefined {
    return this.#facts.get(id);
  }

  all(): IterableIterator<Manager> {
    return this.#facts.values();
  }

  of(group: Id): Iterable<Manager> {
    return this.#byGroup.get(group) ?? [];
  }

  by(holder: Id): Iterable<Manager> {
    return this.#byHolder.get(holder) ?? [];
  }

  put(manager: Manager): void {
    this.#facts.set(manager.id, manager);
    add(this.#byGroup, manager.group, manager);
    add(this.#byHolder, manager.holder, manager);
  }

  remove(id: Id): void {
    const manager = this.#facts.get(id);
    if (!manager) return;
    this.#facts.delete(id);
    drop(this.#byGroup, manager.group, manager);
    drop(this.#byHolder, manager.holder, manager);
  }
}

function add(index: Map<Id, Set<Manager>>, key: Id, manager: Manager): void {
  const known = index.get(key);
  if (known) known.add(manager);
  else index.set(key, new Set([manager]));
}

function drop(index: Map<Id, Set<Manager>>, key: Id, manager: Manager): void {
  const known = index.get(key);
  known?.delete(manager);
  if (known?.size === 0) index.delete(key);
}
