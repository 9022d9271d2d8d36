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

/**
 * Part of an answer that may be part of the next one too: what it says, encrypted, and what it was made of. Both the same
 * objects: it says the same still; null for one that was made of more than is told here.
 */
export type Piece = {
  n: number;
  mac: Buffer;
  length: number;
  sealed: Buffer;
  of: readonly object[] | null;
};
/** A piece as it was made just now, and can be sent. */
export type FreshPiece = Piece & { bytes: Buffer };
/** What stands between pieces says nothing of secrets. */
export type Part = string | Piece | FreshPiece;

export type Kept = {
  tag: string;
  length: number;
  parts: readonly (Buffer | Piece)[];
  trace: Trace;
};

/** Room for answers of so many bytes together, each at most a quarter of them. */
export const roomFor = (budget: number): LRUCache<string, Kept> =>
  new LRUCache({
    maxSize: Math.max(1, budget),
    maxEntrySize: Math.max(1, budget / 4),
    sizeCalculation: ({ length, parts }, name) => length + 300 * parts.length + name.length + 1000,
  });

/**
 * Answers that were made of what is held, for whoever lives under the same rules. They are kept encrypted, under a key
 * that is made at the start and known to this process alone, and opened piece by piece when they are sent. Pieces of which
 * nothing has moved serve the next answer as they are.
 */
export class HeldAnswers {
  readonly #key: KeyObject = createSecretKey(randomBytes(32));
  readonly #tagKey: KeyObject;
  readonly #kept: LRUCache<string, Kept>;
  #pieces = 0;

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
    if (!kept?.trace.isCurrent) return undefined;
    const { tag, length, parts, trace } = kept;
    return { answer: new Rendered(tag, length, () => this.#bytesOf(parts)), trace };
  }

  /** The pieces of the last answer of that name, by the first of what they were made of, whatever has moved since. */
  piecesOf(name: string): ReadonlyMap<object, Piece> {
    const found = new Map<object, Piece>();
    for (const part of this.#kept.peek(name)?.parts ?? []) {
      const first = 'of' in part ? part.of?.[0] : undefined;
      if (first && 'of' in part) found.set(first, part);
    }
    return found;
  }

  /** A piece of an answer to be made. */
  piece(text: string, of: readonly object[] | null): FreshPiece {
    const bytes = Buffer.from(text, 'utf8');
    const n = ++this.#pieces;
    const mac = createHmac('sha256', this.#tagKey).update(bytes).digest();
    const sealed = seal(this.#key, 0, bytes, ['piece', n]);
    return { n, mac, length: bytes.length, sealed, of, bytes };
  }

  /** An answer of these parts; kept under a name where one is given, and all that it was made of is held. */
  make(parts: readonly Part[], under?: { name: string; trace: Trace }): Rendered {
    const tag = this.tagOf(parts);
    const all = parts.map((part) => (typeof part === 'string' ? Buffer.from(part, 'utf8') : part));
    const length = all.reduce((sum, part) => sum + part.length, 0);
    if (under?.trace.isCurrent) {
      const { name, trace } = under;
      this.#kept.set(name, { tag, length, parts: all.map(withoutBytes), trace });
    }
    return new Rendered(tag, length, () => this.#bytesOf(all));
  }

  *#bytesOf(parts: readonly (Buffer | Piece | FreshPiece)[]): Iterable<Buffer> {
    for (const part of parts)
      if (!('sealed' in part)) yield part;
      else yield 'bytes' in part ? part.bytes : open(this.#key, part.sealed, ['piece', part.n]);
  }

  /** The tag of an answer of these parts: it changes just when they do. */
  tagOf(parts: readonly Part[]): string {
    const mac = createHmac('sha256', this.#tagKey);
    for (const part of parts) mac.update(typeof part === 'string' ? part : part.mac);
    return `"${mac.digest('base64url').slice(0, 27)}"`;
  }
}

/** Nothing that is kept can be read without the key. */
function withoutBytes(part: Buffer | Piece | FreshPiece): Buffer | Piece {
  if (!('sealed' in part)) return part;
  const { n, mac, length, sealed, of } = part;
  return { n, mac, length, sealed, of };
}
