import { withRoom } from './columns.ts';

/** Rows of a piece: 2 to that power. */
const bits = 12;
const rows = 2 ** bits;

/** A column in pieces, for what a check does not read: it grows without a copy of what is there, and little lies idle. */
export class Pieces<T extends Int32Array | Float64Array> {
  readonly #pieces: T[] = [];
  readonly #Kind: new (
    rows: number,
  ) => T;

  constructor(Kind: new (rows: number) => T) {
    this.#Kind = Kind;
  }

  /** Of a row that was set. */
  get(row: number): number {
    return (this.#pieces[row >> bits] as T)[row & (rows - 1)] as number;
  }

  set(row: number, value: number): void {
    const piece = this.#pieces[row >> bits];
    if (piece && (row & (rows - 1)) < piece.length) piece[row & (rows - 1)] = value;
    else this.#grow(row, value);
  }

  /** Only the first piece is ever smaller than the others. */
  #grow(row: number, value: number): void {
    const first = this.#pieces[0] ?? new this.#Kind(0);
    this.#pieces[0] = row < rows ? withRoom(first, Math.min(rows, row + 1)) : withRoom(first, rows);
    while (this.#pieces.length <= row >> bits) this.#pieces.push(new this.#Kind(rows));
    this.set(row, value);
  }
}
