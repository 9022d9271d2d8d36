import type { Group, Id } from '../../facts.ts';
import { withRoom } from '../columns/columns.ts';
import type { Interned } from '../columns/interned.ts';
import type { RoleLists } from './role-lists.ts';
import type { Table } from './table.ts';

/** The groups. Few beside members and edges, so each is kept as it came; what questions need stands in columns by node. */
export class Groups implements Table<Group> {
  readonly #facts = new Map<Id, Group>();
  readonly #bySlug = new Map<string, Id>();
  /** By node, 1 for an active group. */
  active = new Uint8Array(0);
  // One more than the number of the list that holds just the group's role, 0 where there is no group.
  #roles = new Int32Array(0);
  readonly #names: Interned;
  readonly #lists: RoleLists;

  constructor(names: Interned, lists: RoleLists) {
    this.#names = names;
    this.#lists = lists;
  }

  get size(): number {
    return this.#facts.size;
  }

  get(id: Id): Group | undefined {
    return this.#facts.get(id);
  }

  all(): IterableIterator<Group> {
    return this.#facts.values();
  }

  bySlug(slug: string): Id | undefined {
    return this.#bySlug.get(slug.toLowerCase());
  }

  isThere(node: number): boolean {
    return this.roles(node) >= 0;
  }

  isActive(node: number): boolean {
    return this.active[node] === 1;
  }

  /** The number of the list that holds just the group's role, -1 when there is no such group. */
  roles(node: number): number {
    return (this.#roles[node] ?? 0) - 1;
  }

  put(group: Group): void {
    const node = this.#names.keep(group.id);
    this.active = withRoom(this.active, node + 1);
    this.#roles = withRoom(this.#roles, node + 1);
    this.#facts.set(group.id, group);
    this.#bySlug.set(group.slug.toLowerCase(), group.id);
    this.active[node] = Number(group.status === 'active');
    this.#roles[node] = this.#lists.of([group.role]) + 1;
  }

  remove(id: Id): void {
    const group = this.#facts.get(id);
    if (!group) return;
    const node = this.#names.find(id);
    const slug = group.slug.toLowerCase();
    if (this.#bySlug.get(slug) === id) this.#bySlug.delete(slug);
    this.#facts.delete(id);
    this.active[node] = 0;
    this.#roles[node] = 0;
    this.#names.drop(node);
  }
}
