import { withRoom } from './columns.ts';

/** Four numbers of 32 bits: a UUID. */
export type Bits = Int32Array;

const hex = (char: number): number =>
  char >= 48 && char <= 57 ? char - 48 : char >= 97 && char <= 102 ? char - 87 : -1;

/** Reads a UUID in its usual form (lower case, with dashes) into `bits`; false for any other text. */
export function readUuid(text: string, bits: Bits): boolean {
  if (text.length !== 36) return false;
  let digits = 0;
  let word = 0;
  for (let i = 0; i < 36; i++) {
    const char = text.charCodeAt(i);
    if (i === 8 || i === 13 || i === 18 || i === 23) {
      if (char !== 45) return false;
      continue;
    }
    const digit = hex(char);
    if (digit < 0) return false;
    word = (word << 4) | digit;
    if (++digits % 8 === 0) bits[digits / 8 - 1] = word;
  }
  return true;
}

function writeUuid(words: Bits, at: number): string {
  let digits = '';
  for (let i = at; i < at + 4; i++)
    digits += ((words[i] as number) >>> 0).toString(16).padStart(8, '0');
  const part = (from: number, to: number) => digits.slice(from, to);
  return `${part(0, 8)}-${part(8, 12)}-${part(12, 16)}-${part(16, 20)}-${part(20, 32)}`;
}

/** An id a row: 16 bytes when it is a UUID, otherwise the text itself beside the column. */
export class IdColumn {
  /** The UUIDs, four words a row. */
  words: Bits = new Int32Array(0);
  readonly #odd = new Map<number, string>();
  readonly #read: Bits = new Int32Array(4);

  set(row: number, id: string): void {
    this.words = withRoom(this.words, (row + 1) * 4);
    this.clear(row);
    if (readUuid(id, this.#read)) this.words.set(this.#read, row * 4);
    else this.#odd.set(row, id);
  }

  clear(row: number): void {
    this.#odd.delete(row);
  }

  get(row: number): string {
    return this.#odd.get(row) ?? writeUuid(this.words, row * 4);
  }

  isOdd(row: number): boolean {
    return this.#odd.has(row);
  }

  holds(row: number, bits: Bits): boolean {
    const { words } = this;
    const at = row * 4;
    return (
      words[at] === bits[0] &&
      words[at + 1] === bits[1] &&
      words[at + 2] === bits[2] &&
      words[at + 3] === bits[3]
    );
  }
}
