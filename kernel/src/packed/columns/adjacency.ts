import { cell, withRoom } from './columns.ts';

/** Words before the pairs of a list: the room that it has, and the room that it uses. */
const head = 2;

/**
 * A list of pairs of numbers a node, each list in one piece, since questions walk them. All lie in one arena: a list that
 * outgrows its room moves to the end, and when the end is reached all are laid out anew, close together.
 */
export class Adjacency {
  /** The arena: read it from `begin(node)` to `end(node)`, two by two. Not to be kept over a change. */
  words = new Int32Array(2);
  // Where a node's list starts in the arena; 0 is nowhere, and the arena begins with an empty list for those.
  starts = new Int32Array(0);
  #end: number = head;
  #used = 0;

  begin(node: number): number {
    return (node < this.starts.length ? cell(this.starts, node) : 0) + head;
  }

  /** Where the list that begins there ends. */
  end(begin: number): number {
    return begin + cell(this.words, begin - 1);
  }

  add(node: number, first: number, second: number): void {
    this.starts = withRoom(this.starts, node + 1);
    const start = this.#withRoomForOne(node);
    const used = cell(this.words, start + 1);
    this.words[start + head + used] = first;
    this.words[start + head + used + 1] = second;
    this.words[start + 1] = used + 2;
    this.#used += 2;
  }

  /** Takes out the pair with that second number. Cost: the length of this node's list. */
  remove(node: number, second: number): void {
    const at = this.find(node, second);
    const last = this.end(this.begin(node)) - 2;
    this.words.copyWithin(at, last, last + 2);
    const start = cell(this.starts, node);
    this.words[start + 1] = cell(this.words, start + 1) - 2;
    this.#used -= 2;
  }

  /** Where in the arena the pair with that second number stands. */
  find(node: number, second: number): number {
    let at = this.begin(node);
    while (this.words[at + 1] !== second) at += 2;
    return at;
  }

  #withRoomForOne(node: number): number {
    const start = cell(this.starts, node);
    const used = start === 0 ? 0 : cell(this.words, start + 1);
    if (start > 0 && used < cell(this.words, start)) return start;
    if (start > 0 && this.#isLast(start) && this.#end + 2 <= this.words.length) {
      this.words[start] = used + 2;
      this.#end += 2;
      return start;
    }
    const room = used === 0 ? 2 : Math.ceil(used / 4) * 2 + used;
    if (this.#end + head + room > this.words.length) this.#layOut(head + room);
    return this.#move(this.words, node, cell(this.starts, node), room);
  }

  #isLast(start: number): boolean {
    return start + head + cell(this.words, start) === this.#end;
  }

  /** Copies a list out of an arena to the end of this one. */
  #move(from: Int32Array, node: number, start: number, room: number): number {
    const to = this.#end;
    const used = start === 0 ? 0 : cell(from, start + 1);
    this.words[to] = room;
    this.words[to + 1] = used;
    for (let i = 0; i < used; i++) this.words[to + head + i] = cell(from, start + head + i);
    this.starts[node] = to;
    this.#end = to + head + room;
    return to;
  }

  /** A new arena with every list in just the room that it uses, and a quarter more at the end. */
  #layOut(needed: number): void {
    const old = this.words;
    const starts = this.starts;
    let lists = 0;
    for (const start of starts) if (start > 0) lists++;
    const full = head + lists * head + this.#used;
    this.words = new Int32Array(full + Math.max(needed, 64, Math.ceil(full / 4)));
    this.#end = head;
    for (let node = 0; node < starts.length; node++) {
      const start = cell(starts, node);
      if (start === 0) continue;
      if (old[start + 1] === 0) starts[node] = 0;
      else this.#move(old, node, start, cell(old, start + 1));
    }
  }
}
