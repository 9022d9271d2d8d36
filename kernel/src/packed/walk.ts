import { type Instant, isValid, type Validity } from '../facts.ts';
import { cell, withRoom } from './columns/columns.ts';

const lastStamp = 2 ** 31 - 1;
const few = 8;

/** Where a walk over nodes has been, in order. Used again by the next walk, so that a question allocates nothing. */
export class Walk {
  nodes = new Int32Array(0);
  count = 0;
  /** A node was visited in this walk when its mark is the walk's stamp: nothing has to be wiped. */
  marks = new Int32Array(0);
  stamp = 0;
  /** From when (included) until when (excluded) the same walk would go the same way. */
  from = Number.NEGATIVE_INFINITY;
  until = Number.POSITIVE_INFINITY;

  /** Starts anew, among that many nodes. */
  begin(nodes: number): void {
    if (nodes > this.marks.length) {
      this.marks = withRoom(this.marks, nodes);
      this.nodes = withRoom(this.nodes, nodes);
    }
    if (this.stamp === lastStamp) {
      this.marks.fill(0);
      this.stamp = 0;
    }
    this.stamp++;
    this.count = 0;
    this.from = Number.NEGATIVE_INFINITY;
    this.until = Number.POSITIVE_INFINITY;
  }

  /** The node visited as the nth. */
  at(n: number): number {
    return cell(this.nodes, n);
  }

  hasVisited(node: number): boolean {
    return this.marks[node] === this.stamp;
  }

  visit(node: number): void {
    this.marks[node] = this.stamp;
    this.nodes[this.count++] = node;
  }

  /** Whether what the walk has come to is valid; the walk is the same as long as that stays so. */
  isOpen(window: Validity, at: Instant): boolean {
    this.#turnsAt(window.from, at);
    this.#turnsAt(window.until, at);
    return isValid(window, at);
  }

  #turnsAt(moment: Instant | null, at: Instant): void {
    if (moment === null) return;
    if (at < moment) this.until = Math.min(this.until, moment);
    else this.from = Math.max(this.from, moment);
  }
}

/** Rule sets found on the way, kept and used again likewise. */
export class Gathered<T> {
  readonly items: T[] = [];
  count = 0;

  /** Adds a rule set, unless it is one of the last few: many roles have the same. */
  add(item: T): void {
    for (let i = Math.max(0, this.count - few); i < this.count; i++)
      if (this.items[i] === item) return;
    this.items[this.count++] = item;
  }
}
