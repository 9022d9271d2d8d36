import type { Instant } from '../facts.ts';
import type { CompiledRules } from '../rules/match.ts';
import { cell } from './columns/columns.ts';
import type { Gathered, Walk } from './walk.ts';

/** Slots that a pair may be in, from its home on. */
const ways = 4;
/** Rule sets that a slot has room for: who lives under more has it worked out each time. */
const room = 8;
/** Numbers a slot, 64 bytes: node, spot, stamp, how many rule sets; from and until, as long numbers; the rule sets. */
const width = 16;
const sets = 8;
const fewest = 64;
const most = 2 ** 16;
const lastStamp = 2 ** 31 - 1;

/**
 * What those asked about lately live under, so that it need not be worked out again. Any change of the world forgets all;
 * and a slot says nothing of moments beyond those at which something that the walk met opens or closes.
 */
export class Memo {
  #slots = new Int32Array(0);
  // The same memory, for the moments from which (included) until which (excluded) a slot holds.
  #spans = new Float64Array(0);
  #stamp = 1;
  #turn = 0;
  #isUsed = false;
  // The rule sets in slots of this stamp, by number.
  readonly #sets: CompiledRules[] = [];
  readonly #numbers = new Map<CompiledRules, number>();

  /** To be called at every change. */
  forget(): void {
    if (!this.#isUsed) return;
    this.#isUsed = false;
    this.#sets.length = 0;
    this.#numbers.clear();
    if (this.#stamp === lastStamp) this.#slots.fill(0);
    this.#stamp = this.#stamp === lastStamp ? 1 : this.#stamp + 1;
  }

  /** Puts what a node lives under at a spot into `live`, when it is known for that moment. */
  find(node: number, spot: number, at: Instant, live: Gathered<CompiledRules>): boolean {
    const slots = this.#slots;
    if (slots.length === 0) return false;
    const home = this.#home(node, spot);
    for (let slot = home; slot < home + ways * width; slot += width) {
      if (slots[slot] !== node || slots[slot + 1] !== spot) continue;
      if (slots[slot + 2] !== this.#stamp || !this.#holdsAt(slot, at)) continue;
      live.count = cell(slots, slot + 3);
      for (let i = 0; i < live.count; i++)
        live.items[i] = this.#sets[cell(slots, slot + sets + i)] as CompiledRules;
      return true;
    }
    return false;
  }

  /** Keeps what was gathered for a node at a spot, in a world of so many nodes, for as long as the walk holds. */
  keep(node: number, spot: number, nodes: number, walk: Walk, live: Gathered<CompiledRules>): void {
    if (live.count > room) return;
    this.#isUsed = true;
    this.#makeRoom(nodes);
    const slots = this.#slots;
    const slot = this.#slotFrom(this.#home(node, spot));
    slots[slot] = node;
    slots[slot + 1] = spot;
    slots[slot + 2] = this.#stamp;
    slots[slot + 3] = live.count;
    this.#spans[slot / 2 + 2] = walk.from;
    this.#spans[slot / 2 + 3] = walk.until;
    for (let i = 0; i < live.count; i++)
      slots[slot + sets + i] = this.#numberOf(live.items[i] as CompiledRules);
  }

  #holdsAt(slot: number, at: Instant): boolean {
    return (
      (this.#spans[slot / 2 + 2] as number) <= at && at < (this.#spans[slot / 2 + 3] as number)
    );
  }

  #home(node: number, spot: number): number {
    const hash = Math.imul(node, 0x9e3779b1) ^ Math.imul(spot + 1, 0x85ebca6b);
    const mixed = Math.imul(hash ^ (hash >>> 15), 0x27d4eb2f) >>> 4;
    return (mixed * width) & (this.#slots.length - ways * width);
  }

  /** A slot that says nothing of the present, else one after the other. */
  #slotFrom(home: number): number {
    for (let slot = home; slot < home + ways * width; slot += width)
      if (this.#slots[slot + 2] !== this.#stamp) return slot;
    this.#turn = (this.#turn + 1) % ways;
    return home + this.#turn * width;
  }

  #numberOf(rules: CompiledRules): number {
    const known = this.#numbers.get(rules);
    if (known !== undefined) return known;
    this.#numbers.set(rules, this.#sets.length);
    return this.#sets.push(rules) - 1;
  }

  /** Some slots for each node, up to `most`. What was kept in fewer is forgotten. */
  #makeRoom(nodes: number): void {
    const slots = Math.min(most, Math.max(fewest, 2 ** Math.ceil(Math.log2(nodes * 4))));
    if (slots * width <= this.#slots.length) return;
    this.#slots = new Int32Array(slots * width);
    this.#spans = new Float64Array(this.#slots.buffer);
  }
}
