import { type Id, type Route, routes, steady, type World } from '@coterie/kernel';
import { Ids } from '../../access/ids.ts';
import { lastRenaming, namesOfActive, orderByName } from '../../store/by-name.ts';
import type { Parts } from '../parts.ts';
import type { View } from '../view.ts';
import { asItStood, namesOf, type Scene } from './as-of.ts';
import type { Seen } from './seen.ts';

type Reads = Pick<Parts, 'db' | 'lists'>;
export type Page = { search?: string | undefined; limit: number; offset: number };
export type Say<T> = (world: World, groups: ReturnType<Seen['named']>, route: Route) => T;
type Wanted<T> = {
  /** What the list is kept under: all that it depends on beside the world. */
  question: unknown;
  find: () => Iterable<Id>;
  project: Id | null;
  page: Page;
  /** Which of someone's routes are told. */
  tells: (route: Route) => boolean;
  /** Puts a route into the answer's words, in the world that the answer is about. */
  say: Say<T>;
};

/** Those of a list who are no machine identities. */
export const withoutMachines = (world: World, ids: Iterable<Id>): Id[] =>
  [...ids].filter((id) => world.get('member', id)?.kind !== 'machineIdentity');

type Listed = { version: number; ids: Ids };

/** A page of those found, by name, each with the routes to the project. Only active members may be found. */
export async function pageByName<T>(parts: Reads, scene: Scene, wanted: Wanted<T>) {
  const told = await pageOf(parts, scene, wanted, await listByName(parts, scene, wanted));
  const principals = await namesOfActive(parts.db, scene.view.org, [...told.found.keys()]);
  return { ...told, principals };
}

/** The same by id, of a world of the past, which nobody else asks. */
export async function pageById<T>(parts: Reads, scene: Scene, wanted: Wanted<T>) {
  const ids = Ids.of([...wanted.find()].sort());
  const told = await pageOf(parts, scene, wanted, { version: scene.world.version, ids });
  const principals = await namesOf(parts, scene.view.org, [...told.found.keys()]);
  return { ...told, principals };
}

async function pageOf<T>(
  parts: Reads,
  { view: { org }, world, at, seen }: Scene,
  { project, page: { offset, limit }, tells, say }: Wanted<T>,
  { version, ids }: Listed,
) {
  const shown = ids.slice(offset, offset + limit);
  const found = await asItStood(parts, { org, world, version }, (then) =>
    toldOf(then, shown, (id) => routes(then, id, project, at).filter(tells), {
      say,
      seen,
      project,
    }),
  );
  return { version, total: ids.length, found };
}

/** The whole list, with the version that it is of: put in order once, and kept for further pages while it stays the same. */
async function listByName<T>(
  { db, lists }: Reads,
  { view: { org }, world, at }: Scene,
  { question, find, page: { search, limit } }: Wanted<T>,
): Promise<Listed> {
  const asked = [question, search];
  const known = lists.find(org, asked, world.version, at);
  if (known && known.renaming === (await lastRenaming(db))) return known;
  const { version } = world;
  const time = steady(world, at);
  const { bytes, renaming } = await orderByName(db, org, [...find()], search);
  const ids = new Ids(bytes);
  const isNews = world.version === version;
  if (isNews && ids.length > limit) lists.keep(org, asked, { ids, version, time, renaming });
  return { version, ids };
}

/** A whole list in the order of ids, which no renaming changes; kept likewise. */
export function listById(
  { lists }: Pick<Parts, 'lists'>,
  { org, world, at }: View,
  question: unknown,
  find: () => Id[],
): Ids {
  const known = lists.find(org, question, world.version, at);
  if (known) return known.ids;
  const ids = Ids.of(find().sort());
  const { version } = world;
  lists.keep(org, question, { ids, version, time: steady(world, at), renaming: null });
  return ids;
}

function toldOf<T>(
  world: World,
  ids: readonly Id[],
  routesOf: (id: Id) => Route[],
  { say, seen, project }: { say: Say<T>; seen: Seen; project: Id | null },
): Map<Id, T[]> {
  const all = ids.map((id) => [id, routesOf(id)] as const);
  const passed = all.flatMap(([, own]) => own.flatMap(({ path }) => path));
  const groups = seen.named(
    world,
    passed.map(({ group }) => group),
    project ?? undefined,
  );
  return new Map(
    all.map(([id, own]) => [id, own.map((route) => say(world, groups, seen.route(route)))]),
  );
}
