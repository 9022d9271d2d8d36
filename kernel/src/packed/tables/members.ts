import type { Id, Member, MemberStatus } from '../../facts.ts';
import { cell, withRoom } from '../columns/columns.ts';
import { IdColumn } from '../columns/id-column.ts';
import type { Interned } from '../columns/interned.ts';
import type { RoleLists } from './role-lists.ts';
import type { Table } from './table.ts';

const present = 1;
const active = 2;
const invited = 4;
const machine = 8;
const shown = 16;

/** The members by node, each a few columns and no object: a million of them is an ordinary organization here. */
export class Members implements Table<Member> {
  size = 0;
  #state = new Uint8Array(0);
  #roles = new Int32Array(0);
  #shown = new Int32Array(0);
  readonly #memberships = new IdColumn();
  readonly #names: Interned;
  readonly #lists: RoleLists;

  constructor(names: Interned, lists: RoleLists) {
    this.#names = names;
    this.#lists = lists;
  }

  isActive(node: number): boolean {
    return (this.#stateOf(node) & active) !== 0;
  }

  isMachine(node: number): boolean {
    return (this.#stateOf(node) & machine) !== 0;
  }

  /** Undefined when there is no such member. */
  status(node: number): MemberStatus | undefined {
    const state = this.#stateOf(node);
    if (state === 0) return undefined;
    if (state & active) return 'active';
    return state & invited ? 'invited' : 'suspended';
  }

  /** The number of a member's list of roles, -1 when there is no such member. */
  roles(node: number): number {
    return this.#stateOf(node) === 0 ? -1 : cell(this.#roles, node);
  }

  /** A member as plain data, made anew each time. */
  get(id: Id): Member | undefined {
    const node = this.#names.find(id);
    const status = this.status(node);
    return status && this.#at(node, status);
  }

  *all(): IterableIterator<Member> {
    for (const node of this.nodes()) {
      const status = this.status(node);
      if (status) yield this.#at(node, status);
    }
  }

  *nodes(): Iterable<number> {
    for (let node = 0; node < this.#state.length; node++) if (this.#state[node] !== 0) yield node;
  }

  put(member: Member): void {
    const node = this.#names.keep(member.id);
    this.#state = withRoom(this.#state, node + 1);
    this.#roles = withRoom(this.#roles, node + 1);
    this.#memberships.set(node, member.membership);
    this.#roles[node] = this.#lists.of(member.roles);
    if (member.shownTo) {
      this.#shown = withRoom(this.#shown, node + 1);
      this.#shown[node] = this.#lists.of(member.shownTo);
    }
    this.#state[node] = stateOf(member);
    this.size++;
  }

  remove(id: Id): void {
    const node = this.#names.find(id);
    if (this.#stateOf(node) === 0) return;
    this.#memberships.clear(node);
    this.#state[node] = 0;
    this.#names.drop(node);
    this.size--;
  }

  #stateOf(node: number): number {
    return this.#state[node] ?? 0;
  }

  #at(node: number, status: MemberStatus): Member {
    return {
      id: this.#names.text(node),
      membership: this.#memberships.get(node),
      kind: this.#stateOf(node) & machine ? 'machineIdentity' : 'user',
      status,
      roles: this.#lists.refs(cell(this.#roles, node)),
      ...(this.#stateOf(node) & shown
        ? { shownTo: this.#lists.refs(cell(this.#shown, node)) }
        : {}),
    };
  }
}

const stateOf = ({ kind, status, shownTo }: Member): number =>
  present |
  (status === 'active' ? active : 0) |
  (status === 'invited' ? invited : 0) |
  (kind === 'machineIdentity' ? machine : 0) |
  (shownTo ? shown : 0);
