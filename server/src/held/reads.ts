import type { Id } from '@coterie/kernel';
import { type FoundToken, findTokens, nameOfHash } from '../store/accounts/tokens.ts';
import { Batch } from '../store/batch.ts';
import { type FolderPlace, type FolderRow, folderAt } from '../store/content/folders.ts';
import { type ImportRow, importsOf } from '../store/content/imports.ts';
import {
  nameOfPlace,
  type SecretPlace,
  type SecretRow,
  type SecretsAsked,
  secretsAt,
  secretsIn,
} from '../store/content/secrets.ts';
import type { Db } from '../store/db.ts';
import { HeldContent } from './content.ts';
import { Feed } from './feed.ts';
import { HeldTokens } from './tokens.ts';
import type { Trace } from './trace.ts';

/** What very many requests read. All of it is newer than the last `fresh` that the asker waited for; none is to be altered. */
export type Reads = {
  /** Comes back once whatever was committed before the call is known. */
  fresh(): Promise<void>;
  /** The token in force of that hash, with its organization's access version. */
  token(db: Db, hash: Buffer): Promise<FoundToken | undefined>;
  folder(db: Db, org: Id, place: FolderPlace): Promise<FolderRow | undefined>;
  /** The imports of a folder, in order: the last one wins. */
  imports(db: Db, org: Id, place: FolderPlace): Promise<readonly ImportRow[]>;
  secret(db: Db, place: SecretPlace): Promise<SecretRow | undefined>;
  /** The secrets of a folder, or of all below it too, by path and key. */
  secretsIn(
    db: Db,
    org: Id,
    folder: FolderRow,
    asked: FolderPlace & SecretsAsked,
  ): Promise<SecretRow[]>;
  /** The same, telling `trace` what it reads. */
  traced(trace: Trace): Reads;
  /** About how many bytes are held, of how many. */
  readonly memory: { used: number; most: number };
};

/** From the database for each request; those that come together are asked together. */
export function readsAsked(): Reads {
  const tokens = tokensOf();
  const secrets = new Batch(secretsAt, nameOfPlace);
  return {
    fresh: async () => {},
    token: (db, hash) => tokens.get(db, hash),
    folder: folderAt,
    imports: importsOf,
    secret: (db, place) => secrets.get(db, place),
    secretsIn: (db, org, _, asked) => secretsIn(db, org, asked),
    traced(trace) {
      trace.lose();
      return this;
    },
    memory: { used: 0, most: 0 },
  };
}

/** From memory, as far as nothing that `feed` tells has moved it; at most about `budget` bytes of secrets. */
export function readsHeld(feedDb: Db, budget: number, now: () => number): Reads {
  const tokens = new HeldTokens(tokensOf(), now);
  const content = new HeldContent(new Batch(secretsAt, nameOfPlace), budget);
  const feed = new Feed(feedDb, [tokens, content]);
  const reads = (trace?: Trace): Reads => ({
    fresh: () => feed.fresh(),
    token: (db, hash) => tokens.get(db, hash),
    folder: (db, org, place) => content.folder(db, org, place, trace),
    imports: (db, org, place) => content.imports(db, org, place, trace),
    secret: (db, place) => content.secret(db, place, trace),
    async secretsIn(db, org, folder, asked) {
      const isHeld = !asked.recursive && asked.search === undefined;
      const rows = isHeld ? await content.secrets(db, org, folder, trace) : null;
      if (rows)
        return rows.filter(({ owner_id: owner }) => owner === null || owner === asked.owner);
      trace?.lose();
      return secretsIn(db, org, asked);
    },
    traced: reads,
    get memory() {
      return content.memory;
    },
  });
  return reads();
}

const tokensOf = (): Batch<Buffer, FoundToken> =>
  new Batch((db, hashes) => findTokens(db, hashes, new Date()), nameOfHash);
