import { createHmac, createSecretKey, type KeyObject, randomBytes } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import { open, seal } from '../crypto/envelope.ts';
import type { Trace } from './trace.ts';

/** A list as it is sent: text in pieces, with the tag that names it (RFC 9110, §8.8.3). */
export class Rendered {
  readonly tag: string;
  /** In bytes. */
  readonly length: number;
  /** UTF-8. */
  readonly pieces: () => Iterable<Buffer>;

  constructor(tag: string, length: number, pieces: () => Iterable<Buffer>) {
    this.tag = tag;
    this.length = length;
    this.pieces = pieces;
  }
}

export type Kept = {
  tag: string;
  length: number;
  sealed: readonly Buffer[];
  trace: Trace;
};

/** Room for answers of so many bytes together, each at most a quarter of them. */
export const roomFor = (budget: number): LRUCache<string, Kept> =>
  new LRUCache({
    maxSize: Math.max(1, budget),
    maxEntrySize: Math.max(1, budget / 4),
    sizeCalculation: ({ length }, name) => length + name.length + 1000,
  });

/**
 * Answers that were made of what is held, for whoever lives under the same rules. They are kept encrypted, under a key
 * that is made at the start and known to this process alone, and opened piece by piece when they are sent.
 */
export class HeldAnswers {
  readonly #key: KeyObject = createSecretKey(randomBytes(32));
  readonly #tagKey: KeyObject;
  readonly #kept: LRUCache<string, Kept>;

  /** `tagKey` is the same on all nodes: a tag that anyone could make of guessed bytes would tell of values. */
  constructor(tagKey: KeyObject, room: LRUCache<string, Kept>) {
    this.#tagKey = tagKey;
    this.#kept = room;
  }

  /** About how many bytes are held, and how many may be. */
  get memory(): { used: number; most: number } {
    return { used: this.#kept.calculatedSize, most: this.#kept.maxSize };
  }

  /** The answer of that name, if nothing that it was made of has moved. To be asked behind `fresh`. */
  find(name: string): { answer: Rendered; trace: Trace } | undefined {
    const kept = this.#kept.get(name);
    if (!kept) return undefined;
    if (!kept.trace.isCurrent) {
      this.#kept.delete(name);
      return undefined;
    }
    const { tag, length, sealed, trace } = kept;
    const opened = (piece: Buffer, n: number) => open(this.#key, piece, ['answer', name, n]);
    const answer = new Rendered(tag, length, function* () {
      for (const [n, piece] of sealed.entries()) yield opened(piece, n);
    });
    return { answer, trace };
  }

  /** An answer of these pieces; kept under a name where one is given, and all that it was made of is held. */
  make(pieces: readonly string[], under?: { name: string; trace: Trace }): Rendered {
    const tag = this.tagOf(pieces);
    const bytes = pieces.map((piece) => Buffer.from(piece, 'utf8'));
    const length = bytes.reduce((sum, piece) => sum + piece.length, 0);
    if (under?.trace.isCurrent) {
      const { name, trace } = under;
      const sealed = bytes.map((piece, n) => seal(this.#key, 0, piece, ['answer', name, n]));
      this.#kept.set(name, { tag, length, sealed, trace });
    }
    return new Rendered(tag, length, () => bytes);
  }

  /** The tag of an answer: it changes just when the bytes do. */
  tagOf(pieces: readonly string[]): string {
    const mac = createHmac('sha256', this.#tagKey);
    for (const piece of pieces) mac.update(piece);
    return `"${mac.digest('base64url').slice(0, 27)}"`;
  }
}
