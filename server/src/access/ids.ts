import type { Id } from '@coterie/kernel';

const width = 16;

/** Very many ids (UUIDs) in an order, sixteen bytes each. */
export class Ids {
  readonly bytes: Buffer;

  constructor(bytes: Buffer) {
    this.bytes = bytes;
  }

  static of(ids: readonly Id[]): Ids {
    return new Ids(Buffer.from(ids.join('').replaceAll('-', ''), 'hex'));
  }

  get length(): number {
    return this.bytes.length / width;
  }

  at(index: number): Id {
    const hex = this.bytes.toString('hex', index * width, (index + 1) * width);
    return [[0, 8], [8, 12], [12, 16], [16, 20], [20]].map((ends) => hex.slice(...ends)).join('-');
  }

  /** Those from `start` up to `end`, which may lie beyond the last. */
  slice(start: number, end: number): Id[] {
    const last = Math.min(end, this.length);
    return Array.from({ length: Math.max(0, last - start) }, (_, index) => this.at(start + index));
  }
}
