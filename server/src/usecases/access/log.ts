import { listEntries, verifyLog } from '../../store/log.ts';
import { principalsByIds } from '../../store/members.ts';
import { look } from '../look.ts';
import type { Caller, Parts } from '../parts.ts';

type Reads = Pick<Parts, 'db' | 'worlds' | 'now'>;

/** Every change of access, newest first, with the names of who made them and whom they are about. */
export async function readLog(
  parts: Reads,
  caller: Caller,
  query: Parameters<typeof listEntries>[2],
) {
  const view = await look(parts, caller);
  view.need('audit-logs', 'read');
  const { entries, total } = await listEntries(parts.db, view.org, query);
  const ids = entries.flatMap(({ actor, changes }) => [
    ...(actor.id ? [actor.id] : []),
    ...changes.flatMap(({ before, after }) =>
      Object.values(after ?? before ?? {}).filter((one): one is string => typeof one === 'string'),
    ),
  ]);
  return {
    view,
    entries,
    total,
    principals: await principalsByIds(parts.db, view.org, [...new Set(ids.filter(isId))]),
  };
}

const isId = (text: string): boolean => /^[0-9a-f]{8}-[0-9a-f-]{27}$/.test(text);

/** Recomputes the hash chain; only this instance, which has the key, can. */
export async function verifyAccessLog(parts: Reads & Pick<Parts, 'rootKey'>, caller: Caller) {
  const view = await look(parts, caller);
  view.need('audit-logs', 'read');
  return verifyLog(parts.db, view.org, parts.rootKey.derive('access-log'));
}
