import { randomUUID } from 'node:crypto';
import type { Id } from '@coterie/kernel';
import { inTransaction } from '../store/db.ts';
import { linesAfter } from '../store/log/checkpoints.ts';
import { endLease, type Lease, logsBehind, moveOn, takeLease } from '../store/log/followers.ts';
import type { Reader } from '../usecases/access/reader.ts';
import type { Parts } from '../usecases/parts.ts';

/** How long a node keeps a place that it says nothing more of (milliseconds of the database's clock). */
export const leaseLength = 60_000;
const page = 1000;

/** Another node holds the place by now: nothing of this is written. */
class Superseded extends Error {}

/** One turn of a reader: all that is due, each log by one node at a time. */
export async function readOn(
  parts: Pick<Parts, 'db' | 'now'>,
  reader: Reader,
  node: Id,
): Promise<void> {
  await reader.prepare?.();
  for (const behind of await logsBehind(parts.db, reader.name)) {
    if (!reader.isDue(behind)) continue;
    const place = { reader: reader.name, org: behind.org, log: behind.log };
    const lease = await takeLease(parts.db, place, node, leaseLength);
    if (lease) await readLog(parts, reader, lease);
  }
  await reader.settle?.();
}

async function readLog(
  { db, now }: Pick<Parts, 'db' | 'now'>,
  reader: Reader,
  lease: Lease,
): Promise<void> {
  const { org, log } = lease;
  try {
    for (let { position } = lease, isMore = true; isMore; ) {
      isMore = await inTransaction(db, async (tx) => {
        const lines = await linesAfter(tx, org, log, { after: position, limit: page });
        if (lines.length === 0 || !(await reader.take(tx, lease, lines))) return false;
        const next = lines.at(-1)?.position ?? position;
        const moved = { position: next, at: new Date(now()), milliseconds: leaseLength };
        if (!(await moveOn(tx, lease, moved))) throw new Superseded();
        position = next;
        return lines.length === page;
      });
    }
  } catch (error) {
    if (!(error instanceof Superseded)) throw error;
  } finally {
    await endLease(db, lease);
  }
}

const every = 5000;

/** Lets readers read on again and again, one turn of each after the other. */
export function follow(
  parts: Pick<Parts, 'db' | 'now'>,
  readers: readonly Reader[],
  onError: (error: unknown, reader: string) => void,
): { stop(): Promise<void> } {
  const node = randomUUID();
  let turn: Promise<void> | null = null;
  const read = async () => {
    for (const reader of readers)
      await readOn(parts, reader, node).catch((error) => onError(error, reader.name));
  };
  const timer = setInterval(() => {
    turn ??= read().finally(() => {
      turn = null;
    });
  }, every);
  timer.unref();
  return {
    async stop() {
      clearInterval(timer);
      await turn;
    },
  };
}
