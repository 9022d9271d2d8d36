import { type Id, type Instant, inverse, refuse, supposing, type World } from '@coterie/kernel';
import { changesAfter, momentOf, versionAt } from '../../store/log/log.ts';
import {
  formerUsers,
  type PrincipalRow,
  principalsByIds,
} from '../../store/organization/members.ts';
import { look, orgOf } from '../look.ts';
import type { Caller, Parts } from '../parts.ts';
import { View } from '../view.ts';
import { type Seen, sees } from './seen.ts';

type Reads = Pick<Parts, 'db' | 'worlds' | 'now'>;
/** The past that is asked about, as a version or a moment; or the version that the answer must have at the least. */
export type Time = { asOf?: number | string | undefined; atLeastVersion?: number | undefined };
/** The caller's view of today, the world and instant that the answer is about, and what may be told: what is seen now and was then. */
export type Scene = { view: View; world: World; at: Instant; seen: Seen };

/** Refuses a version that has not come yet. */
export async function sceneOf(
  parts: Reads,
  caller: Caller,
  { asOf, atLeastVersion = 0 }: Time,
): Promise<Scene> {
  const view = await look(parts, caller);
  if (view.world.version < atLeastVersion) notYet('atLeastVersion', view.world.version);
  if (asOf === undefined) return { view, world: view.world, at: view.at, seen: sees(view) };
  const { version, at } = await pastOf(parts, orgOf(caller), asOf, view);
  const world = await parts.worlds.past(view.org, version);
  if (!world) return notYet('asOf', view.world.version);
  const then = new View(world, view.org, view.principal, at);
  return { view, world, at, seen: sees(view, then) };
}

async function pastOf(
  { db }: Reads,
  org: Id,
  asOf: number | string,
  view: View,
): Promise<{ version: number; at: Instant }> {
  if (typeof asOf === 'string') {
    const at = Date.parse(asOf);
    return { version: await versionAt(db, org, new Date(at)), at };
  }
  if (asOf > view.world.version) notYet('asOf', view.world.version);
  return { version: asOf, at: (await momentOf(db, org, asOf))?.getTime() ?? 0 };
}

const notYet = (field: string, newest: number): never =>
  refuse({ reason: 'invalid', field, expected: `at most ${newest}, the newest access version` });

/**
 * Asks of a world as it stood at a version that the answer is bound to: what came since is taken back while `ask` looks.
 * Refuses when the organization has been deleted meanwhile.
 */
export async function asItStood<T>(
  { db }: Pick<Parts, 'db'>,
  { org, world, version }: { org: Id; world: World; version: number },
  ask: (world: World) => T,
): Promise<T> {
  while (world.version !== version) {
    const newest = world.version;
    const since = (await changesAfter(db, org, version)).filter((one) => one.version <= newest);
    if (world.version !== newest) continue;
    if (since.at(-1)?.version !== newest) return refuse({ reason: 'notActive' });
    return supposing(world, inverse(since.flatMap(({ changes }) => changes)), ask);
  }
  return ask(world);
}

/** Names of principals, of those too who have left since. */
export async function namesOf(
  { db }: Pick<Parts, 'db'>,
  org: Id,
  ids: readonly Id[],
): Promise<Map<Id, PrincipalRow>> {
  const known = await principalsByIds(db, org, ids);
  const former = await formerUsers(
    db,
    ids.filter((id) => !known.has(id)),
  );
  return new Map([...former, ...known]);
}
