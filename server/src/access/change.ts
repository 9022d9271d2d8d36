import {
  type Actor,
  type Change,
  type Command,
  type Id,
  type Instant,
  planAll,
  type Refusal,
  Refused,
  supposing,
  type World,
} from '@coterie/kernel';
import type { LogKeys } from '../crypto/log-keys.ts';
import { type Db, inTransaction, type Tx } from '../store/db.ts';
import { writeFacts } from '../store/facts/write.ts';
import { appendEntry, type Deed, type Entry, lockHead } from '../store/log/log.ts';
import { endInvitations } from './invitations.ts';
import { idsIn, namesIn, namesOf } from './names.ts';
import { confersAdmin, isStale, ProofNeeded } from './proof.ts';
import type { Worlds } from './worlds.ts';

/** Who changes access, and by which request: what the access log keeps of it. */
export type Changer = {
  actor: Actor;
  kind: string;
  request: Entry['request'];
  /** Of a person: until when it counts as fresh that they have shown who they are. */
  provenUntil?: Instant | null;
};

/** How much refers to a thing by a name that it is about to lose. */
export type Follows = {
  /** Values and imports that will name it anew. */
  values: number;
  imports: number;
  /** What will lead nowhere, and those of it by name that the caller may see. */
  cutOff: number;
  names: string[];
};

export type Newcomer = { id: Id; name: string; email?: string };

export type Wanted<T = unknown> = {
  org: Id;
  by: Changer;
  /** Reads, and locks, what the commands are made of; also where the act is only asked about. */
  find?: (tx: Tx) => Promise<unknown>;
  /** What is asked for, told once the organization's log is locked and the world stands at its head. */
  commands: readonly Command[] | ((world: World) => readonly Command[]);
  /** What refers by name to a thing that the act renames or deletes, by the world before it; also where the act is only asked about. */
  refers?: (tx: Tx, world: World) => Promise<Follows>;
  /** Refuses for what the database alone knows; also where the act is only asked about. */
  check?: (tx: Tx) => Promise<unknown>;
  /** Whom the act makes a member, for naming it where the act is only asked about. */
  makes?: Newcomer;
  at: Instant;
  reason?: string | null;
  /** What is done beside changes of access: it makes an entry, and a version, also where there are none. */
  deeds?: () => readonly Deed[];
  /** Rows that are no access facts but belong to the same change, before and after the facts are written. */
  before?: (tx: Tx) => Promise<unknown>;
  /** Gives the answer: read after the commit, what was made could be gone again. */
  after?: (tx: Tx, made: Made) => Promise<T>;
};

/** What an act changed, the world before it, and a look at the world as it leaves it. */
export type Made = {
  changes: readonly Change[];
  world: World;
  see: <S>(look: (world: World) => S) => S;
};

/** The access version after a change, what it changed, and the answer that `after` gave. */
export type Done<T> = { version: number; changes: readonly Change[]; answer: T };

/** A refusal, with what was asked for: the door leaves its entry. */
export class Denied extends Refused {
  readonly commands: readonly Command[];
  readonly version: number;
  constructor(refusal: Refusal, commands: readonly Command[], version: number) {
    super(refusal);
    this.commands = commands;
    this.version = version;
  }
}

/** The commands of an act upon a world, and what they would change there; throws Denied where they are refused. */
export function planned(
  { commands: asked, by, at }: Pick<Wanted, 'commands' | 'by' | 'at'>,
  world: World,
): { commands: readonly Command[]; changes: Change[] } {
  const commands = typeof asked === 'function' ? asked(world) : asked;
  const found = planAll(world, commands, by.actor, at);
  if ('refusal' in found) throw new Denied(found.refusal, commands, world.version);
  return { commands, changes: found.changes };
}

/** The one way in which access changes: lock, catch up, plan, write, log, commit. */
export class Access {
  readonly #db: Db;
  readonly #worlds: Worlds;
  readonly #keys: LogKeys;

  constructor(db: Db, worlds: Worlds, keys: LogKeys) {
    this.#db = db;
    this.#worlds = worlds;
    this.#keys = keys;
  }

  /** Makes the changes in one transaction, or throws Refused and writes nothing. */
  async change<T = undefined>(wanted: Wanted<T>): Promise<Done<T>> {
    const done = await inTransaction(this.#db, (tx) => this.within(tx, wanted));
    this.#worlds.note(wanted.org, done.version, done.changes);
    return done;
  }

  /** The same inside a transaction of the caller's, who must commit before anyone is told. */
  async within<T = undefined>(tx: Tx, wanted: Wanted<T>): Promise<Done<T>> {
    const { org, by, at } = wanted;
    const head = await lockHead(tx, org);
    const world = head && (await this.#worlds.at(org, head.version, tx));
    if (!head || !world) throw new Refused({ reason: 'notFound', thing: 'membership', id: org });
    await wanted.find?.(tx);
    const { commands, changes } = planned(wanted, world);
    if (isStale(by, at) && confersAdmin(world, changes, at)) throw new ProofNeeded();
    const actor = by.actor === 'system' ? null : by.actor.principal;
    const ids = [...idsIn(changes), ...(actor ? [actor] : [])];
    const names = await namesOf(tx, org, world, ids);
    await wanted.check?.(tx);
    await wanted.refers?.(tx, world);
    await wanted.before?.(tx);
    await writeFacts(tx, org, changes);
    const see = <S>(look: (then: World) => S): S => supposing(world, changes, look);
    const answer = (await wanted.after?.(tx, { changes, world, see })) as T;
    const ended = await endInvitations(tx, org, world, changes, at);
    const deeds = [...(wanted.deeds?.() ?? []), ...ended];
    if (changes.length === 0 && deeds.length === 0)
      return { version: head.version, changes, answer };
    const unnamed = [...ids, ...idsIn([], deeds)].filter((id) => !(id in names));
    const entry: Entry = {
      actor: { id: actor, kind: by.kind },
      command: commands.map((command) => command.do).join(' '),
      request: by.request,
      reason: wanted.reason ?? null,
      changes,
      ...(deeds.length > 0 ? { deeds } : {}),
      names: { ...namesIn(changes), ...(await namesOf(tx, org, world, unnamed)), ...names },
    };
    const { version } = await appendEntry(tx, this.#keys, { org, head, at: new Date(at) }, entry);
    return { version, changes, answer };
  }
}
