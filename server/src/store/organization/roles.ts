import type { Id } from '@coterie/kernel';
import { sql } from 'kysely';
import type { Db } from '../db.ts';

export async function roleDates(
  db: Db,
  org: Id,
  ids: readonly Id[],
): Promise<Map<Id, { created_at: Date; updated_at: Date }>> {
  if (ids.length === 0) return new Map();
  const rows = await db
    .selectFrom('roles')
    .select(['id', 'created_at', 'updated_at'])
    .where('org_id', '=', org)
    .where(sql<boolean>`id = ANY(${sql.val([...ids])}::uuid[])`)
    .execute();
  return new Map(rows.map((row) => [row.id, row]));
}
