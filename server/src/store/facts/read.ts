import type { Change, FactKind, Id } from '@coterie/kernel';
import type { Db } from '../db.ts';
import { factKinds, keptAs } from './kinds.ts';
import type { Row } from './shape.ts';

/** As many rows as are read and taken at once: a few milliseconds' work, between which others get their turn. */
export const pageSize = 1000;

/**
 * Every fact of an organization, as the additions that make its world, page by page. Several statements: what is read
 * belongs together only inside a transaction of one snapshot, or while the organization's head is locked.
 */
export async function* readFacts(db: Db, org: Id): AsyncGenerator<Change[]> {
  for (const kind of factKinds) {
    const { kept } = keptAs(kind);
    for (const by of kept.readBy ?? [null]) {
      const page = pagesOf(db, org, kind, by as By);
      let next: Promise<Row<'edge'>[]> | null = page(null);
      while (next) {
        const rows: Row<'edge'>[] = await next;
        // PostgreSQL reads the next page while this one is taken. A failure is heard when that page's turn comes.
        next = rows.length < pageSize ? null : page(rows.at(-1) ?? null);
        next?.catch(() => {});
        yield rows.map((row) => ({ kind, before: null, after: kept.toFact(row) }) as Change);
      }
    }
  }
}

type By = 'principal_id' | 'child_group_id' | null;

/** Reads the page after a row: by the ids, or by a column and the ids. */
function pagesOf(db: Db, org: Id, kind: FactKind, by: By) {
  const { table, kept } = keptAs(kind);
  return async (after: Row<'edge'> | null): Promise<Row<'edge'>[]> => {
    let query = db.selectFrom(table).selectAll().where('org_id', '=', org).limit(pageSize);
    if (by !== null) query = query.where(by, 'is not', null).orderBy(by);
    if (after !== null)
      query =
        by === null
          ? query.where('id', '>', after.id)
          : query.where(({ refTuple, tuple, eb }) =>
              eb(refTuple(by, 'id'), '>', tuple(after[by] as Id, after.id)),
            );
    const rows = await query.orderBy('id').execute();
    return kept.readBeside?.(db, org, rows) ?? rows;
  };
}
