import { cell } from './columns.ts';
import { Pieces } from './pieces.ts';

/** Four numbers of 32 bits: a UUID. */
export type Bits = Int32Array;

const dash = 45;
const notHex = 16;
const digits = Int32Array.from({ length: 103 }, (_, code) => {
  const digit = '0123456789abcdef'.indexOf(String.fromCharCode(code));
  return digit < 0 ? notHex : digit;
});

/** Reads a UUID in its usual form (lower case, with dashes) into `bits`; false for any other text. */
export function readUuid(text: string, bits: Bits): boolean {
  if (text.length !== 36) return false;
  let seen = 0;
  let word = 0;
  for (let i = 0; i < 36; i++) {
    const code = text.charCodeAt(i);
    if (i === 8 || i === 13 || i === 18 || i === 23) {
      if (code !== dash) return false;
      continue;
    }
    const digit = code < digits.length ? cell(digits, code) : notHex;
    if (digit === notHex) return false;
    word = (word << 4) | digit;
    if ((++seen & 7) === 0) bits[(seen >> 3) - 1] = word;
  }
  return true;
}

function writeUuid(bits: Bits): string {
  let digits = '';
  for (const word of bits) digits += (word >>> 0).toString(16).padStart(8, '0');
  const part = (from: number, to: number) => digits.slice(from, to);
  return `${part(0, 8)}-${part(8, 12)}-${part(12, 16)}-${part(16, 20)}-${part(20, 32)}`;
}

/** An id a row: 16 bytes when it is a UUID, otherwise the text itself beside the column. */
export class IdColumn {
  // The UUIDs, four words a row.
  readonly #words = new Pieces(Int32Array);
  readonly #odd = new Map<number, string>();
  readonly #read: Bits = new Int32Array(4);

  set(row: number, id: string): void {
    this.clear(row);
    if (readUuid(id, this.#read)) this.setBits(row, this.#read);
    else this.#odd.set(row, id);
  }

  setBits(row: number, bits: Bits): void {
    for (let i = 3; i >= 0; i--) this.#words.set(row * 4 + i, cell(bits, i));
  }

  /** Those of an id that is a UUID. */
  getBits(row: number, bits: Bits): Bits {
    for (let i = 0; i < 4; i++) bits[i] = this.#words.get(row * 4 + i);
    return bits;
  }

  clear(row: number): void {
    this.#odd.delete(row);
  }

  get(row: number): string {
    return this.#odd.get(row) ?? writeUuid(this.getBits(row, this.#read));
  }

  holds(row: number, bits: Bits): boolean {
    for (let i = 0; i < 4; i++) if (this.#words.get(row * 4 + i) !== bits[i]) return false;
    return true;
  }
}
