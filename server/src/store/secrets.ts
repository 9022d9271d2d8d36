import type { Id } from '@coterie/kernel';
import { sql } from 'kysely';
import type { Db, Tx } from './db.ts';
import { like } from './like.ts';
import type { StoredMetadata } from './schema.ts';
import type { TagRow } from './tags.ts';

export type SecretRow = {
  id: Id;
  project_id: Id;
  folder_id: Id;
  path: string;
  environment: string;
  key: string;
  version: number;
  skip_multiline_encoding: boolean;
  /** Whose it is; null for one that all who may see it share. */
  owner_id: Id | null;
  metadata: StoredMetadata[];
  reminder_note: string | null;
  reminder_repeat_days: number | null;
  tags: Pick<TagRow, 'id' | 'slug' | 'name' | 'color'>[];
  value: Buffer;
  comment: Buffer;
  created_at: Date;
  updated_at: Date;
  access_version: number;
};

/** Each secret at its newest version, with the access version of the same snapshot (access model, §6). */
const joined = (db: Db) =>
  db
    .selectFrom('secrets')
    .innerJoin('folders', (join) =>
      join
        .onRef('folders.org_id', '=', 'secrets.org_id')
        .onRef('folders.id', '=', 'secrets.folder_id'),
    )
    .innerJoin('environments', (join) =>
      join
        .onRef('environments.org_id', '=', 'folders.org_id')
        .onRef('environments.id', '=', 'folders.environment_id'),
    )
    .innerJoin('secret_versions', (join) =>
      join
        .onRef('secret_versions.org_id', '=', 'secrets.org_id')
        .onRef('secret_versions.secret_id', '=', 'secrets.id')
        .onRef('secret_versions.version', '=', 'secrets.version'),
    )
    .innerJoin('access_heads', 'access_heads.org_id', 'secrets.org_id');

const columns = [
  'secrets.id',
  'secrets.project_id',
  'secrets.folder_id',
  'folders.path',
  'environments.slug as environment',
  'secrets.key',
  'secrets.version',
  'secrets.skip_multiline_encoding',
  'secrets.owner_id',
  'secrets.metadata',
  'secrets.reminder_note',
  'secrets.reminder_repeat_days',
  'secret_versions.value',
  'secret_versions.comment',
  'secrets.created_at',
  'secrets.updated_at',
  'access_heads.version as access_version',
] as const;

/** The tags of the secret of the row, by slug. */
const tagsOf = sql<SecretRow['tags']>`coalesce((
    SELECT json_agg(json_build_object('id', t.id, 'slug', t.slug, 'name', t.name, 'color', t.color) ORDER BY t.slug)
    FROM secret_tags s JOIN tags t ON t.org_id = s.org_id AND t.id = s.tag_id
    WHERE s.org_id = secrets.org_id AND s.secret_id = secrets.id), '[]')`.as('tags');

const base = (db: Db, org: Id) =>
  joined(db).select(columns).select(tagsOf).where('secrets.org_id', '=', org);

export const secretById = (db: Db, org: Id, id: Id): Promise<SecretRow | undefined> =>
  base(db, org).where('secrets.id', '=', id).executeTakeFirst();

export type SecretPlace = {
  org: Id;
  project: Id;
  environment: string;
  path: string;
  key: string;
  /** Whose personal secret; null for the shared one. */
  owner: Id | null;
};

/** Stands for nobody, so that one index finds shared and personal secrets. */
const nobody = '00000000-0000-0000-0000-000000000000';

/** The secrets at these places, in the order of the places. */
export async function secretsAt(
  db: Db,
  places: readonly SecretPlace[],
): Promise<(SecretRow | undefined)[]> {
  const column = (name: keyof SecretPlace) => sql.val(places.map((place) => place[name] ?? nobody));
  const asked = sql<{
    org: Id;
    project: Id;
    environment: string;
    path: string;
    key: string;
    owner: Id;
    n: number;
  }>`unnest(${column('org')}::uuid[], ${column('project')}::uuid[], ${column('environment')}::text[],
    ${column('path')}::text[], ${column('key')}::text[], ${column('owner')}::uuid[]) WITH ORDINALITY`;
  const rows = await joined(db)
    .innerJoin(
      asked.as<'asked'>(sql`asked(org, project, environment, path, key, owner, n)`),
      (join) =>
        join
          .onRef('secrets.org_id', '=', 'asked.org')
          .onRef('secrets.project_id', '=', 'asked.project')
          .onRef('folders.path', '=', 'asked.path')
          .onRef('secrets.key', '=', 'asked.key')
          .on(sql<boolean>`coalesce(secrets.owner_id, ${sql.lit(nobody)}) = asked.owner`)
          .on(sql<boolean>`lower(environments.slug) = lower(asked.environment)`),
    )
    .select(columns)
    .select([tagsOf, 'asked.n'])
    .execute();
  const found = new Map(rows.map((row) => [Number(row.n), row]));
  return places.map((_, index) => found.get(index + 1));
}

export const secretAt = async (
  db: Db,
  org: Id,
  place: Omit<SecretPlace, 'org'>,
): Promise<SecretRow | undefined> => (await secretsAt(db, [{ org, ...place }]))[0];

/** The secrets of a folder, or of all below it too, by path and key. */
export const secretsIn = (
  db: Db,
  org: Id,
  at: {
    project: Id;
    environment: string;
    path: string;
    recursive: boolean;
    search?: string | undefined;
    /** Whose personal secrets are listed beside the shared ones; null for none. */
    owner: Id | null;
  },
): Promise<SecretRow[]> => {
  let query = base(db, org)
    .where('secrets.project_id', '=', at.project)
    .where((e) =>
      at.owner === null
        ? e('secrets.owner_id', 'is', null)
        : e.or([e('secrets.owner_id', 'is', null), e('secrets.owner_id', '=', at.owner)]),
    )
    .where(sql<boolean>`lower(environments.slug) = ${at.environment.toLowerCase()}`);
  const deeper = `${like(at.path === '/' ? '' : at.path).slice(1, -1)}/%`;
  query = at.recursive
    ? query.where((e) => e.or([e('folders.path', '=', at.path), e('folders.path', 'like', deeper)]))
    : query.where('folders.path', '=', at.path);
  if (at.search) query = query.where('secrets.key', 'ilike', like(at.search));
  return query.orderBy('folders.path').orderBy('secrets.key').execute();
};

/** What is kept of a secret beside its versions. */
export type SecretColumns = Pick<
  SecretRow,
  'skip_multiline_encoding' | 'metadata' | 'reminder_note' | 'reminder_repeat_days'
>;
type Version = { value: Buffer; comment: Buffer; actor_id: Id; actor_kind: string };

export async function insertSecret(
  tx: Tx,
  org_id: Id,
  {
    value,
    comment,
    actor_id,
    actor_kind,
    ...row
  }: {
    id: Id;
    project_id: Id;
    folder_id: Id;
    key: string;
    owner_id: Id | null;
  } & SecretColumns &
    Version,
): Promise<void> {
  await tx
    .insertInto('secrets')
    .values({ org_id, ...row, metadata: JSON.stringify(row.metadata), version: 1 })
    .execute();
  await insertVersion(tx, org_id, row.id, 1, row.key, { value, comment, actor_id, actor_kind });
}

/** Moves a secret on: a new name or flag, and with `next` a new version. */
export async function updateSecret(
  tx: Tx,
  org: Id,
  id: Id,
  { metadata, ...row }: { key: string } & SecretColumns,
  next: (Version & { version: number }) | null,
): Promise<void> {
  await tx
    .updateTable('secrets')
    .set({
      ...row,
      metadata: JSON.stringify(metadata),
      ...(next ? { version: next.version } : {}),
      updated_at: new Date(),
    })
    .where('org_id', '=', org)
    .where('id', '=', id)
    .execute();
  if (!next) return;
  const { version, ...content } = next;
  await insertVersion(tx, org, id, version, row.key, content);
}

const insertVersion = (
  tx: Tx,
  org_id: Id,
  secret_id: Id,
  version: number,
  key: string,
  content: Version,
) =>
  tx
    .insertInto('secret_versions')
    .values({ org_id, secret_id, version, key, ...content })
    .execute();

/** The personal secrets of a shared one that has another name now follow it. */
export const renamePersonal = (tx: Tx, org: Id, row: SecretRow, key: string) =>
  tx
    .updateTable('secrets')
    .set({ key, updated_at: new Date() })
    .where('org_id', '=', org)
    .where('folder_id', '=', row.folder_id)
    .where('key', '=', row.key)
    .where('owner_id', 'is not', null)
    .where((e) =>
      e.not(
        e.exists(
          e
            .selectFrom('secrets as other')
            .select('other.id')
            .whereRef('other.org_id', '=', 'secrets.org_id')
            .whereRef('other.folder_id', '=', 'secrets.folder_id')
            .whereRef('other.owner_id', '=', 'secrets.owner_id')
            .where('other.key', '=', key),
        ),
      ),
    )
    .execute();

/** Locks a secret so that of two edits at once the second builds upon the first. */
export const lockSecret = (tx: Tx, org: Id, id: Id) =>
  tx
    .selectFrom('secrets')
    .select('version')
    .where('org_id', '=', org)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();

export const deleteSecret = (tx: Tx, org: Id, id: Id) =>
  tx.deleteFrom('secrets').where('org_id', '=', org).where('id', '=', id).execute();

/** The versions of a secret, each with the access version of the same snapshot. */
const versions = (db: Db, org: Id, id: Id) =>
  db
    .selectFrom('secret_versions')
    .innerJoin('access_heads', 'access_heads.org_id', 'secret_versions.org_id')
    .where('secret_versions.org_id', '=', org)
    .where('secret_versions.secret_id', '=', id);

const versionColumns = [
  'secret_versions.version',
  'secret_versions.key',
  'secret_versions.value',
  'secret_versions.comment',
  'secret_versions.actor_id',
  'secret_versions.actor_kind',
  'secret_versions.created_at',
  'access_heads.version as access_version',
] as const;

export const versionOf = (db: Db, org: Id, id: Id, version: number) =>
  versions(db, org, id)
    .select(versionColumns)
    .where('secret_versions.version', '=', version)
    .executeTakeFirst();

export async function listVersions(
  db: Db,
  org: Id,
  id: Id,
  { limit, offset }: { limit: number; offset: number },
) {
  const query = versions(db, org, id);
  const rows = await query
    .select(versionColumns)
    .orderBy('secret_versions.version', 'desc')
    .limit(limit)
    .offset(offset)
    .execute();
  const { total } = await query
    .select((e) => e.fn.countAll<number>().as('total'))
    .executeTakeFirstOrThrow();
  return { rows, total };
}
