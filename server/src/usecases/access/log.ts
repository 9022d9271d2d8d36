import { idsIn } from '../../access/names.ts';
import type { LogName } from '../../crypto/log-keys.ts';
import { checkpointsOf, linesAfter } from '../../store/log/checkpoints.ts';
import type { EntryQuery } from '../../store/log/log.ts';
import { listEntries, verifyLog } from '../../store/log/log.ts';
import { verifyTrail } from '../../store/log/trail.ts';
import { principalsByIds } from '../../store/organization/members.ts';
import { look } from '../look.ts';
import type { Caller, Parts } from '../parts.ts';
import { brokenAgainst, makeCheckpoint, placeEntries } from './checkpoints.ts';
import { written } from './second-place.ts';

type Reads = Pick<Parts, 'db' | 'worlds' | 'now'>;

/** Every entry, newest first. Those from before names were kept with them get the names of today. */
export async function readLog(parts: Reads, caller: Caller, query: EntryQuery) {
  const view = await look(parts, caller);
  view.need('audit-logs', 'read');
  const { entries, total } = await listEntries(parts.db, view.org, query);
  const ids = entries.flatMap(({ actor, changes, deeds, names = {} }) =>
    [...(actor.id ? [actor.id] : []), ...idsIn(changes, deeds)].filter((id) => !(id in names)),
  );
  return {
    view,
    entries,
    total,
    principals: await principalsByIds(parts.db, view.org, [...new Set(ids)]),
  };
}

/** Recomputes both chains, which only this instance can, and compares them with the checkpoints that are kept elsewhere. */
export async function verifyAccessLog(
  parts: Reads & Pick<Parts, 'logKeys' | 'secondPlace'>,
  caller: Caller,
) {
  const view = await look(parts, caller);
  view.need('audit-logs', 'read');
  const chain = await verifyLog(parts.db, view.org, parts.logKeys);
  const access = await brokenAgainst(parts, view.org, 'access');
  const trail = await verifyTrail(parts.db, view.org, parts.logKeys);
  const placed = await brokenAgainst(parts, view.org, 'trail');
  return {
    entries: chain.entries,
    brokenAt: first(chain.brokenAt, access.brokenAt),
    trail: { entries: trail.entries, brokenAt: first(trail.brokenAt, placed.brokenAt) },
    checkpoints: access.checkpoints + placed.checkpoints,
  };
}

const first = (...found: (number | null)[]): number | null => {
  const some = found.filter((one) => one !== null);
  return some.length === 0 ? null : Math.min(...some);
};

/** A page of a log as it stands, with what it takes to verify it without this instance. Its end is signed first. */
export async function exportLog(
  parts: Reads & Pick<Parts, 'logKeys' | 'secondPlace'>,
  caller: Caller,
  { log, after, limit }: { log: LogName; after: number; limit: number },
) {
  const view = await look(parts, caller);
  view.need('audit-logs', 'read');
  if (after === 0) {
    await placeEntries(parts, view.org);
    await makeCheckpoint(parts, view.org, log);
  }
  const lines = await linesAfter(parts.db, view.org, log, { after, limit });
  const last = lines.at(-1)?.position ?? after;
  const checkpoints = (await checkpointsOf(parts.db, view.org, log)).filter(
    ({ position }) => position > after && position <= last,
  );
  return {
    organization: view.org,
    publicKey: parts.logKeys.publicKey,
    lines,
    checkpoints: checkpoints.map(written),
  };
}
