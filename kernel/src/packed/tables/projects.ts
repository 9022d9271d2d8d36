import type { Id, Project } from '../../facts.ts';
import type { Interned } from '../columns/interned.ts';
import type { Table } from './table.ts';

/** The projects, numbered like whatever else grants name. */
export class Projects implements Table<Project> {
  readonly #facts = new Map<Id, Project>();
  // By number, so that a question looks up its project once.
  readonly #there: boolean[] = [];
  readonly #names: Interned;

  constructor(names: Interned) {
    this.#names = names;
  }

  get size(): number {
    return this.#facts.size;
  }

  get(id: Id): Project | undefined {
    return this.#facts.get(id);
  }

  all(): IterableIterator<Project> {
    return this.#facts.values();
  }

  isThere(number: number): boolean {
    return this.#there[number] === true;
  }

  put(project: Project): void {
    this.#facts.set(project.id, project);
    this.#there[this.#names.keep(project.id)] = true;
  }

  remove(id: Id): void {
    if (!this.#facts.delete(id)) return;
    const number = this.#names.find(id);
    this.#there[number] = false;
    this.#names.drop(number);
  }
}
