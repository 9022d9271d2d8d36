import { compileGlob, type Id, Refused, refuse } from '@coterie/kernel';
import { importersOf } from '../../../store/content/imports.ts';
import { type SecretRow, secretsByIds } from '../../../store/content/secrets.ts';
import type { Entry } from '../../../store/log/log.ts';
import { entriesNow, entriesSince } from '../../../store/log/trail.ts';
import { look } from '../../look.ts';
import type { Caller, Parts } from '../../parts.ts';
import type { View } from '../../view.ts';
import { secretAttributes } from '../attributes.ts';
import { mayDescribe } from '../secrets/show.ts';
import { type Told, toldOf } from './told.ts';

/** How often the logs are read while somebody waits, and how often silence is broken (milliseconds). */
const every = 500;
const pingEvery = 25_000;
/** How long a transaction can have taken its number before it is committed (milliseconds). */
const longestWrite = 60_000;
const mostEntries = 1000;
/** Streams of one principal, and of a node. */
const most = { ofOne: 20, ofAll: 2000 };

type Registration = {
  event?: Told['event'] | undefined;
  environmentSlug: string;
  secretPath: string;
};
/** What a stream is about, and whom it is for: asked again each time that something is to be told. */
export type Wanted = {
  project: Id;
  register: readonly Registration[];
  again: () => Promise<Caller | null>;
};
/** What a stream is told: an event, a sign of life, that nothing more will come. */
export type Listener = { tell: (told: Told) => void; ping: () => void; end: () => void };

type Match = { event: Told['event'] | undefined; environment: string; reaches: Reaches };
type Reaches = (path: string, isTree: boolean) => boolean;
type Stream = {
  org: Id;
  principal: Id;
  project: Id;
  matches: Match[];
  wanted: Wanted;
  to: Listener;
};
type Log = { floor: number; seen: Map<number, number>; streams: Set<Stream> };

export class TooManyStreams extends Error {}

type Needs = Pick<Parts, 'db' | 'worlds' | 'now'>;

/**
 * Tells who waits of changes of secrets, as the log has them: of nothing that the one who waits may not know of by then.
 * Each node reads for those that wait at it, and only while there are any.
 */
export class Events {
  readonly #parts: Needs;
  readonly #onError: (error: unknown) => void;
  readonly #logs = new Map<Id, Log>();
  #timer: NodeJS.Timeout | null = null;
  #turn: Promise<void> | null = null;
  #pinged = 0;
  /** One line is enough, however long the database is away. */
  #isFailing = false;

  constructor(parts: Needs, onError: (error: unknown) => void) {
    this.#parts = parts;
    this.#onError = onError;
  }

  /** Begins to tell of what is written from now on; refuses who has no way to the project. Gives the way to end it. */
  async subscribe(caller: Caller, wanted: Wanted, to: Listener): Promise<() => void> {
    const view = await look(this.#parts, caller);
    view.project(wanted.project);
    const stream: Stream = {
      org: view.org,
      principal: caller.principal,
      project: wanted.project,
      matches: wanted.register.map(matchOf),
      wanted,
      to,
    };
    this.#mustHaveRoom(stream);
    const log = this.#logs.get(view.org) ?? (await this.#begin(view.org));
    log.streams.add(stream);
    this.#timer ??= this.#start();
    return () => this.#forget(stream);
  }

  /** Ends every stream. */
  async stop(): Promise<void> {
    for (const { streams } of this.#logs.values())
      for (const stream of [...streams]) this.#end(stream);
    await this.#turn;
  }

  #mustHaveRoom({ principal }: Stream): void {
    const all = [...this.#logs.values()].flatMap(({ streams }) => [...streams]);
    const own = all.filter((one) => one.principal === principal);
    if (all.length >= most.ofAll || own.length >= most.ofOne)
      throw new TooManyStreams('too many streams of events are open; close one first');
  }

  async #begin(org: Id): Promise<Log> {
    const at = this.#parts.now();
    const { floor, seen } = await entriesNow(this.#parts.db, org, new Date(at - longestWrite));
    const log = this.#logs.get(org) ?? {
      floor,
      seen: new Map(seen.map((n) => [n, at])),
      streams: new Set(),
    };
    this.#logs.set(org, log);
    return log;
  }

  #start(): NodeJS.Timeout {
    this.#pinged = this.#parts.now();
    const timer = setInterval(() => {
      this.#turn ??= this.#read()
        .then(() => {
          this.#isFailing = false;
        })
        .catch((error: unknown) => {
          if (!this.#isFailing) this.#onError(error);
          this.#isFailing = true;
        })
        .finally(() => {
          this.#turn = null;
        });
    }, every);
    timer.unref();
    return timer;
  }

  #end(stream: Stream): void {
    this.#forget(stream);
    stream.to.end();
  }

  #forget(stream: Stream): void {
    const log = this.#logs.get(stream.org);
    log?.streams.delete(stream);
    if (log?.streams.size === 0) this.#logs.delete(stream.org);
    if (this.#logs.size > 0 || !this.#timer) return;
    clearInterval(this.#timer);
    this.#timer = null;
  }

  async #read(): Promise<void> {
    const asked = [...this.#logs].map(([org, { floor }]) => ({ org, floor }));
    const seen = [...this.#logs.values()].flatMap((log) => [...log.seen.keys()]);
    const rows = await entriesSince(this.#parts.db, asked, seen, mostEntries);
    for (const [org, own] of Map.groupBy(rows, ({ org_id }) => org_id)) {
      const log = this.#logs.get(org);
      if (!log) continue;
      const told = own.flatMap(({ entry }) => (JSON.parse(entry) as Entry).deeds ?? []);
      await this.#tell(org, log, told.flatMap(toldOf));
      for (const { n, at } of own) log.seen.set(n, at.getTime());
    }
    this.#moveOn();
    await this.#ping();
  }

  /** What nothing can come before any more is left behind. */
  #moveOn(): void {
    const old = this.#parts.now() - longestWrite;
    for (const log of this.#logs.values())
      for (const [n, at] of log.seen)
        if (at < old) {
          log.seen.delete(n);
          log.floor = Math.max(log.floor, n);
        }
  }

  async #tell(org: Id, log: Log, told: readonly Told[]): Promise<void> {
    for (const [project, own] of Map.groupBy(told, (one) => one.project)) {
      const streams = [...log.streams].filter((stream) => stream.project === project);
      if (streams.length === 0) continue;
      const all = [...own, ...(await this.#imported(org, project, own))];
      const rows = await this.#secrets(org, all);
      for (const stream of streams) await this.#tellOne(stream, all, rows);
    }
  }

  /** The folders that import what has changed. */
  async #imported(org: Id, project: Id, told: readonly Told[]): Promise<Told[]> {
    const found = await importersOf(this.#parts.db, org, project, told);
    return found.map((place) => ({
      ...{ event: 'secret:import-mutation', project, ...place },
      ...{ secret: null, isTree: false },
    }));
  }

  async #secrets(org: Id, told: readonly Told[]): Promise<Map<Id, SecretRow>> {
    const ids = new Set(told.flatMap(({ secret }) => (secret ? [secret.id] : [])));
    const rows = await secretsByIds(this.#parts.db, org, [...ids]);
    return new Map(rows.map((row) => [row.id, row]));
  }

  async #tellOne(stream: Stream, told: readonly Told[], rows: Map<Id, SecretRow>): Promise<void> {
    const own = told.filter((one) => stream.matches.some((match) => meets(match, one)));
    if (own.length === 0) return;
    const view = await this.#viewOf(stream);
    if (!view) return this.#end(stream);
    for (const one of own) if (mayKnow(view, one, rows)) stream.to.tell(one);
  }

  /** The view of who waits, by what is so now; none when the token, the membership or the way to the project is over. */
  async #viewOf({ wanted, project, org }: Stream): Promise<View | null> {
    const caller = await wanted.again();
    if (caller?.org !== org) return null;
    try {
      const view = await look(this.#parts, caller);
      view.project(project);
      return view;
    } catch (error) {
      if (error instanceof Refused) return null;
      throw error;
    }
  }

  async #ping(): Promise<void> {
    if (this.#parts.now() - this.#pinged < pingEvery) return;
    this.#pinged = this.#parts.now();
    for (const { streams } of [...this.#logs.values()])
      for (const stream of [...streams])
        if (await this.#viewOf(stream)) stream.to.ping();
        else this.#end(stream);
  }
}

function matchOf({ event, environmentSlug, secretPath }: Registration, n: number): Match {
  const glob = compileGlob(secretPath);
  if (!glob)
    return refuse({
      reason: 'invalid',
      field: `register.${n}.secretPath`,
      expected: 'a folder path, or a pattern such as `/api/**`',
    });
  const fixed = secretPath.replace(/[*?[{].*$/, '');
  const reaches = (path: string, isTree: boolean) =>
    glob(path) ||
    (isTree && (fixed.startsWith(path === '/' ? '/' : `${path}/`) || isBelow(fixed, path)));
  return { event, environment: environmentSlug.toLowerCase(), reaches };
}

/** Whether a pattern that begins so can mean something below a folder. */
const isBelow = (beginning: string, folder: string): boolean =>
  beginning.length < folder.length + 1 && `${folder}/`.startsWith(beginning);

const meets = ({ event, environment, reaches }: Match, told: Told): boolean =>
  (event === undefined || event === told.event) &&
  environment === told.environment.toLowerCase() &&
  reaches(told.path, told.isTree);

/** Whether who waits may know that a secret is, or was, there; what is not known of one that is gone denies. */
function mayKnow(
  view: View,
  { project, environment, path, secret }: Told,
  rows: Map<Id, SecretRow>,
) {
  const place = { environment, secretPath: path };
  if (!secret) return view.may('secrets', 'describeSecret', project, place);
  const row = rows.get(secret.id);
  if (row) return mayDescribe(view, row);
  if (secret.owner !== null && secret.owner !== view.principal) return false;
  const { secretTags: _, ...known } = secretAttributes({ environment, path, key: secret.key });
  return view.may('secrets', 'describeSecret', project, known);
}
