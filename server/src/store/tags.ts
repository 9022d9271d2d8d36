import type { Id } from '@coterie/kernel';
import { sql } from 'kysely';
import type { Db, Tx } from './db.ts';

export type TagRow = {
  id: Id;
  project_id: Id;
  slug: string;
  name: string;
  color: string | null;
  created_at: Date;
  updated_at: Date;
};

const rows = (db: Db, org: Id, project: Id) =>
  db
    .selectFrom('tags')
    .select(['id', 'project_id', 'slug', 'name', 'color', 'created_at', 'updated_at'])
    .where('org_id', '=', org)
    .where('project_id', '=', project);

export const listTags = (db: Db, org: Id, project: Id): Promise<TagRow[]> =>
  rows(db, org, project).orderBy('slug').execute();

export const tagById = (db: Db, org: Id, project: Id, id: Id): Promise<TagRow | undefined> =>
  rows(db, org, project).where('id', '=', id).executeTakeFirst();

export const tagBySlug = (
  db: Db,
  org: Id,
  project: Id,
  slug: string,
): Promise<TagRow | undefined> =>
  rows(db, org, project)
    .where(sql<boolean>`lower(slug) = ${slug.toLowerCase()}`)
    .executeTakeFirst();

export const insertTag = (
  tx: Tx,
  org_id: Id,
  row: Pick<TagRow, 'id' | 'project_id' | 'slug' | 'name' | 'color'>,
) =>
  tx
    .insertInto('tags')
    .values({ org_id, ...row })
    .execute();

export const updateTag = (tx: Tx, org: Id, id: Id, row: Pick<TagRow, 'slug' | 'name' | 'color'>) =>
  tx
    .updateTable('tags')
    .set({ ...row, updated_at: new Date() })
    .where('org_id', '=', org)
    .where('id', '=', id)
    .execute();

export const deleteTag = (tx: Tx, org: Id, id: Id) =>
  tx.deleteFrom('tags').where('org_id', '=', org).where('id', '=', id).execute();

/** Gives a secret these tags and no others. */
export async function setTags(tx: Tx, org_id: Id, secret_id: Id, tags: readonly Id[]) {
  await tx
    .deleteFrom('secret_tags')
    .where('org_id', '=', org_id)
    .where('secret_id', '=', secret_id)
    .execute();
  if (tags.length > 0)
    await tx
      .insertInto('secret_tags')
      .values([...new Set(tags)].map((tag_id) => ({ org_id, secret_id, tag_id })))
      .execute();
}
