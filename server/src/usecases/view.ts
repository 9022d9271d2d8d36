import {
  type Attributes,
  type ContentCommand,
  type Id,
  type Instant,
  type Live,
  liveRules,
  need,
  type Project,
  permits,
  plan,
  refuse,
  type World,
} from '@coterie/kernel';
import type { Follows } from '../access/change.ts';
import type { Tx } from '../store/db.ts';
import { holdProject } from '../store/gates.ts';
import type { Deed } from '../store/log/log.ts';

/** A question that a write of content was decided by, and the answer that it got. */
export type Asked = { ask: (view: View) => unknown; answer: unknown };

/** What a caller sees at one moment: its organization's world, and what it may do there. */
export class View {
  readonly org: Id;
  readonly principal: Id;
  readonly at: Instant;
  /** The access version at which this view began: the world moves on, rights kept here do not. */
  readonly version: number;
  readonly #world: World;
  readonly #live = new Map<Id | null, Live>();
  /** What has been asked, where it must hold until the commit; null where it need not. */
  readonly #asked: Asked[] | null;
  #isAsking = false;
  /** What a write did, for the log. */
  readonly deeds: Deed[] = [];
  readonly #held = new Set<Id>();

  constructor(world: World, org: Id, principal: Id, at: Instant, asked: Asked[] | null = null) {
    this.#world = world;
    this.org = org;
    this.principal = principal;
    this.at = at;
    this.version = world.version;
    this.#asked = asked;
  }

  /** The world, to be looked at freely; a write of content that does so is run anew when the world moves on. */
  get world(): World {
    if (this.#asked && !this.#isAsking) this.decide(({ version }) => version);
    return this.#world;
  }

  /**
   * The answer of a question about this world. In a write of content it is asked again at the end, should the world have
   * moved on: what it throws refuses the write, and another answer has the write run anew. It must ask the view that it
   * is given, and nothing that a write changes.
   */
  decide<T>(ask: (view: View) => T): T {
    if (!this.#asked || this.#isAsking) return ask(this);
    this.#isAsking = true;
    try {
      const answer = ask(this);
      this.#asked.push({ ask, answer });
      return answer;
    } finally {
      this.#isAsking = false;
    }
  }

  /** What a project is called, for a text that nothing is decided by. */
  projectName(id: Id): string {
    return this.#world.get('project', id)?.name ?? '';
  }

  projectSlug(id: Id): string {
    return this.#world.get('project', id)?.slug ?? '';
  }

  /** Whether the write is only asked about, and so what it would do is to be found out for its own sake. */
  get isSupposed(): boolean {
    return false;
  }

  /** Is told what refers to the thing that a write renames or deletes; only a question keeps it. */
  told(_: Follows): void {}

  /** Says what a write of content did, by names and places, never by values: no write goes unsaid. */
  did(deed: Deed): void {
    this.deeds.push(deed);
  }

  /** The caller's live rules on a project (null: the organization), gathered once a request. */
  live(project: Id | null): Live {
    if (this.#asked && !this.#isAsking) this.decide(({ version }) => version);
    return this.#liveOn(project);
  }

  #liveOn(project: Id | null): Live {
    const known = this.#live.get(project);
    if (known) return known;
    const live = liveRules(this.#world, this.principal, project, this.at);
    this.#live.set(project, live);
    return live;
  }

  may(
    subject: string,
    action: string,
    project: Id | null = null,
    attributes?: Attributes,
  ): boolean {
    if (!this.#asked || this.#isAsking)
      return permits(this.#liveOn(project), subject, action, attributes);
    return this.decide((view) => view.may(subject, action, project, attributes));
  }

  /** Refuses, naming the missing right, unless the caller holds it. */
  need(subject: string, action: string, project: Id | null = null, attributes?: Attributes): void {
    this.decide((view) => {
      if (view.may(subject, action, project, attributes)) return;
      need(
        { world: view.world, actor: { principal: view.principal }, at: view.at },
        subject,
        action,
        project,
        attributes,
      );
    });
  }

  /** Refuses an act on content that the caller may not do, or that gives or takes what it does not hold (access model, §4). */
  act(command: ContentCommand): void {
    this.decide((view) => {
      const planned = plan(view.world, command, { principal: view.principal }, view.at);
      if ('refusal' in planned) refuse(planned.refusal);
    });
  }

  /** Whether the caller has a live route to a project, or may take any. */
  hasWayTo(project: Id): boolean {
    return this.decide(
      (view) =>
        view.live(project).length > 0 ||
        view.may('organization-admin-console', 'access-all-projects'),
    );
  }

  /** Keeps a project from being deleted until the transaction ends; before anything is written into it. */
  async hold(tx: Tx, project: Id): Promise<void> {
    await holdProject(tx, project);
    this.#held.add(project);
  }

  holds(project: Id): boolean {
    return this.#held.has(project);
  }

  /** The project of that id; refuses one that the caller has no way to as one that is not there. */
  project(id: Id): Project {
    return this.decide((view) => {
      const found = view.world.get('project', id);
      return found && view.hasWayTo(id)
        ? found
        : refuse({ reason: 'notFound', thing: 'project', id });
    });
  }
}

/** What a write of content does, in its transaction, by the caller's view of the newest world. */
export type Work<T> = (tx: Tx, view: View) => Promise<T>;
