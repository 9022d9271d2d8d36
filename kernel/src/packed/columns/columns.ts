/** A column holds one number a row, in one piece of memory: nothing for the garbage collector to visit. */
type Column = Int32Array | Uint32Array | Uint8Array | Float64Array;

/** The column itself when it has that many rows, else a copy with room for a quarter more than it had. */
export function withRoom<T extends Column>(column: T, rows: number): T {
  if (rows <= column.length) return column;
  const Kind = column.constructor as new (rows: number) => T;
  const grown = new Kind(Math.max(8, rows, Math.ceil(column.length * 1.25)));
  grown.set(column);
  return grown;
}

/** The number in a row that the column has. */
export const cell = (column: Int32Array, row: number): number => column[row] as number;

/** Gives out row numbers, those that were given back first. */
export class Rows {
  /** One more than the highest row ever given out. */
  size = 0;
  readonly #free: number[] = [];

  take(): number {
    return this.#free.pop() ?? this.size++;
  }

  giveBack(row: number): void {
    this.#free.push(row);
  }
}
