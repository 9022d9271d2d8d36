import { type AliasableExpression, sql } from 'kysely';
import type { Db } from './db.ts';

/** What is asked for of a listing: whose names hold a text, and which page of them. */
export type Listing = {
  search?: string | undefined;
  limit: number;
  offset: number;
  direction: 'asc' | 'desc';
};
export type NamedListing = Listing & { order: 'name' | 'createdAt' };

/** A pattern that finds `text` anywhere, with the wildcards in it standing for themselves. */
export const like = (text: string): string => `%${text.replace(/[\\%_]/g, '\\$&')}%`;

/** Whether a text stands in what some of these tables' rows are searched by: regardless of case and of accents. */
export const sought = (search: string, ...tables: [string, ...string[]]) => {
  const pattern = sql`(SELECT folded(${like(search)}))`;
  const each = tables.map((table) => sql`${sql.ref(`${table}.sought`)} LIKE ${pattern}`);
  return sql<boolean>`(${sql.join(each, sql` OR `)})`;
};

/** The number of rows that a listing has without its page. */
export async function countOf(db: Db, query: AliasableExpression<object>): Promise<number> {
  const { total } = await db
    .selectFrom(query.as('found'))
    .select((e) => e.fn.countAll<number>().as('total'))
    .executeTakeFirstOrThrow();
  return total;
}
