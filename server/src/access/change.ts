import type { KeyObject } from 'node:crypto';
import {
  type Actor,
  type Change,
  type Command,
  type Id,
  type Instant,
  planAll,
  Refused,
  type World,
} from '@coterie/kernel';
import { type Db, inTransaction, type Tx } from '../store/db.ts';
import { appendEntry, type Entry, lockHead } from '../store/log.ts';
import { writeFacts } from '../store/write-facts.ts';
import type { Worlds } from './worlds.ts';

/** Who changes access, and by which request: what the access log keeps of it. */
export type Changer = { actor: Actor; kind: string; request: Entry['request'] };

export type Wanted<T = unknown> = {
  org: Id;
  by: Changer;
  /** What is asked for, told once the organization's log is locked and the world stands at its head. */
  commands:
    | readonly Command[]
    | ((world: World, tx: Tx) => Promise<readonly Command[]> | readonly Command[]);
  at: Instant;
  reason?: string | null;
  /** Rows that are no access facts but belong to the same change, before and after the facts are written. */
  before?: (tx: Tx) => Promise<unknown>;
  /** Gives the answer: read after the commit, what was made could be gone again. The world is still as before the changes. */
  after?: (tx: Tx, changes: readonly Change[], world: World) => Promise<T>;
};

/** The access version after a change, what it changed, and the answer that `after` gave. */
export type Done<T> = { version: number; changes: readonly Change[]; answer: T };

/** The one way in which access changes: lock, catch up, plan, write, log, commit. */
export class Access {
  readonly #db: Db;
  readonly #worlds: Worlds;
  readonly #logKey: KeyObject;

  constructor(db: Db, worlds: Worlds, logKey: KeyObject) {
    this.#db = db;
    this.#worlds = worlds;
    this.#logKey = logKey;
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
    const commands =
      typeof wanted.commands === 'function' ? await wanted.commands(world, tx) : wanted.commands;
    const planned = planAll(world, commands, by.actor, at);
    if ('refusal' in planned) throw new Refused(planned.refusal);
    await wanted.before?.(tx);
    const { changes } = planned;
    await writeFacts(tx, org, changes);
    const answer = (await wanted.after?.(tx, changes, world)) as T;
    if (changes.length === 0) return { version: head.version, changes, answer };
    const entry: Entry = {
      actor: { id: by.actor === 'system' ? null : by.actor.principal, kind: by.kind },
      command: commands.map((command) => command.do).join(' '),
      request: by.request,
      reason: wanted.reason ?? null,
      changes,
    };
    const { version } = await appendEntry(tx, org, head, new Date(at), entry, this.#logKey);
    return { version, changes, answer };
  }
}
