import {
  type Edge,
  type Id,
  type Instant,
  isValid,
  type Source,
  type Step,
  type Validity,
} from '../../facts.ts';
import { Adjacency } from '../columns/adjacency.ts';
import { Chains } from '../columns/chains.ts';
import { cell, Rows } from '../columns/columns.ts';
import { IdTable } from '../columns/id-table.ts';
import { Interned } from '../columns/interned.ts';
import { Pieces } from '../columns/pieces.ts';
import type { Table } from './table.ts';
import { groupOf, wayTo } from './ways.ts';

const sources: readonly Source[] = ['manual', 'scim', 'oidc', 'saml', 'ldap', 'rule'];
/** The member in a row that is free. */
const gone = -1;
/** What who added an edge is multiplied by, to make room for what else stands in the same number. */
const byShift = 32;
const ownerBit = 16;
const always: Validity = { from: null, until: null };

/**
 * All edges, each a row of columns (about sixty bytes in all) and no object: what few edges have stands beside the columns.
 * Members and groups are nodes, numbered by `names`.
 */
export class Edges implements Table<Edge> {
  /** A node's ways up, for questions to walk: pairs of a way (`ways.ts`) and a row. */
  readonly up = new Adjacency();
  /** A group's edges, by its node. */
  readonly down = new Chains();
  readonly #names: Interned;
  readonly #rows = new Rows();
  readonly #ids = new IdTable();
  readonly #member = new Pieces(Int32Array);
  // Who added it, one more than the number, 0 for nobody; whether as owner; the source's place in the list above; whether the
  // member is a group.
  readonly #origin = new Pieces(Int32Array);
  readonly #addedAt = new Pieces(Float64Array);
  readonly #actors = new Interned();
  readonly #windows = new Map<number, Validity>();
  readonly #reasons = new Map<number, string>();

  constructor(names: Interned) {
    this.#names = names;
  }

  get size(): number {
    return this.#ids.size;
  }

  get(id: Id): Edge | undefined {
    const row = this.#ids.find(id);
    return row < 0 ? undefined : this.at(row);
  }

  *all(): IterableIterator<Edge> {
    for (let row = 0; row < this.#rows.size; row++)
      if (this.member(row) !== gone) yield this.at(row);
  }

  member(row: number): number {
    return this.#member.get(row);
  }

  group(row: number): number {
    const { up } = this;
    return groupOf(cell(up.words, up.find(this.member(row), row)));
  }

  id(row: number): Id {
    return this.#ids.id(row);
  }

  /** What a route tells of an edge. */
  step(row: number): Step {
    const { from, until } = this.window(row);
    const source = this.#source(row);
    const step = { group: this.groupName(row), source, from, until };
    return this.#byOwner(row) ? { ...step, byOwner: true, addedBy: this.#nameOfAdder(row) } : step;
  }

  groupName(row: number): Id {
    return this.#names.text(this.group(row));
  }

  isOfGroup(row: number): boolean {
    return (this.#origin.get(row) & 1) === 1;
  }

  isValid(row: number, at: Instant): boolean {
    return isValid(this.window(row), at);
  }

  window(row: number): Validity {
    return this.#windows.get(row) ?? always;
  }

  /** The windows of all edges that have one. */
  windows(): Iterable<Validity> {
    return this.#windows.values();
  }

  put(edge: Edge): void {
    const row = this.#rows.take();
    const member = this.#names.keep(edge.member);
    const group = this.#names.keep(edge.group);
    const isOpen = edge.from === null && edge.until === null;
    this.#ids.add(edge.id, row);
    const addedBy = edge.addedBy === null ? 0 : this.#actors.keep(edge.addedBy) + 1;
    const source = sources.indexOf(edge.source);
    this.#member.set(row, member);
    const owner = edge.byOwner ? ownerBit : 0;
    this.#origin.set(
      row,
      addedBy * byShift + owner + source * 2 + Number(edge.memberKind === 'group'),
    );
    this.#addedAt.set(row, edge.addedAt);
    if (!isOpen) this.#windows.set(row, { from: edge.from, until: edge.until });
    if (edge.reason !== null) this.#reasons.set(row, edge.reason);
    this.up.add(member, wayTo(group, !isOpen), row);
    this.down.add(group, row);
  }

  remove(id: Id): void {
    const row = this.#ids.find(id);
    if (row < 0) return;
    const member = this.member(row);
    const group = this.group(row);
    const addedBy = this.#addedBy(row);
    this.down.remove(group, row);
    this.up.remove(member, row);
    this.#ids.remove(id, row);
    this.#windows.delete(row);
    this.#reasons.delete(row);
    if (addedBy > 0) this.#actors.drop(addedBy - 1);
    this.#names.drop(member);
    this.#names.drop(group);
    this.#member.set(row, gone);
    this.#rows.giveBack(row);
  }

  /** The edge of a row as plain data, made anew each time. */
  at(row: number): Edge {
    const { from, until } = this.window(row);
    return {
      id: this.#ids.id(row),
      group: this.groupName(row),
      member: this.#names.text(this.member(row)),
      memberKind: this.isOfGroup(row) ? 'group' : 'principal',
      source: this.#source(row),
      reason: this.#reasons.get(row) ?? null,
      addedBy: this.#nameOfAdder(row),
      addedAt: this.#addedAt.get(row),
      from,
      until,
      ...(this.#byOwner(row) ? { byOwner: true } : {}),
    };
  }

  #source(row: number): Source {
    return sources[(this.#origin.get(row) % ownerBit) >> 1] as Source;
  }

  #byOwner(row: number): boolean {
    return (this.#origin.get(row) & ownerBit) !== 0;
  }

  #nameOfAdder(row: number): Id | null {
    const addedBy = this.#addedBy(row);
    return addedBy === 0 ? null : this.#actors.text(addedBy - 1);
  }

  #addedBy(row: number): number {
    return Math.floor(this.#origin.get(row) / byShift);
  }

  *upFrom(node: number): IterableIterator<Edge> {
    const begin = this.up.begin(node);
    for (let i = begin; i < this.up.end(begin); i += 2) yield this.at(cell(this.up.words, i + 1));
  }

  /** The edges of a member in one group, one a source. */
  *between(member: number, group: number): IterableIterator<Edge> {
    const begin = this.up.begin(member);
    for (let i = begin; i < this.up.end(begin); i += 2)
      if (groupOf(cell(this.up.words, i)) === group) yield this.at(cell(this.up.words, i + 1));
  }

  *downFrom(group: number): IterableIterator<Edge> {
    for (const row of this.down.rows(group)) yield this.at(row);
  }
}
