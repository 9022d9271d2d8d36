import type { Id } from '@coterie/kernel';
import type { ImportRow } from '../../../store/content/imports.ts';
import type { SecretRow } from '../../../store/content/secrets.ts';
import { look } from '../../look.ts';
import type { Caller, Parts } from '../../parts.ts';
import type { View } from '../../view.ts';
import { seesSource, sourceOf } from '../imports/source.ts';
import {
  type Expanded,
  expand,
  type Find,
  type Found,
  type Place,
  type Target,
} from './references.ts';
import { mayDescribe, mayReadValue, openValue } from './show.ts';

type Reads = Pick<Parts, 'db' | 'reads' | 'worlds' | 'keyring' | 'now'>;

/**
 * Finds what references name, for one caller and one request. Each secret found is judged by a world no older than the
 * secret; what the caller may not read is not found.
 */
export class Resolver {
  readonly #parts: Reads;
  readonly #caller: Caller;
  readonly #personal: boolean;
  #view: View;
  #hasMoved = false;
  readonly #imports = new Map<string, Promise<readonly ImportRow[]>>();
  readonly #found = new Map<string, Promise<Found | null>>();

  /** With `personal`, the caller's own secrets come before the shared ones. */
  constructor(parts: Reads, caller: Caller, view: View, personal: boolean) {
    this.#parts = parts;
    this.#caller = caller;
    this.#view = view;
    this.#personal = personal;
  }

  /** The caller's view of a world no older than that version. */
  async viewAt(version: number): Promise<View> {
    await this.#catchUp(version);
    return this.#view;
  }

  /** Whether all was judged by the view that it began with, and nothing looked for in other projects. */
  get isPlain(): boolean {
    return !this.#hasMoved;
  }

  /** A value with its references replaced; `first` is where bare keys are looked for before the secret's own folder. */
  async expand(row: SecretRow, value: string, first?: Place): Promise<Expanded> {
    const own = placeOf(row);
    const find: Find = async (target, at) => {
      const isOwn = first && target.kind === 'local' && samePlace(at, own);
      const nearer = isOwn ? await this.#find(target, first) : null;
      return nearer && nearer.id !== row.id ? nearer : this.#find(target, at);
    };
    return expand(row.id, value, own, find);
  }

  /** The imports of a folder, read once a request. */
  imports({ project, environment, path }: Place): Promise<readonly ImportRow[]> {
    const key = JSON.stringify([project, environment, path]);
    const known = this.#imports.get(key);
    if (known) return known;
    const { db, reads } = this.#parts;
    const read = reads.imports(db, this.#view.org, { project, environment, path });
    this.#imports.set(key, read);
    return read;
  }

  /**
   * The folders that a folder imports, and those that these import, the strongest first: the last import before the one
   * above it, and what is imported by a source after the source itself. Each once, ten deep; past a source goes only who
   * may see something there.
   */
  async *sources(
    place: Place,
    depth = 1,
    seen = new Set([nameOf(place)]),
  ): AsyncIterable<ImportRow> {
    for (const row of (await this.imports(place)).toReversed()) {
      const source = sourceOf(row);
      if (seen.has(nameOf(source))) continue;
      seen.add(nameOf(source));
      yield row;
      await this.#catchUp(row.access_version);
      if (depth < deepestImport && seesSource(this.#view, source))
        yield* this.sources(source, depth + 1, seen);
    }
  }

  #find(target: Target, at: Place): Promise<Found | null> {
    if (target.kind === 'project') this.#hasMoved = true;
    const place = placeNamed(this.#view, target, at);
    if (!place) return Promise.resolve(null);
    const key = JSON.stringify([place, target.key]);
    const known = this.#found.get(key) ?? this.#look(place, target);
    this.#found.set(key, known);
    return known;
  }

  async #look(place: Place, target: Target): Promise<Found | null> {
    const row =
      (await this.#read(place, target.key)) ??
      (target.kind === 'local' ? await this.#imported(place, target.key) : undefined);
    if (!row) return null;
    await this.#catchUp(row.access_version);
    if (!mayDescribe(this.#view, row) || !mayReadValue(this.#view, row)) return null;
    return {
      id: row.id,
      value: await openValue(this.#parts, this.#view.org, row),
      at: target.kind === 'project' ? null : placeOf(row),
    };
  }

  /** In what the folder imports. */
  async #imported(place: Place, key: string): Promise<SecretRow | undefined> {
    for await (const one of this.sources(place)) {
      const row = await this.#read(sourceOf(one), key);
      if (row) return row;
    }
    return undefined;
  }

  async #read(place: Place, key: string): Promise<SecretRow | undefined> {
    const { db, reads } = this.#parts;
    const shared = { org: this.#view.org, ...place, key, owner: null };
    const own = this.#personal
      ? reads.secret(db, { ...shared, owner: this.#caller.principal })
      : undefined;
    const both = await Promise.all([own, reads.secret(db, shared)]);
    return both[0] ?? both[1];
  }

  async #catchUp(version: number): Promise<void> {
    if (version <= this.#view.version) return;
    this.#hasMoved = true;
    this.#view = await look(this.#parts, this.#caller, version);
  }
}

/** Whether a value may refer to others. */
export const refers = (value: string): boolean => value.includes('${');

export const placeOf = (row: { project_id: Id; environment: string; path: string }): Place => ({
  project: row.project_id,
  environment: row.environment,
  path: row.path,
});

/** As deep as imports are followed through imports. */
const deepestImport = 10;
const nameOf = ({ project, environment, path }: Place): string =>
  JSON.stringify([project, environment.toLowerCase(), path]);

const samePlace = (a: Place, b: Place): boolean =>
  a.project === b.project && a.environment === b.environment && a.path === b.path;

/** Where a reference leads; null to a project that is not there. */
function placeNamed({ world }: View, target: Target, at: Place): Place | null {
  if (target.kind === 'local') return at;
  const { environment, path } = target;
  if (target.kind === 'environment') return { project: at.project, environment, path };
  for (const { id, slug } of world.all('project'))
    if (slug.toLowerCase() === target.slug.toLowerCase()) return { project: id, environment, path };
  return null;
}
