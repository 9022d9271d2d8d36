import { setImmediate as turn } from 'node:timers/promises';
import { type Id, World } from '@coterie/kernel';
import type { Db } from '../store/db.ts';
import { readFacts } from '../store/facts/read.ts';
import { headVersion } from '../store/log/log.ts';

/**
 * The world of an organization as the tables have it, made page by page so that other requests are answered between two
 * pages; undefined when there is none. `db` must hold one snapshot, or the lock on the organization's head.
 */
export async function readWorld(db: Db, org: Id): Promise<World | undefined> {
  const version = await headVersion(db, org);
  if (version === undefined) return undefined;
  const world = new World();
  for await (const additions of readFacts(db, org)) {
    world.apply(additions);
    await turn();
  }
  return world.apply([], version);
}

/** The same in a snapshot of its own. */
export const readSnapshot = <T>(db: Db, read: (tx: Db) => Promise<T>): Promise<T> =>
  db.transaction().setIsolationLevel('repeatable read').execute(read);
