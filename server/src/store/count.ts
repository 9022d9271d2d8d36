import type { AliasableExpression } from 'kysely';
import type { Db } from './db.ts';

/** The number of rows that a listing has without its page. */
export async function countOf(db: Db, query: AliasableExpression<object>): Promise<number> {
  const { total } = await db
    .selectFrom(query.as('found'))
    .select((e) => e.fn.countAll<number>().as('total'))
    .executeTakeFirstOrThrow();
  return total;
}
