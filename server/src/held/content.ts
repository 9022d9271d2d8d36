import type { Id } from '@coterie/kernel';
import { LRUCache } from 'lru-cache';
import type { Batch } from '../store/batch.ts';
import type { Told } from '../store/changes.ts';
import { type FolderPlace, type FolderRow, folderAt } from '../store/content/folders.ts';
import { type ImportRow, importsOf } from '../store/content/imports.ts';
import {
  byKey,
  type SecretPlace,
  type SecretRow,
  secretsOf,
  secretsToldOf,
} from '../store/content/secrets.ts';
import type { Db } from '../store/db.ts';
import type { Hearer } from './feed.ts';
import { Places } from './places.ts';
import type { Trace } from './trace.ts';

/** All secrets of a folder, everybody's, by key; `rows` null for a folder that only a list is worth reading for. */
type Folder = {
  rows: readonly SecretRow[] | null;
  /** Where it stood in the snapshots that its rows are of. */
  path: string;
  environment: string;
  /** Secrets that were told of since. */
  stale: Set<Id>;
  bytes: number;
};
/** What is told of a folder while it is read. */
type Reading = { told: Set<Id>; isLost: boolean };

/** About how many bytes a row takes beside its records. */
const rowBytes = 900;
/** Of more told secrets than this the folder is read anew. */
const mostTold = 100;
/** For one secret a folder of so many is read whole. */
const mostBeside = 200;

/**
 * Folders by their place, and the secrets in them, ciphertext as it is, valid while nothing told says otherwise. Whoever
 * asks has waited for the feed since its request came. Each row has the access version of the snapshot that it was read
 * in, and its folder's place there.
 */
export class HeldContent implements Hearer {
  readonly #one: Batch<SecretPlace, SecretRow>;
  readonly #places = new Places(folderAt, (row) => row.access_version);
  readonly #imports = new Places<readonly ImportRow[]>(importsOf, newest);
  readonly #folders: LRUCache<Id, Folder>;
  readonly #reading = new Map<Id, Reading>();
  /** One read of a folder at a time. */
  readonly #turns = new Map<Id, Promise<unknown>>();

  constructor(one: Batch<SecretPlace, SecretRow>, budget: number) {
    this.#one = one;
    this.#folders = new LRUCache({ maxSize: budget, sizeCalculation: ({ bytes }) => bytes });
  }

  /** About how many bytes are held, and how many may be. */
  get memory(): { used: number; most: number } {
    return { used: this.#folders.calculatedSize, most: this.#folders.maxSize };
  }

  /** The folder at a place. */
  folder(db: Db, org: Id, place: FolderPlace, trace?: Trace): Promise<FolderRow | undefined> {
    return this.#places.get(db, org, place, trace);
  }

  /** The imports of a folder, in order. */
  async imports(db: Db, org: Id, place: FolderPlace, trace?: Trace): Promise<readonly ImportRow[]> {
    return (await this.#imports.get(db, org, place, trace)) ?? [];
  }

  /** The secret at a place. */
  async secret(db: Db, place: SecretPlace, trace?: Trace): Promise<SecretRow | undefined> {
    const folder = await this.folder(db, place.org, place, trace);
    const rows = folder && (await this.#rowsOf(db, place.org, folder, mostBeside, trace));
    if (rows) return find(rows, place);
    trace?.lose();
    return this.#one.get(db, place);
  }

  /** All secrets of a folder, everybody's, by key; null where it stands elsewhere by now. */
  secrets(db: Db, org: Id, folder: FolderRow, trace?: Trace): Promise<readonly SecretRow[] | null> {
    return this.#rowsOf(db, org, folder, Number.POSITIVE_INFINITY, trace);
  }

  async #rowsOf(db: Db, org: Id, folder: FolderRow, most: number, trace?: Trace) {
    const ready = this.#fitting(folder);
    const rows =
      ready?.stale.size === 0 && (ready.rows || most === mostBeside)
        ? ready.rows
        : await this.#inTurn(folder.id, () => this.#bring(db, org, folder, most));
    const held = this.#folders.peek(folder.id);
    if (!trace) return rows;
    if (!held || !rows || held.rows !== rows || held.stale.size > 0) trace.lose();
    else {
      trace.note(
        () => this.#folders.get(folder.id) === held && held.stale.size === 0,
        newest(rows),
      );
      for (const { owner_id: owner } of rows) if (owner !== null) trace.owners.add(owner);
    }
    return rows;
  }

  async #bring(db: Db, org: Id, folder: FolderRow, most: number) {
    const held = this.#fitting(folder);
    if (held?.stale.size === 0 && (held.rows || most === mostBeside)) return held.rows;
    const reading: Reading = { told: new Set(), isLost: false };
    this.#reading.set(folder.id, reading);
    try {
      const found =
        held?.rows && held.stale.size <= mostTold
          ? await caughtUp(db, org, folder.id, held.rows, held.stale)
          : await upTo(db, org, folder.id, most);
      const place = { path: folder.path, environment: folder.environment_slug };
      if (found?.some((row) => !isAt(row, place))) return null;
      const bytes = bytesOf(found ?? []);
      if (!reading.isLost)
        this.#folders.set(folder.id, { ...place, rows: found, stale: reading.told, bytes });
      return found;
    } finally {
      this.#reading.delete(folder.id);
    }
  }

  /** What is held of a folder, as long as it stands where it stood. */
  #fitting({ id, path, environment_slug: environment }: FolderRow): Folder | undefined {
    const held = this.#folders.get(id);
    return held && isAt(held, { path, environment }) ? held : undefined;
  }

  hear(told: readonly Told[]): void {
    for (const one of told)
      if (one.kind === 'places') {
        this.#places.lose(one.project);
        this.#imports.lose(one.project);
      } else if (one.kind === 'folder') {
        this.#folders.delete(one.folder);
        const reading = this.#reading.get(one.folder);
        if (reading) reading.isLost = true;
      } else if (one.kind === 'secret') {
        this.#folders.peek(one.folder)?.stale.add(one.secret);
        this.#reading.get(one.folder)?.told.add(one.secret);
      }
  }

  forget(): void {
    this.#places.forget();
    this.#imports.forget();
    this.#folders.clear();
    for (const reading of this.#reading.values()) reading.isLost = true;
  }

  #inTurn<T>(id: Id, work: () => Promise<T>): Promise<T> {
    const turn = (this.#turns.get(id) ?? Promise.resolve()).then(work);
    const settled: Promise<unknown> = turn
      .catch(() => {})
      .finally(() => {
        if (this.#turns.get(id) === settled) this.#turns.delete(id);
      });
    this.#turns.set(id, settled);
    return turn;
  }
}

const isAt = (
  one: { path: string; environment: string },
  { path, environment }: { path: string; environment: string },
): boolean => one.path === path && one.environment === environment;

const newest = (rows: readonly { access_version: number }[]): number =>
  rows.reduce((version, { access_version: other }) => Math.max(version, other), 0);

const bytesOf = (rows: readonly SecretRow[]): number =>
  rows.reduce(
    (sum, { value, comment }) => sum + rowBytes + value.length + comment.length,
    rowBytes,
  );

/** All secrets of a folder; null for more than so many. */
async function upTo(db: Db, org: Id, folder: Id, most: number): Promise<SecretRow[] | null> {
  const rows = await secretsOf(db, org, folder, Number.isFinite(most) ? most + 1 : null);
  return rows.length > most ? null : rows;
}

/** Rows with those that were told of as they are now, and their namesakes: a personal secret has the tags of the shared one. */
async function caughtUp(
  db: Db,
  org: Id,
  folder: Id,
  rows: readonly SecretRow[],
  stale: ReadonlySet<Id>,
): Promise<SecretRow[]> {
  const keys = new Set(rows.filter(({ id }) => stale.has(id)).map(({ key }) => key));
  const found = await secretsToldOf(db, org, folder, { ids: [...stale], keys: [...keys] });
  for (const { key } of found) keys.add(key);
  return [...rows.filter(({ key }) => !keys.has(key)), ...found].sort(byKey);
}

/** The secret of that key and owner among rows by key. */
function find(rows: readonly SecretRow[], { key, owner }: SecretPlace): SecretRow | undefined {
  let [from, to] = [0, rows.length];
  while (from < to) {
    const middle = (from + to) >> 1;
    if ((rows[middle] as SecretRow).key < key) from = middle + 1;
    else to = middle;
  }
  for (let at = from; rows[at]?.key === key; at++)
    if (rows[at]?.owner_id === owner) return rows[at];
  return undefined;
}
