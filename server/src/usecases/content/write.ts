import { isDeepStrictEqual } from 'node:util';
import { type Id, refuse } from '@coterie/kernel';
import { namesOf } from '../../access/names.ts';
import { inTransaction, isOrphan, type Tx } from '../../store/db.ts';
import { holdVersion } from '../../store/gates.ts';
import { headVersion } from '../../store/log/log.ts';
import { leaveEntry } from '../../store/log/trail.ts';
import { orgOf, viewOf } from '../look.ts';
import type { Caller, Parts } from '../parts.ts';
import type { Asked, View, Work } from '../view.ts';

/** The world moved on under a write of content, and something that it was decided by is no longer so. */
class Moved extends Error {}
/** As often as a write begins anew before it is given up. */
const mostTries = 10;

type Makes = Pick<Parts, 'db' | 'worlds' | 'logKeys' | 'now'>;

/**
 * The one way in which content is written: a transaction, and the caller's view of the newest world. No change of access
 * waits for the write: what it was decided by is asked again at its end, under the world in which it is committed.
 */
export async function writeContent<T>(parts: Makes, caller: Caller, work: Work<T>): Promise<T> {
  const org = orgOf(caller);
  for (let tries = 1; ; tries++) {
    // Before the transaction: a world can be loaded in a snapshot of its own, or under the lock at the end, not between.
    const world = await parts.worlds.now(org);
    try {
      return await inTransaction(parts.db, async (tx) => {
        const asked: Asked[] = [];
        const view = viewOf(world, caller, parts.now(), asked);
        const given = await work(tx, view);
        await leave(parts, tx, caller, view);
        await decideAgain(parts, tx, caller, { version: view.version, asked });
        return given;
      });
    } catch (error) {
      // What it was to stand in may have gone meanwhile: whoever looks again finds that.
      if (!(error instanceof Moved || isOrphan(error))) throw error;
      if (tries === mostTries) refuse({ reason: 'stale', thing: 'access' });
    }
  }
}

/** A write into one project, which the caller has a way to, and which stays until the write is committed. */
export const inProject = <T>(
  { content }: Pick<Parts, 'content'>,
  caller: Caller,
  project: Id,
  work: Work<T>,
): Promise<T> =>
  content.write(caller, async (tx, view) => {
    view.project(project);
    await view.hold(tx, project);
    return work(tx, view);
  });

/** The entry of a write: a write whose entry cannot be made is not made. */
async function leave(
  { logKeys }: Pick<Parts, 'logKeys'>,
  tx: Tx,
  caller: Caller,
  view: View,
): Promise<void> {
  const { deeds, org, principal } = view;
  if (deeds.length === 0) throw new Error('a write of content did not say what it did');
  const names = await namesOf(tx, org, null, [principal]);
  for (const { project } of deeds) {
    if (project === undefined) continue;
    if (!view.holds(project)) throw new Error('a write of content did not hold its project');
    names[project] = view.projectName(project);
  }
  await leaveEntry(
    tx,
    logKeys,
    { org, at: new Date(view.at), version: view.version },
    {
      actor: { id: principal, kind: caller.kind },
      command: [...new Set(deeds.map((deed) => deed.do))].join(' '),
      request: caller.from,
      reason: null,
      changes: [],
      deeds,
      names,
    },
  );
}

/** The last step of a write: from here to its commit access stands still, and nothing that waits may follow. */
async function decideAgain(
  { worlds, now }: Pick<Parts, 'worlds' | 'now'>,
  tx: Tx,
  caller: Caller,
  decided: { version: number; asked: readonly Asked[] },
): Promise<void> {
  const org = orgOf(caller);
  await holdVersion(tx, org);
  const version = await headVersion(tx, org);
  if (version === decided.version) return;
  const world = version === undefined ? undefined : await worlds.at(org, version, tx);
  const view = viewOf(world, caller, now());
  for (const { ask, answer } of decided.asked)
    if (!isDeepStrictEqual(ask(view), answer)) throw new Moved();
}
