import {
  type Attributes,
  type Id,
  type Instant,
  type Live,
  liveRules,
  need,
  type Project,
  permits,
  refuse,
  type World,
} from '@coterie/kernel';
import { inTransaction, type Tx } from '../store/db.ts';
import { holdHead } from '../store/log.ts';
import type { Caller, Parts } from './parts.ts';

/** What a caller sees at one moment: its organization's world, and what it may do there. */
export class View {
  readonly world: World;
  readonly org: Id;
  readonly principal: Id;
  readonly at: Instant;
  /** The access version at which this view began: the world moves on, rights kept here do not. */
  readonly version: number;
  readonly #live = new Map<Id | null, Live>();

  constructor(world: World, org: Id, principal: Id, at: Instant) {
    this.world = world;
    this.org = org;
    this.principal = principal;
    this.at = at;
    this.version = world.version;
  }

  /** The caller's live rules on a project (null: the organization), gathered once a request. */
  live(project: Id | null): Live {
    const known = this.#live.get(project);
    if (known) return known;
    const live = liveRules(this.world, this.principal, project, this.at);
    this.#live.set(project, live);
    return live;
  }

  may(
    subject: string,
    action: string,
    project: Id | null = null,
    attributes?: Attributes,
  ): boolean {
    return permits(this.live(project), subject, action, attributes);
  }

  /** Refuses, naming the missing right, unless the caller holds it. */
  need(subject: string, action: string, project: Id | null = null, attributes?: Attributes): void {
    if (this.may(subject, action, project, attributes)) return;
    need(
      { world: this.world, actor: { principal: this.principal }, at: this.at },
      subject,
      action,
      project,
      attributes,
    );
  }

  /** The project of that id; refuses one that this organization does not have. */
  project(id: Id): Project {
    return this.world.get('project', id) ?? refuse({ reason: 'notFound', thing: 'project', id });
  }
}

export const orgOf = (caller: Caller): Id => caller.org ?? refuse({ reason: 'notActive' });

/** Refuses an organization that is not the caller's as one that does not exist. */
export const sameOrg = (caller: Caller, org: Id): Id =>
  caller.org === org ? org : refuse({ reason: 'notFound', thing: 'organization', id: org });

/**
 * The world at the version that was read after the request began, or at a newer one that content was read with.
 * Refuses who is no active member.
 */
export async function look(
  { worlds, now }: Pick<Parts, 'worlds' | 'now'>,
  caller: Caller,
  version = 0,
): Promise<View> {
  const org = orgOf(caller);
  const world = await worlds.at(org, Math.max(version, caller.accessVersion));
  return viewOf(world, org, caller, now());
}

/**
 * The one way in which content is written: a transaction, and the caller's view of the newest world, which stands until
 * the transaction ends.
 */
export const inContent = <T>(
  { db, worlds, now }: Pick<Parts, 'db' | 'worlds' | 'now'>,
  caller: Caller,
  write: (tx: Tx, view: View) => Promise<T>,
): Promise<T> =>
  inTransaction(db, async (tx) => {
    const org = orgOf(caller);
    const head = await holdHead(tx, org);
    const world = head && (await worlds.at(org, head.version, tx));
    return write(tx, viewOf(world, org, caller, now()));
  });

function viewOf(world: World | undefined, org: Id, caller: Caller, at: Instant): View {
  if (world?.get('member', caller.principal)?.status !== 'active')
    return refuse({ reason: 'notActive' });
  return new View(world, org, caller.principal, at);
}
