import type { Id } from '@coterie/kernel';
import { sql } from 'kysely';
import type { Db, Tx } from '../db.ts';
import { takePlaces } from '../gates.ts';
import type { NamedListing } from '../listing.ts';
import { countOf, sought } from '../listing.ts';

export type EnvironmentRow = {
  id: Id;
  project_id: Id;
  name: string;
  slug: string;
  position: number;
  created_at: Date;
  updated_at: Date;
};
export type ProjectRow = {
  id: Id;
  org_id: Id;
  name: string;
  slug: string;
  description: string | null;
  type: string;
  has_delete_protection: boolean;
  auto_capitalization: boolean;
  audit_logs_retention_days: number | null;
  created_at: Date;
  updated_at: Date;
  environments: { id: Id; name: string; slug: string }[];
};

const base = (db: Db, org: Id) =>
  db
    .selectFrom('projects')
    .selectAll()
    .select(
      sql<
        ProjectRow['environments']
      >`coalesce((SELECT json_agg(json_build_object('id', e.id, 'name', e.name, 'slug', e.slug) ORDER BY e.position, e.created_at)
        FROM environments e WHERE e.org_id = projects.org_id AND e.project_id = projects.id), '[]'::json)`.as(
        'environments',
      ),
    )
    .where('org_id', '=', org);

export const projectById = (db: Db, org: Id, id: Id): Promise<ProjectRow | undefined> =>
  base(db, org).where('id', '=', id).executeTakeFirst();

export const projectBySlug = (db: Db, org: Id, slug: string): Promise<ProjectRow | undefined> =>
  base(db, org).where(sql<boolean>`lower(slug) = ${slug.toLowerCase()}`).executeTakeFirst();

/** A page of those projects among `ids` (null: all of the organization). */
export async function listProjects(
  db: Db,
  org: Id,
  ids: readonly Id[] | null,
  { search, limit, offset, direction, order }: NamedListing,
): Promise<{ rows: ProjectRow[]; total: number }> {
  let query = base(db, org);
  if (ids !== null) query = query.where(sql<boolean>`id = ANY(${sql.val([...ids])}::uuid[])`);
  if (search) query = query.where(sought(search, 'projects'));
  const rows = await query
    .orderBy(order === 'name' ? sql`lower(name)` : sql`created_at`, direction)
    .orderBy('id')
    .limit(limit)
    .offset(offset)
    .execute();
  return { rows, total: await countOf(db, query) };
}

export const updateProject = (
  tx: Tx,
  org: Id,
  id: Id,
  row: {
    description?: string | null;
    has_delete_protection?: boolean;
    auto_capitalization?: boolean;
    type?: string;
    audit_logs_retention_days?: number;
  },
) =>
  tx
    .updateTable('projects')
    .set({ ...row, updated_at: new Date() })
    .where('org_id', '=', org)
    .where('id', '=', id)
    .execute();

/** Whether the names of new secrets of the project must be in capitals. */
export const wantsCapitals = async (db: Db, org: Id, id: Id): Promise<boolean> =>
  (
    await db
      .selectFrom('projects')
      .select('auto_capitalization')
      .where('org_id', '=', org)
      .where('id', '=', id)
      .executeTakeFirst()
  )?.auto_capitalization ?? false;

const environments = (db: Db, org: Id, project: Id) =>
  db
    .selectFrom('environments')
    .select(['id', 'project_id', 'name', 'slug', 'position', 'created_at', 'updated_at'])
    .where('org_id', '=', org)
    .where('project_id', '=', project);

export const listEnvironments = (db: Db, org: Id, project: Id): Promise<EnvironmentRow[]> =>
  environments(db, org, project).orderBy('position').orderBy('created_at').execute();

export const environmentById = (
  db: Db,
  org: Id,
  project: Id,
  id: Id,
): Promise<EnvironmentRow | undefined> =>
  environments(db, org, project).where('id', '=', id).executeTakeFirst();

/** By id alone, in whichever project of the organization. */
export const environmentAnywhere = (db: Db, org: Id, id: Id): Promise<EnvironmentRow | undefined> =>
  db
    .selectFrom('environments')
    .select(['id', 'project_id', 'name', 'slug', 'position', 'created_at', 'updated_at'])
    .where('org_id', '=', org)
    .where('id', '=', id)
    .executeTakeFirst();

export const environmentBySlug = (
  db: Db,
  org: Id,
  project: Id,
  slug: string,
): Promise<EnvironmentRow | undefined> =>
  environments(db, org, project)
    .where(sql<boolean>`lower(slug) = ${slug.toLowerCase()}`)
    .executeTakeFirst();

/** Inserts an environment at its place (null: last), with its root folder. */
export async function insertEnvironment(
  tx: Tx,
  org_id: Id,
  row: { id: Id; project_id: Id; name: string; slug: string; position: number | null; root: Id },
): Promise<void> {
  const { root, position, ...rest } = row;
  await takePlaces(tx, row.project_id);
  const { next } = await tx
    .selectFrom('environments')
    .select(sql<number>`coalesce(max(position), 0) + 1`.as('next'))
    .where('org_id', '=', org_id)
    .where('project_id', '=', row.project_id)
    .executeTakeFirstOrThrow();
  if (position !== null) await makeRoom(tx, org_id, row, position);
  await tx
    .insertInto('environments')
    .values({ org_id, ...rest, position: position ?? next })
    .execute();
  await tx
    .insertInto('folders')
    .values({
      org_id,
      id: root,
      project_id: row.project_id,
      environment_id: row.id,
      parent_id: null,
      name: 'root',
      path: '/',
      description: null,
    })
    .execute();
}

/** Moves what stands at a position one place back, and with it what stands behind without a gap, other than `id` itself. */
const makeRoom = (
  tx: Tx,
  org: Id,
  { id, project_id: project }: Pick<EnvironmentRow, 'id' | 'project_id'>,
  position: number,
) => {
  const others = sql`org_id = ${org} AND project_id = ${project} AND id <> ${id}`;
  return sql`UPDATE environments SET position = position + 1
    WHERE ${others} AND position >= ${position} AND position < (
      SELECT min(place) FROM generate_series(${position}::int,
        ${position}::int + (SELECT count(*)::int FROM environments WHERE ${others})) place
      WHERE NOT EXISTS (SELECT FROM environments WHERE ${others} AND position = place))`.execute(
    tx,
  );
};

export async function updateEnvironment(
  tx: Tx,
  org: Id,
  { id, project_id }: EnvironmentRow,
  row: { name?: string; slug?: string; position?: number },
): Promise<void> {
  if (row.position !== undefined) {
    await takePlaces(tx, project_id);
    await makeRoom(tx, org, { id, project_id }, row.position);
  }
  await tx
    .updateTable('environments')
    .set({ ...row, updated_at: new Date() })
    .where('org_id', '=', org)
    .where('id', '=', id)
    .execute();
}

export const deleteEnvironment = (tx: Tx, org: Id, id: Id) =>
  tx.deleteFrom('environments').where('org_id', '=', org).where('id', '=', id).execute();
