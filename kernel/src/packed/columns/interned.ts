import { cell, Rows, withRoom } from './columns.ts';

/** So many texts that were kept lately are found quickly, a power of two; with fewer in all it is not worth it. */
const lately = 4096;

/**
 * Texts as small numbers, so that facts can be held in columns. Each fact keeps the texts that it names and drops them
 * when it goes; the number of a text that nothing keeps is given to another.
 */
export class Interned {
  readonly #numbers = new Map<string, number>();
  readonly #texts: (string | undefined)[] = [];
  #kept = new Int32Array(0);
  readonly #rows = new Rows();
  // Facts that come together name the same few: a text at a spot that its last characters say, and its number.
  readonly #recent: (string | undefined)[] = [];
  #recentNumbers = new Int32Array(0);

  /** One more than the highest number ever given. */
  get size(): number {
    return this.#rows.size;
  }

  /** The number of a text, -1 when nothing keeps it. */
  find(text: string): number {
    return this.#numbers.get(text) ?? -1;
  }

  text(number: number): string {
    return this.#texts[number] as string;
  }

  /** The number of a text, which it has until it is dropped as often as it was kept. */
  keep(text: string): number {
    const number = this.size < lately ? this.#numberOf(text) : this.#recentNumberOf(text);
    this.#kept[number] = cell(this.#kept, number) + 1;
    return number;
  }

  drop(number: number): void {
    const kept = cell(this.#kept, number) - 1;
    this.#kept[number] = kept;
    if (kept > 0) return;
    const text = this.text(number);
    const spot = spotOf(text);
    if (this.#recent[spot] === text) this.#recent[spot] = undefined;
    this.#numbers.delete(text);
    this.#texts[number] = undefined;
    this.#rows.giveBack(number);
  }

  #numberOf(text: string): number {
    return this.#numbers.get(text) ?? this.#add(text);
  }

  #recentNumberOf(text: string): number {
    const spot = spotOf(text);
    if (this.#recent[spot] === text) return cell(this.#recentNumbers, spot);
    if (this.#recent.length === 0) this.#begin();
    const number = this.#numberOf(text);
    this.#recent[spot] = text;
    this.#recentNumbers[spot] = number;
    return number;
  }

  #begin(): void {
    for (let spot = 0; spot < lately; spot++) this.#recent.push(undefined);
    this.#recentNumbers = new Int32Array(lately);
  }

  #add(text: string): number {
    const number = this.#rows.take();
    this.#kept = withRoom(this.#kept, number + 1);
    this.#numbers.set(text, number);
    this.#texts[number] = text;
    return number;
  }
}

function spotOf(text: string): number {
  let spot = 0;
  for (let i = Math.max(0, text.length - 4); i < text.length; i++)
    spot = Math.imul(spot, 31) + text.charCodeAt(i);
  return spot & (lately - 1);
}
