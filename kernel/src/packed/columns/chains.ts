import { cell, withRoom } from './columns.ts';
import { Pieces } from './pieces.ts';

/** Lists of rows, each row in at most one: linked both ways, so that a row leaves at once however long its list. */
export class Chains {
  // A number is one more than the row that it means; 0 is none.
  #first = new Int32Array(0);
  readonly #next = new Pieces(Int32Array);
  readonly #previous = new Pieces(Int32Array);

  add(list: number, row: number): void {
    this.#first = withRoom(this.#first, list + 1);
    const second = cell(this.#first, list);
    this.#first[list] = row + 1;
    this.#next.set(row, second);
    this.#previous.set(row, 0);
    if (second > 0) this.#previous.set(second - 1, row + 1);
  }

  remove(list: number, row: number): void {
    const next = this.#next.get(row);
    const previous = this.#previous.get(row);
    if (next > 0) this.#previous.set(next - 1, previous);
    if (previous > 0) this.#next.set(previous - 1, next);
    else this.#first[list] = next;
  }

  /** The first row of a list, -1 when it is empty. */
  first(list: number): number {
    return (this.#first[list] ?? 0) - 1;
  }

  /** The row after this one in its list, -1 at the end. */
  next(row: number): number {
    return this.#next.get(row) - 1;
  }

  *rows(list: number): Iterable<number> {
    for (let row = this.first(list); row >= 0; row = this.next(row)) yield row;
  }
}
