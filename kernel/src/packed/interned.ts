import { Rows, withRoom } from './columns.ts';

/**
 * Texts as small numbers, so that facts can be held in columns. Each fact keeps the texts that it names and drops them
 * when it goes; the number of a text that nothing keeps is given to another.
 */
export class Interned {
  readonly #numbers = new Map<string, number>();
  readonly #texts: (string | undefined)[] = [];
  #kept = new Int32Array(0);
  readonly #rows = new Rows();

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
    const number = this.#numbers.get(text) ?? this.#add(text);
    this.#kept[number] = (this.#kept[number] as number) + 1;
    return number;
  }

  drop(number: number): void {
    const kept = (this.#kept[number] as number) - 1;
    this.#kept[number] = kept;
    if (kept > 0) return;
    this.#numbers.delete(this.text(number));
    this.#texts[number] = undefined;
    this.#rows.giveBack(number);
  }

  #add(text: string): number {
    const number = this.#rows.take();
    this.#kept = withRoom(this.#kept, number + 1);
    this.#numbers.set(text, number);
    this.#texts[number] = text;
    return number;
  }
}
