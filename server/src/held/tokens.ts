import type { Id } from '@coterie/kernel';
import { LRUCache } from 'lru-cache';
import { type FoundToken, nameOfHash } from '../store/accounts/tokens.ts';
import type { Batch } from '../store/batch.ts';
import type { Told } from '../store/changes.ts';
import type { Db } from '../store/db.ts';
import type { Hearer } from './feed.ts';

/** Of half a kilobyte each. */
const mostTokens = 20_000;

/**
 * Tokens as they were read, and the access version of each organization as it was told, valid while nothing told says
 * otherwise. Whoever asks has waited for the feed since its request came. A token whose uses are counted is read each time.
 */
export class HeldTokens implements Hearer {
  readonly #read: Batch<Buffer, FoundToken>;
  readonly #now: () => number;
  readonly #tokens = new LRUCache<string, FoundToken>({
    max: mostTokens,
    dispose: ({ id }) => this.#names.delete(id),
  });
  readonly #names = new Map<Id, string>();
  readonly #versions = new Map<Id, number>();
  /** Moves with whatever is told of a token: what was read meanwhile is not kept. */
  #moved = 0;

  constructor(read: Batch<Buffer, FoundToken>, now: () => number) {
    this.#read = read;
    this.#now = now;
  }

  /** The token in force of that hash, with its organization's access version. */
  async get(db: Db, hash: Buffer): Promise<FoundToken | undefined> {
    const name = nameOfHash(hash);
    const held = this.#tokens.get(name);
    if (held && held.expires_at.getTime() > this.#now()) return this.#newest(held);
    const moved = this.#moved;
    const found = await this.#read.get(db, hash);
    if (!found || moved !== this.#moved) return found;
    const { org_id: org, access_version: version } = found;
    if (org !== null && version !== null) this.#raise(org, version);
    if (found.uses_left === null) {
      this.#tokens.set(name, found);
      this.#names.set(found.id, name);
    }
    return this.#newest(found);
  }

  hear(told: readonly Told[]): void {
    for (const one of told)
      if (one.kind === 'access') this.#raise(one.org, one.version);
      else if (one.kind === 'tokens') this.#drop();
      else if (one.kind === 'token') {
        this.#moved++;
        const name = this.#names.get(one.id);
        if (name !== undefined) this.#tokens.delete(name);
      }
  }

  forget(): void {
    this.#drop();
    this.#versions.clear();
  }

  #drop(): void {
    this.#moved++;
    this.#tokens.clear();
  }

  #raise(org: Id, version: number): void {
    this.#versions.set(org, Math.max(version, this.#versions.get(org) ?? 0));
  }

  #newest(token: FoundToken): FoundToken {
    const version = token.org_id === null ? undefined : this.#versions.get(token.org_id);
    return version === undefined || version <= (token.access_version ?? 0)
      ? token
      : { ...token, access_version: version };
  }
}
