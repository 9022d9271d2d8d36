import { idsIn } from '../../access/names.ts';
import { listEntries, verifyLog } from '../../store/log.ts';
import { principalsByIds } from '../../store/members.ts';
import { look } from '../look.ts';
import type { Caller, Parts } from '../parts.ts';

type Reads = Pick<Parts, 'db' | 'worlds' | 'now'>;

/** Every entry, newest first. Those from before names were kept with them get the names of today. */
export async function readLog(
  parts: Reads,
  caller: Caller,
  query: Parameters<typeof listEntries>[2],
) {
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

/** Recomputes the hash chain; only this instance, which has the key, can. */
export async function verifyAccessLog(parts: Reads & Pick<Parts, 'logKeys'>, caller: Caller) {
  const view = await look(parts, caller);
  view.need('audit-logs', 'read');
  return verifyLog(parts.db, view.org, parts.logKeys);
}
