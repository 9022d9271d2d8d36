import {
  type Attributes,
  type Because,
  type Id,
  judge,
  type Live,
  liveRules,
  projectsOf,
  reachers,
  subjectsOf,
  whoCan,
} from '@coterie/kernel';
import { principalsByEmail } from '../../store/organization/members.ts';
import { look } from '../look.ts';
import type { Caller, Parts } from '../parts.ts';
import type { View } from '../view.ts';
import { listById } from './listed.ts';
import { type Seen, sees } from './seen.ts';

/** The questions of the AuthZEN Authorization API, answered by the evaluator that enforces. */

type Reads = Pick<Parts, 'db' | 'worlds' | 'now'>;
type Entity = { type: string; id: string; properties?: Record<string, unknown> | undefined };
export type Asked = {
  subject: Entity;
  action: { name: string };
  resource: Entity;
};
export type Judged = { because: Because | 'unknown'; version: number };

const kinds = ['user', 'machineIdentity'];

/** One world for all questions of a request, with what was gathered for earlier ones kept. */
export class Asking {
  readonly view: View;
  readonly #byEmail: ReadonlyMap<string, Id>;
  /** Nested by what they are asked by: joining texts would cost more than what is spared. */
  readonly #live = new Map<Id, Map<Id | null, Live>>();
  readonly #seen = new Map<Id, Map<Id | null, boolean>>();
  readonly #principals = new Map<string, Map<string, Id | undefined>>();
  readonly #places = new Map<string, Map<string, Id | null | undefined>>();
  readonly #asked = new Set<Id | null>();
  readonly #sees: Seen;

  constructor(view: View, byEmail: ReadonlyMap<string, Id>) {
    this.view = view;
    this.#sees = sees(view);
    this.#byEmail = byEmail;
  }

  judge({ subject, action, resource }: Asked): Judged {
    const { version } = this.view.world;
    const principal = this.principal(subject);
    const place = this.place(resource);
    this.see(principal ?? null, place ?? null);
    if (principal === undefined || place === undefined || !this.sees(principal, place))
      return { because: 'unknown', version };
    return { because: this.#judge(principal, place, resource, action.name), version };
  }

  #judge(principal: Id, place: Id | null, resource: Omit<Entity, 'id'>, action: string): Because {
    const live = this.live(principal, place);
    // A project is seen by whoever has a route to it: no action of the vocabulary says so.
    if (resource.type === 'project' && action === 'read' && place !== null)
      return live.length > 0 ? 'allowed' : 'noRoute';
    return judge(live, resource.type, action, attributesOf(resource));
  }

  /** Whether the asker may be told of a principal there. */
  sees(principal: Id, place: Id | null): boolean {
    return once(this.#seen, principal, place, () => this.#sees.principal(principal, place));
  }

  seesMachines(place: Id | null): boolean {
    return this.#sees.machines(place);
  }

  /** Whether a principal, known to be visible, may. */
  may(principal: Id, place: Id | null, resource: Omit<Entity, 'id'>, action: string): boolean {
    return this.#judge(principal, place, resource, action) === 'allowed';
  }

  live(principal: Id, place: Id | null): Live {
    return once(this.#live, principal, place, () =>
      liveRules(this.view.world, principal, place, this.view.at),
    );
  }

  /** The member that a subject names, by id or e-mail address; undefined when there is none of that type. */
  principal({ type, id }: Entity): Id | undefined {
    return once(this.#principals, type, id, () => {
      const found = this.#byEmail.get(id.toLowerCase()) ?? id;
      return this.view.world.get('member', found)?.kind === type ? found : undefined;
    });
  }

  /** The project that a resource lies in, null for the organization, undefined when the asker sees no such place or type. */
  place({ type, id }: Entity): Id | null | undefined {
    return once(this.#places, type, id, () => {
      const level = id === this.view.org ? 'organization' : 'project';
      if (!Object.hasOwn(subjectsOf(level), type)) return undefined;
      if (level === 'organization') return null;
      return this.view.world.get('project', id) && this.#sees.project(id) ? id : undefined;
    });
  }

  /** Refuses to tell of others, known or not, where the caller may not see members and groups. */
  see(principal: Id | null, place: Id | null): void {
    if (principal === this.view.principal || this.#asked.has(place)) return;
    this.#sees.needOthers(place);
    this.#asked.add(place);
  }
}

/** What is known by two keys, or else found out and kept. */
function once<A, B, V>(known: Map<A, Map<B, V>>, a: A, b: B, find: () => V): V {
  let by = known.get(a);
  if (!by) {
    by = new Map();
    known.set(a, by);
  }
  const value = by.get(b);
  if (value !== undefined || by.has(b)) return value as V;
  const found = find();
  by.set(b, found);
  return found;
}

const attributesOf = ({ properties }: Pick<Entity, 'properties'>): Attributes => properties ?? {};

/** Begins to answer: the caller's world, and the subjects that are named by e-mail address. */
export async function ask(
  parts: Reads,
  caller: Caller,
  subjects: readonly { id?: string }[],
): Promise<Asking> {
  const view = await look(parts, caller);
  const emails = [
    ...new Set(subjects.flatMap(({ id }) => (id?.includes('@') ? id.toLowerCase() : []))),
  ];
  return new Asking(view, await principalsByEmail(parts.db, view.org, emails));
}

export type Page = { token?: string | undefined; limit?: number | undefined };
export type Paged<T> = { results: T[]; next: string; total: number };

/** Who may: principals of one type, in the order of their ids. */
export async function searchSubject(
  parts: Reads & Pick<Parts, 'lists'>,
  caller: Caller,
  type: string,
  action: string,
  resource: Entity,
  page: Page,
): Promise<Paged<Id>> {
  const asking = await ask(parts, caller, []);
  const { world, at } = asking.view;
  const place = asking.place(resource);
  asking.see(null, place ?? null);
  if (place === undefined || !kinds.includes(type)) return paged([], page);
  if (type === 'machineIdentity' && !asking.seesMachines(place)) return paged([], page);
  const question = {
    project: place,
    subject: resource.type,
    action,
    attributes: attributesOf(resource),
  };
  const found = () => {
    const isReach = place !== null && resource.type === 'project' && action === 'read';
    const all = isReach ? [...reachers(world, place, at)] : whoCan(world, question, at);
    return all.filter((id) => world.get('member', id)?.kind === type);
  };
  return paged(listById(parts, asking.view, ['subject', type, question], found), page);
}

/** Where: the projects, and the organization, on which the subject may do the action. */
export async function searchResource(
  parts: Reads,
  caller: Caller,
  subject: Entity,
  action: string,
  resource: Omit<Entity, 'id'>,
  page: Page,
): Promise<Paged<Id>> {
  const asking = await ask(parts, caller, [subject]);
  const { world, at, org } = asking.view;
  const principal = asking.principal(subject);
  asking.see(principal ?? null, null);
  if (principal === undefined) return paged([], page);
  const places = [...projectsOf(world, principal, at), org].filter((id) => {
    const place = asking.place({ ...resource, id });
    return place !== undefined && asking.may(principal, place, resource, action);
  });
  return paged(places.sort(), page);
}

/** What: the actions of the vocabulary that the subject may do on the resource. */
export async function searchAction(
  parts: Reads,
  caller: Caller,
  subject: Entity,
  resource: Entity,
  page: Page,
): Promise<Paged<string>> {
  const asking = await ask(parts, caller, [subject]);
  const principal = asking.principal(subject);
  const place = asking.place(resource);
  asking.see(principal ?? null, place ?? null);
  if (principal === undefined || place === undefined || !asking.sees(principal, place))
    return paged([], page);
  const { actions = [] } =
    subjectsOf(place === null ? 'organization' : 'project')[resource.type] ?? {};
  return paged(
    actions.filter((action) => asking.may(principal, place, resource, action)).sort(),
    page,
  );
}

type Sorted = { length: number; at(index: number): string | undefined; slice: string[]['slice'] };

/** A page after the one named by the token: the token is the last item told. */
function paged(sorted: Sorted, { token, limit = 100 }: Page): Paged<string> {
  const start = token ? after(sorted, Buffer.from(token, 'base64url').toString('utf8')) : 0;
  const results = sorted.slice(start, start + limit);
  const isLast = start + limit >= sorted.length;
  const next = isLast ? '' : Buffer.from(results.at(-1) ?? '', 'utf8').toString('base64url');
  return { results, next, total: sorted.length };
}

/** Where the items after this one begin. */
function after(sorted: Sorted, last: string): number {
  let [start, end] = [0, sorted.length];
  while (start < end) {
    const middle = (start + end) >> 1;
    if ((sorted.at(middle) ?? '') > last) end = middle;
    else start = middle + 1;
  }
  return start;
}
