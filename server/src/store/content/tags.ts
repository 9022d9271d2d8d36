import type { Id } from '@coterie/kernel';
import { sql } from 'kysely';
import type { Db, Tx } from '../db.ts';

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

/** The slugs of the tags that a secret has. */
export const tagSlugsOf = (org: Id, secret: Id) =>
  sql<string[]>`coalesce((SELECT array_agg(t.slug ORDER BY t.slug)
    FROM secret_tags st JOIN tags t ON t.org_id = st.org_id AND t.id = st.tag_id
    WHERE st.org_id = ${org} AND st.secret_id = ${secret}), '{}')`;

/** A tag that is called otherwise is so at older versions too: rules that follow it go on holding there. */
export const renameInVersions = (
  tx: Tx,
  org: Id,
  project: Id,
  { from, to }: { from: string; to: string },
) =>
  tx
    .updateTable('secret_versions')
    .from('secrets')
    .set({ tags: sql`array_replace(secret_versions.tags, ${from}, ${to})` })
    .whereRef('secrets.org_id', '=', 'secret_versions.org_id')
    .whereRef('secrets.id', '=', 'secret_versions.secret_id')
    .where('secrets.org_id', '=', org)
    .where('secrets.project_id', '=', project)
    .where(sql<boolean>`${from} = ANY(secret_versions.tags)`)
    .execute();

/** Gives a secret, and its newest version, these tags and no others. */
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
  await tx
    .updateTable('secret_versions')
    .set({ tags: tagSlugsOf(org_id, secret_id) })
    .where('org_id', '=', org_id)
    .where('secret_id', '=', secret_id)
    .where('version', '=', (e) =>
      e
        .selectFrom('secrets')
        .select('version')
        .where('org_id', '=', org_id)
        .where('id', '=', secret_id),
    )
    .execute();
}
