import type { Id } from '@coterie/kernel';
import { sql } from 'kysely';
import type { Db, Tx } from '../db.ts';

/** What rules look at of one thing: of a secret its name and tags too. */
export type ThingRow = {
  kind: 'secrets' | 'secret-folders' | 'secret-imports';
  path: string;
  name: string | null;
  tags: string[];
};

/** Every folder, secret and import in a folder and below it, itself among them, personal secrets too. */
export const thingsBelow = async (
  tx: Tx,
  org: Id,
  environment: Id,
  path: string,
): Promise<ThingRow[]> =>
  (
    await sql<ThingRow>`WITH inside AS (SELECT id, path, parent_id FROM folders WHERE org_id = ${org}
        AND environment_id = ${environment}
        AND (path = ${path} OR starts_with(path, rtrim(${path}, '/') || '/')))
      SELECT 'secret-folders' AS kind, path, NULL AS name, '{}'::text[] AS tags
        FROM inside WHERE parent_id IS NOT NULL
      UNION ALL SELECT 'secrets', i.path, s.key, array(SELECT t.slug FROM secret_tags st
          JOIN tags t ON t.org_id = st.org_id AND t.id = st.tag_id
          WHERE st.org_id = s.org_id AND st.secret_id = s.id)
        FROM inside i JOIN secrets s ON s.org_id = ${org} AND s.folder_id = i.id
      UNION ALL SELECT 'secret-imports', i.path, NULL, '{}'::text[]
        FROM inside i JOIN secret_imports m ON m.org_id = ${org} AND m.folder_id = i.id`.execute(tx)
  ).rows;

/** What environments, folders, secrets, tags, imports and templates of these ids are called now. */
export async function contentNames(
  db: Db,
  org: Id,
  ids: readonly Id[],
): Promise<Record<Id, string>> {
  const wanted = sql`org_id = ${org} AND id = ANY(${sql.val([...ids])}::uuid[])`;
  const { rows } = await sql<{
    id: Id;
    name: string;
  }>`SELECT id, slug AS name FROM environments WHERE ${wanted}
    UNION ALL SELECT id, path FROM folders WHERE ${wanted}
    UNION ALL SELECT id, key FROM secrets WHERE ${wanted}
    UNION ALL SELECT id, slug FROM tags WHERE ${wanted}
    UNION ALL SELECT id, import_path FROM secret_imports WHERE ${wanted}
    UNION ALL SELECT id, name FROM project_templates WHERE ${wanted}`.execute(db);
  return Object.fromEntries(rows.map(({ id, name }) => [id, name]));
}
