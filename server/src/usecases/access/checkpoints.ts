import type { Id } from '@coterie/kernel';
import { digestAfter, isSigned, type LogName, noDigest } from '../../crypto/log-keys.ts';
import { sameHash } from '../../crypto/tokens.ts';
import { type Db, inTransaction, type Tx } from '../../store/db.ts';
import { takeCheckpoints } from '../../store/gates.ts';
import {
  checkpointsOf,
  checkpointsSince,
  insertCheckpoint,
  linesAfter,
  organizationsUnplaced,
  type StoredCheckpoint,
} from '../../store/log/checkpoints.ts';
import { lastPosition, newEntries, setPosition } from '../../store/log/trail.ts';
import type { Parts } from '../parts.ts';
import type { Reader } from './reader.ts';

type Seals = Pick<Parts, 'db' | 'logKeys' | 'secondPlace' | 'now'>;

/** A checkpoint is due after so many entries, or so long after the last when there is any. */
const mostEntries = 100;
const longest = 10 * 60 * 1000;
const page = 1000;

/** Reads the logs to sign how far each has come, where that is due, and to keep that elsewhere. */
export const checkpoints = (parts: Seals): Reader => ({
  name: 'checkpoints',
  /** New entries of the trail get their places. */
  async prepare() {
    for (const org of await organizationsUnplaced(parts.db)) await placeEntries(parts, org);
  },
  isDue: ({ entries, since }) =>
    entries >= mostEntries || since === null || since.getTime() + longest <= parts.now(),
  take: (tx, { org, log }) => signLog(parts, tx, org, log),
  /** Those that other nodes made, too: each node's second place has all. */
  async settle() {
    const since = new Date(parts.now() - 2 * longest);
    await parts.secondPlace.keep(await checkpointsSince(parts.db, since));
  },
});

/** An entry whose own seal does not hold gets its place all the same: there it is found. */
export async function placeEntries({ db }: Pick<Seals, 'db'>, org: Id): Promise<void> {
  for (let placed = page; placed === page; )
    placed = await inTransaction(db, async (tx) => {
      await takeCheckpoints(tx, org);
      let position = await lastPosition(tx, org);
      const entries = await newEntries(tx, org, page);
      for (const { n } of entries) await setPosition(tx, org, n, ++position);
      return entries.length;
    });
}

/** Signs how far a log has come, at once. */
export const makeCheckpoint = async (parts: Seals, org: Id, log: LogName): Promise<void> => {
  await inTransaction(parts.db, (tx) => signLog(parts, tx, org, log));
};

/** Signs how far a log has come; one in which an entry is missing after the checkpoint before is not signed on. */
async function signLog(parts: Seals, tx: Tx, org: Id, log: LogName): Promise<boolean> {
  const { logKeys, secondPlace, now } = parts;
  await takeCheckpoints(tx, org);
  const kept = await secondPlace.newest(org, log);
  const before = newest(parts, org, [
    ...(await checkpointsOf(tx, org, log)),
    ...(kept ? [kept] : []),
  ]);
  const end = await digestFrom(tx, org, log, before);
  if (end === null) return false;
  if (end.position <= (before?.position ?? 0)) return true;
  const point = { log, ...end, at: new Date(now()) };
  const checkpoint = { ...logKeys.sign(org, point), org };
  await insertCheckpoint(tx, checkpoint);
  await secondPlace.keep([checkpoint]);
  return true;
}

const newest = (
  { logKeys }: Pick<Seals, 'logKeys'>,
  org: Id,
  checkpoints: readonly StoredCheckpoint[],
): StoredCheckpoint | undefined =>
  checkpoints
    .filter((one) => isSigned(logKeys.publicKey, org, one))
    .toSorted((a, b) => a.position - b.position)
    .at(-1);

/** The digest at the end of a log; null when an entry is missing. */
async function digestFrom(
  db: Db,
  org: Id,
  log: LogName,
  before: StoredCheckpoint | undefined,
): Promise<{ position: number; digest: Buffer } | null> {
  let { position, digest } = before ?? { position: 0, digest: noDigest };
  for (;;) {
    const lines = await linesAfter(db, org, log, { after: position, limit: page });
    for (const line of lines) {
      if (line.position !== position + 1) return null;
      digest = digestAfter(digest, org, line);
      position = line.position;
    }
    if (lines.length < page) return { position, digest };
  }
}

/** The first position at which a log is not what its checkpoints say, those of the second place among them. */
export async function brokenAgainst(
  parts: Pick<Seals, 'db' | 'logKeys' | 'secondPlace'>,
  org: Id,
  log: LogName,
): Promise<{ brokenAt: number | null; checkpoints: number }> {
  const { db, logKeys, secondPlace } = parts;
  const all = [...(await checkpointsOf(db, org, log)), ...(await secondPlace.all())].filter(
    (one) => one.org === org && one.log === log && isSigned(logKeys.publicKey, org, one),
  );
  const wanted = Map.groupBy(all, ({ position }) => position);
  let position = 0;
  let digest: Buffer = noDigest;
  const answer = (brokenAt: number | null) => ({ brokenAt, checkpoints: wanted.size });
  for (;;) {
    const lines = await linesAfter(db, org, log, { after: position, limit: page });
    for (const line of lines) {
      if (line.position !== position + 1) return answer(position + 1);
      digest = digestAfter(digest, org, line);
      position = line.position;
      const said = wanted.get(position) ?? [];
      if (said.some((one) => !sameHash(one.digest, digest))) return answer(position);
    }
    if (lines.length < page) break;
  }
  return answer(Math.max(0, ...wanted.keys()) > position ? position + 1 : null);
}
