import { type Bits, IdColumn, readUuid } from './id-column.ts';

/** The share of slots in use at which the table grows. */
const fullest = 0.75;

/** Every bit of a UUID counts, since the first half of one may be the time it was made. */
function hashOf(words: Bits, at: number): number {
  const a = words[at] as number;
  const b = words[at + 1] as number;
  const c = words[at + 2] as number;
  const d = words[at + 3] as number;
  let hash = Math.imul(a ^ (b >>> 15), 0x85ebca6b) ^ Math.imul(c ^ (d >>> 13), 0xc2b2ae35);
  hash = Math.imul(hash ^ b, 0x27d4eb2f) ^ Math.imul(d, 0x165667b1);
  hash ^= hash >>> 15;
  return Math.imul(hash, 0x9e3779b1) >>> 0;
}

/**
 * Finds the row of an id. UUIDs stand in an open-addressing table with linear probing, ordered by hash, of which a slot
 * holds a row alone; other ids in a map.
 */
export class IdTable {
  readonly #ids = new IdColumn();
  readonly #odd = new Map<string, number>();
  #slots = new Int32Array(0);
  #used = 0;
  readonly #read: Bits = new Int32Array(4);

  get size(): number {
    return this.#used + this.#odd.size;
  }

  id(row: number): string {
    return this.#ids.get(row);
  }

  /** The row of an id, -1 when it has none. */
  find(id: string): number {
    const bits = this.#read;
    if (!readUuid(id, bits)) return this.#odd.get(id) ?? -1;
    if (this.#used === 0) return -1;
    for (let slot = this.#home(hashOf(bits, 0)); ; slot = this.#after(slot)) {
      const row = (this.#slots[slot] as number) - 1;
      if (row < 0 || this.#ids.holds(row, bits)) return row;
    }
  }

  /** Notes the row of an id that has none yet. */
  add(id: string, row: number): void {
    this.#ids.set(row, id);
    if (this.#ids.isOdd(row)) {
      this.#odd.set(id, row);
      return;
    }
    if (this.#used + 1 > this.#slots.length * fullest) this.#grow();
    this.#place(row);
    this.#used++;
  }

  remove(id: string, row: number): void {
    if (this.#odd.delete(id)) this.#ids.clear(row);
    else this.#close(this.#slotOf(row));
  }

  #home(hash: number): number {
    return Math.floor((hash / 2 ** 32) * this.#slots.length);
  }

  #after(slot: number): number {
    return slot + 1 === this.#slots.length ? 0 : slot + 1;
  }

  #homeOf(row: number): number {
    return this.#home(hashOf(this.#ids.words, row * 4));
  }

  #slotOf(row: number): number {
    let slot = this.#homeOf(row);
    while (this.#slots[slot] !== row + 1) slot = this.#after(slot);
    return slot;
  }

  #place(row: number): void {
    let slot = this.#homeOf(row);
    while (this.#slots[slot] !== 0) slot = this.#after(slot);
    this.#slots[slot] = row + 1;
  }

  #grow(): void {
    const old = this.#slots;
    this.#slots = new Int32Array(Math.max(8, Math.ceil(old.length * 1.5)));
    for (const slot of old) if (slot !== 0) this.#place(slot - 1);
  }

  /** Empties a slot and moves back those behind it that would no longer be found. */
  #close(hole: number): void {
    this.#used--;
    let free = hole;
    for (let slot = this.#after(free); this.#slots[slot] !== 0; slot = this.#after(slot)) {
      const home = this.#homeOf((this.#slots[slot] as number) - 1);
      const reached = free <= slot ? home <= free || home > slot : home <= free && home > slot;
      if (!reached) continue;
      this.#slots[free] = this.#slots[slot] as number;
      free = slot;
    }
    this.#slots[free] = 0;
  }
}
