import { withRoom } from './columns.ts';

/** Lists of rows, each row in at most one: linked both ways, so that a row leaves at once however long its list. */
export class Chains {
  // A number is one more than the row that it means; 0 is none.
  #first = new Int32Array(0);
  #next = new Int32Array(0);
  #previous = new Int32Array(0);

  add(list: number, row: number): void {
    this.#first = withRoom(this.#first, list + 1);
    this.#next = withRoom(this.#next, row + 1);
    this.#previous = withRoom(this.#previous, row + 1);
    const second = this.#first[list] as number;
    this.#first[list] = row + 1;
    this.#next[row] = second;
    this.#previous[row] = 0;
    if (second > 0) this.#previous[second - 1] = row + 1;
  }

  remove(list: number, row: number): void {
    const next = this.#next[row] as number;
    const previous = this.#previous[row] as number;
    if (next > 0) this.#previous[next - 1] = previous;
    if (previous > 0) this.#next[previous - 1] = next;
    else this.#first[list] = next;
  }

  /** The first row of a list, -1 when it is empty. */
  first(list: number): number {
    return (this.#first[list] ?? 0) - 1;
  }

  /** The row after this one in its list, -1 at the end. */
  next(row: number): number {
    return (this.#next[row] as number) - 1;
  }

  *rows(list: number): Iterable<number> {
    for (let row = this.first(list); row >= 0; row = this.next(row)) yield row;
  }
}
