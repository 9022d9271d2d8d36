import { cell } from './columns.ts';

/** Words a slot: two numbers, and one more than the value of the two; 0 where the slot is empty. */
const width = 3;

/** A number for each pair of numbers: an open-addressing table with linear probing, at most half full. */
export class Pairs {
  #slots = new Int32Array(0);
  #mask = -1;
  #used = 0;

  /** The value of a pair, -1 when it has none. */
  get(a: number, b: number): number {
    const slots = this.#slots;
    if (slots.length === 0) return -1;
    for (let slot = this.#home(a, b); ; slot = (slot + 1) & this.#mask) {
      const at = slot * width;
      const value = cell(slots, at + 2);
      if (value === 0 || (slots[at] === a && slots[at + 1] === b)) return value - 1;
    }
  }

  /** Sets the value of a pair; -1 takes the pair out. */
  set(a: number, b: number, value: number): void {
    if ((this.#used + 1) * 2 > this.#mask + 1) this.#grow();
    let slot = this.#home(a, b);
    while (!this.#isAt(slot, a, b) && this.#valueAt(slot) !== 0) slot = (slot + 1) & this.#mask;
    const isThere = this.#valueAt(slot) !== 0;
    if (value >= 0) this.#write(slot, a, b, value + 1);
    else if (isThere) this.#close(slot);
    this.#used += Number(value >= 0) - Number(isThere);
  }

  #home(a: number, b: number): number {
    const hash = Math.imul(a, 0x9e3779b1) ^ Math.imul(b + 1, 0x85ebca6b);
    return (hash ^ (hash >>> 15)) & this.#mask;
  }

  #valueAt(slot: number): number {
    return cell(this.#slots, slot * width + 2);
  }

  #isAt(slot: number, a: number, b: number): boolean {
    return this.#slots[slot * width] === a && this.#slots[slot * width + 1] === b;
  }

  #write(slot: number, a: number, b: number, value: number): void {
    this.#slots[slot * width] = a;
    this.#slots[slot * width + 1] = b;
    this.#slots[slot * width + 2] = value;
  }

  #grow(): void {
    const old = this.#slots;
    const slots = Math.max(8, (this.#mask + 1) * 2);
    this.#slots = new Int32Array(slots * width);
    this.#mask = slots - 1;
    for (let at = 0; at < old.length; at += width) {
      if (old[at + 2] === 0) continue;
      let slot = this.#home(cell(old, at), cell(old, at + 1));
      while (this.#valueAt(slot) !== 0) slot = (slot + 1) & this.#mask;
      this.#write(slot, cell(old, at), cell(old, at + 1), cell(old, at + 2));
    }
  }

  /** Empties a slot and moves back those behind it that would no longer be found. */
  #close(hole: number): void {
    let free = hole;
    for (
      let slot = (hole + 1) & this.#mask;
      this.#valueAt(slot) !== 0;
      slot = (slot + 1) & this.#mask
    ) {
      const a = cell(this.#slots, slot * width);
      const b = cell(this.#slots, slot * width + 1);
      const fromHome = (slot - this.#home(a, b)) & this.#mask;
      if (fromHome < ((slot - free) & this.#mask)) continue;
      this.#write(free, a, b, this.#valueAt(slot));
      free = slot;
    }
    this.#write(free, 0, 0, 0);
  }
}
