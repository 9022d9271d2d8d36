import { cell } from './columns.ts';
import { type Bits, IdColumn, readUuid } from './id-column.ts';

/** The share of slots in use at which the table grows. */
const fullest = 0.75;

/** Every bit of a UUID counts, since the first half of one may be the time it was made. */
function hashOf(bits: Bits): number {
  const a = cell(bits, 0);
  const b = cell(bits, 1);
  const c = cell(bits, 2);
  const d = cell(bits, 3);
  let hash = Math.imul(a ^ (b >>> 15), 0x85ebca6b) ^ Math.imul(c ^ (d >>> 13), 0xc2b2ae35);
  hash = Math.imul(hash ^ b, 0x27d4eb2f) ^ Math.imul(d, 0x165667b1);
  hash ^= hash >>> 15;
  return Math.imul(hash, 0x9e3779b1) >>> 0;
}

/** The low bits, since the high ones say where. */
const tagOf = (hash: number): number => hash & 255 || 255;

/**
 * Finds the row of an id. UUIDs stand in an open-addressing table with linear probing, ordered by hash, of which a slot
 * holds a row, and a tag, so that the ids of other rows need hardly ever be read; other ids in a map.
 */
export class IdTable {
  readonly #ids = new IdColumn();
  readonly #odd = new Map<string, number>();
  // One more than a row; and eight bits of its id's hash, of which at least one is set.
  #slots = new Int32Array(0);
  #tags = new Uint8Array(0);
  #used = 0;
  readonly #read: Bits = new Int32Array(4);
  readonly #bits: Bits = new Int32Array(4);
  // The id that was sought last, when it was not there, and the slot where it would be.
  #missed: string | null = null;
  #room = 0;

  get size(): number {
    return this.#used + this.#odd.size;
  }

  id(row: number): string {
    return this.#ids.get(row);
  }

  /** The row of an id, -1 when it has none. */
  find(id: string): number {
    const bits = this.#read;
    this.#missed = null;
    if (!readUuid(id, bits)) return this.#odd.get(id) ?? -1;
    if (this.#used === 0) return -1;
    const hash = hashOf(bits);
    const tag = tagOf(hash);
    let slot = this.#home(hash);
    for (; this.#tags[slot] !== 0; slot = this.#after(slot)) {
      if (this.#tags[slot] !== tag) continue;
      const row = cell(this.#slots, slot) - 1;
      if (this.#ids.holds(row, bits)) return row;
    }
    this.#missed = id;
    this.#room = slot;
    return -1;
  }

  /** Notes the row of an id that has none yet. Quickest when that was just found out. */
  add(id: string, row: number): void {
    const isRead = id === this.#missed;
    this.#missed = null;
    if (!isRead && !readUuid(id, this.#read)) {
      this.#ids.set(row, id);
      this.#odd.set(id, row);
      return;
    }
    this.#ids.setBits(row, this.#read);
    const isFull = ++this.#used > this.#slots.length * fullest;
    if (isFull) this.#grow();
    const hash = hashOf(this.#read);
    this.#fill(isRead && !isFull ? this.#room : this.#free(hash), row, tagOf(hash));
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

  #hashOf(row: number): number {
    return hashOf(this.#ids.getBits(row, this.#bits));
  }

  #slotOf(row: number): number {
    let slot = this.#home(this.#hashOf(row));
    while (this.#slots[slot] !== row + 1) slot = this.#after(slot);
    return slot;
  }

  #free(hash: number): number {
    let slot = this.#home(hash);
    while (this.#tags[slot] !== 0) slot = this.#after(slot);
    return slot;
  }

  #fill(slot: number, row: number, tag: number): void {
    this.#slots[slot] = row + 1;
    this.#tags[slot] = tag;
  }

  #grow(): void {
    const old = this.#slots;
    this.#slots = new Int32Array(Math.max(8, old.length * 2));
    this.#tags = new Uint8Array(this.#slots.length);
    for (const slot of old) {
      if (slot === 0) continue;
      const hash = this.#hashOf(slot - 1);
      this.#fill(this.#free(hash), slot - 1, tagOf(hash));
    }
  }

  /** Empties a slot and moves back those behind it that would no longer be found. */
  #close(hole: number): void {
    this.#used--;
    this.#missed = null;
    let free = hole;
    for (let slot = this.#after(free); this.#slots[slot] !== 0; slot = this.#after(slot)) {
      const home = this.#home(this.#hashOf(cell(this.#slots, slot) - 1));
      const reached = free <= slot ? home <= free || home > slot : home <= free && home > slot;
      if (!reached) continue;
      this.#slots[free] = cell(this.#slots, slot);
      this.#tags[free] = this.#tags[slot] as number;
      free = slot;
    }
    this.#slots[free] = 0;
    this.#tags[free] = 0;
  }
}
