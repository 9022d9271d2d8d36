import { withRoom } from './columns.ts';

const lastStamp = 2 ** 31 - 1;

/** Where a walk over nodes has been, in order. Used again by the next walk, so that a question allocates nothing. */
export class Walk {
  nodes = new Int32Array(0);
  count = 0;
  /** A node was visited in this walk when its mark is the walk's stamp: nothing has to be wiped. */
  marks = new Int32Array(0);
  stamp = 0;

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
  }

  hasVisited(node: number): boolean {
    return this.marks[node] === this.stamp;
  }

  visit(node: number): void {
    this.marks[node] = this.stamp;
    this.nodes[this.count++] = node;
  }
}

/** Rule sets found on the way, kept and used again likewise. */
export class Gathered<T> {
  readonly items: T[] = [];
  count = 0;

  add(item: T): void {
    this.items[this.count++] = item;
  }
}
