import type { Id } from '@coterie/kernel';
import { type RawBuilder, sql } from 'kysely';
import type { Db, Tx } from '../db.ts';
import { like } from '../listing.ts';
import { list, Prepared } from '../prepared.ts';
import type { StoredMetadata } from '../schema.ts';
import type { FolderPlace } from './folders.ts';
import { type TagRow, tagSlugsOf } from './tags.ts';

export type SecretRow = {
  id: Id;
  project_id: Id;
  folder_id: Id;
  path: string;
  environment: string;
  environment_id: Id;
  key: string;
  version: number;
  /** As the secret's own row has them, also where an older version is shown. */
  newest_key: string;
  newest_version: number;
  mac: Buffer | null;
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

/**
 * Each secret `s` in a folder `f` of an environment `e`, at its newest version `v`, with the access version of the same
 * snapshot (access model, §6). Every step is one look-up by key, and OFFSET 0 has PostgreSQL take them in this order: it
 * would spend ten times as long on weighing other orders as on reading.
 */
const columns = sql`s.id, s.project_id, s.folder_id, f.path, e.slug AS environment, e.id AS environment_id, s.key, s.version,
  s.key AS newest_key, s.version AS newest_version, s.mac,
  s.skip_multiline_encoding, s.owner_id, s.metadata, s.reminder_note, s.reminder_repeat_days,
  v.value, v.comment, s.created_at, s.updated_at`;
/** A personal secret has the tags of the shared one. */
const tags = sql`coalesce((SELECT json_agg(json_build_object('id', t.id, 'slug', t.slug, 'name', t.name, 'color', t.color)
    ORDER BY t.slug)
  FROM secret_tags st JOIN tags t ON t.org_id = st.org_id AND t.id = st.tag_id
  WHERE st.org_id = s.org_id AND st.secret_id = CASE WHEN s.owner_id IS NULL THEN s.id ELSE coalesce((
    SELECT shared.id FROM secrets shared WHERE shared.org_id = s.org_id AND shared.folder_id = s.folder_id
      AND shared.key = s.key AND shared.owner_id IS NULL), s.id) END), '[]')`;
const row = sql`${columns}, ${tags} AS tags,
  (SELECT version FROM access_heads WHERE org_id = s.org_id) AS access_version`;
const newest = sql`CROSS JOIN LATERAL (SELECT value, comment FROM secret_versions
  WHERE org_id = s.org_id AND secret_id = s.id AND version = s.version OFFSET 0) v`;

export const secretById = async (db: Db, org: Id, id: Id): Promise<SecretRow | undefined> =>
  (
    await sql<SecretRow>`SELECT ${row}
      FROM (SELECT * FROM secrets WHERE org_id = ${org} AND id = ${id} OFFSET 0) s
      CROSS JOIN LATERAL (SELECT * FROM folders WHERE org_id = s.org_id AND id = s.folder_id OFFSET 0) f
      CROSS JOIN LATERAL (SELECT * FROM environments
        WHERE org_id = s.org_id AND id = f.environment_id OFFSET 0) e
      ${newest}`.execute(db)
  ).rows[0];

/** The secrets of these ids, by id. */
export const secretsByIds = async (db: Db, org: Id, ids: readonly Id[]): Promise<SecretRow[]> =>
  ids.length === 0
    ? []
    : (
        await sql<SecretRow>`SELECT ${row}
          FROM (SELECT * FROM secrets WHERE org_id = ${org} AND id = ANY(${sql.val([...ids])}::uuid[]) OFFSET 0) s
          CROSS JOIN LATERAL (SELECT * FROM folders WHERE org_id = s.org_id AND id = s.folder_id OFFSET 0) f
          CROSS JOIN LATERAL (SELECT * FROM environments
            WHERE org_id = s.org_id AND id = f.environment_id OFFSET 0) e
          ${newest}
          ORDER BY s.id`.execute(db)
      ).rows;

/** A page of the secrets of all organizations, behind that id. */
export const secretsAfter = async (
  db: Db,
  after: Id | undefined,
  limit: number,
): Promise<(SecretRow & { org_id: Id })[]> =>
  (
    await sql<SecretRow & { org_id: Id }>`SELECT s.org_id, ${row}
      FROM (SELECT * FROM secrets WHERE id > ${after ?? nobody}::uuid ORDER BY id LIMIT ${limit}) s
      CROSS JOIN LATERAL (SELECT * FROM folders WHERE org_id = s.org_id AND id = s.folder_id OFFSET 0) f
      CROSS JOIN LATERAL (SELECT * FROM environments
        WHERE org_id = s.org_id AND id = f.environment_id OFFSET 0) e
      ${newest}
      ORDER BY s.id`.execute(db)
  ).rows;

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

type Column = readonly string[];
const atPlaces = new Prepared(
  (
    db,
    orgs: Column,
    projects: Column,
    environments: Column,
    paths: Column,
    keys: Column,
    owners: Column,
  ) => {
    const statement = sql<SecretRow & { n: number }>`SELECT ${row}, asked.n
      FROM unnest(${list(orgs, 'uuid')}, ${list(projects, 'uuid')}, ${list(environments, 'text')},
        ${list(paths, 'text')}, ${list(keys, 'text')}, ${list(owners, 'uuid')})
        WITH ORDINALITY AS asked(org, project, environment, path, key, owner, n)
      CROSS JOIN LATERAL (SELECT * FROM environments WHERE org_id = asked.org
        AND project_id = asked.project AND lower(slug) = lower(asked.environment) OFFSET 0) e
      CROSS JOIN LATERAL (SELECT * FROM folders WHERE org_id = asked.org
        AND environment_id = e.id AND path = asked.path OFFSET 0) f
      CROSS JOIN LATERAL (SELECT * FROM secrets WHERE org_id = asked.org
        AND folder_id = f.id AND key = asked.key
        AND coalesce(owner_id, ${sql.lit(nobody)}) = asked.owner OFFSET 0) s
      ${newest}`;
    return { compile: () => statement.compile(db) };
  },
);

/** The secrets at these places, in the order of the places. */
export async function secretsAt(
  db: Db,
  places: readonly SecretPlace[],
): Promise<(SecretRow | undefined)[]> {
  const column = (name: keyof SecretPlace) => places.map((place) => place[name] ?? nobody);
  const rows = await atPlaces.rows(
    db,
    column('org'),
    column('project'),
    column('environment'),
    column('path'),
    column('key'),
    column('owner'),
  );
  const found = new Map(rows.map(({ n, ...secret }) => [n, secret]));
  return places.map((_, index) => found.get(index + 1));
}

/** A place as a text, which a Map can tell from another. */
export const nameOfPlace = (place: SecretPlace): string => {
  const { org, project, environment, path, key, owner } = place;
  return JSON.stringify([org, project, environment, path, key, owner]);
};

export const secretAt = async (
  db: Db,
  org: Id,
  place: Omit<SecretPlace, 'org'>,
): Promise<SecretRow | undefined> => (await secretsAt(db, [{ org, ...place }]))[0];

/**
 * What is asked for is not looked at when the statement is planned, so that one plan serves all; and where nothing has a
 * tag, none are looked for.
 */
const inFolders = (deep: boolean) =>
  new Prepared(
    (db, org: Id, project: Id, environment: string, path: string, owner: Id, pattern: string) => {
      const statement = sql<SecretRow>`WITH asked AS MATERIALIZED (SELECT given.*, head.version AS access_version,
          EXISTS (SELECT FROM secret_tags WHERE org_id = given.org) AS has_tags
        FROM (SELECT ${org}::uuid AS org, ${project}::uuid AS project, ${environment}::text AS environment,
          ${path}::text AS path, ${owner}::uuid AS owner, folded(${pattern}::text) AS pattern OFFSET 0) given
        CROSS JOIN LATERAL (SELECT version FROM access_heads WHERE org_id = given.org OFFSET 0) head)
        SELECT ${columns}, CASE WHEN asked.has_tags THEN ${tags} ELSE '[]' END AS tags, asked.access_version
        FROM asked
        CROSS JOIN LATERAL (SELECT * FROM environments WHERE org_id = asked.org
          AND project_id = asked.project AND lower(slug) = lower(asked.environment) OFFSET 0) e
        CROSS JOIN LATERAL (SELECT * FROM folders WHERE org_id = e.org_id AND environment_id = e.id
          AND ${deep ? sql`(path = asked.path OR starts_with(path, rtrim(asked.path, '/') || '/'))` : sql`path = asked.path`} OFFSET 0) f
        CROSS JOIN LATERAL (SELECT * FROM secrets WHERE org_id = f.org_id AND folder_id = f.id
          AND (owner_id IS NULL OR owner_id = asked.owner) AND sought LIKE asked.pattern OFFSET 0) s
        ${newest}`;
      return { compile: () => statement.compile(db) };
    },
  );
const inFolder = inFolders(false);
const inFolderAndBelow = inFolders(true);

export type SecretsAsked = {
  recursive: boolean;
  search?: string | undefined;
  /** Whose personal secrets are listed beside the shared ones; null for none. */
  owner: Id | null;
};

/** The secrets of a folder, or of all below it too, by path and key. */
export const secretsIn = async (
  db: Db,
  org: Id,
  at: FolderPlace & SecretsAsked,
): Promise<SecretRow[]> => {
  const statement = at.recursive ? inFolderAndBelow : inFolder;
  const { project, environment, path, owner, search } = at;
  const pattern = search ? like(search) : '%';
  const rows = await statement.rows(db, org, project, environment, path, owner ?? nobody, pattern);
  return rows.sort(byKey);
};

/** By path and key, the shared secret before the personal ones. */
export const byKey = (a: SecretRow, b: SecretRow): number =>
  compare(a.path, b.path) || compare(a.key, b.key) || compare(a.owner_id ?? '', b.owner_id ?? '');
const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** Secrets of a folder, everybody's, with where the folder stands in the same snapshot; `secrets` says how they are found. */
const ofFolder = (secrets: RawBuilder<unknown>) => sql<SecretRow>`SELECT ${columns},
    CASE WHEN asked.has_tags THEN ${tags} ELSE '[]' END AS tags, asked.access_version
  FROM asked
  JOIN folders f ON f.org_id = asked.org AND f.id = asked.folder
  JOIN environments e ON e.org_id = f.org_id AND e.id = f.environment_id
  ${secrets}
  JOIN secret_versions v ON v.org_id = s.org_id AND v.secret_id = s.id AND v.version = s.version`;
const askedOf = (org: Id, folder: Id, more = sql``) => sql`WITH asked AS MATERIALIZED (
  SELECT given.*, head.version AS access_version, EXISTS (SELECT FROM secret_tags WHERE org_id = given.org) AS has_tags
  FROM (SELECT ${org}::uuid AS org, ${folder}::uuid AS folder ${more} OFFSET 0) given
  CROSS JOIN LATERAL (SELECT version FROM access_heads WHERE org_id = given.org OFFSET 0) head)`;

const allOf = new Prepared((db, org: Id, folder: Id, most: number | null) => {
  const secrets = sql`JOIN secrets s ON s.org_id = asked.org AND s.folder_id = asked.folder`;
  const statement = sql<SecretRow>`${askedOf(org, folder)} ${ofFolder(secrets)} LIMIT ${most}::bigint`;
  return { compile: () => statement.compile(db) };
});

/** All secrets of a folder, or `most` of them, by key. */
export const secretsOf = async (
  db: Db,
  org: Id,
  folder: Id,
  most: number | null,
): Promise<SecretRow[]> => (await allOf.rows(db, org, folder, most)).sort(byKey);

const toldOf = new Prepared(
  (db, org: Id, folder: Id, ids: readonly Id[], keys: readonly string[]) => {
    const more = sql`, ${list(ids, 'uuid')} AS ids, ${list(keys, 'text')} AS keys`;
    // Each a look-up by key; of the folder nothing else is looked at.
    const secrets = sql`CROSS JOIN LATERAL (SELECT unnest(asked.keys) AS key
        UNION SELECT told.key FROM secrets told
          WHERE told.org_id = asked.org AND told.id = ANY(asked.ids) AND told.folder_id = asked.folder) named
      CROSS JOIN LATERAL (SELECT * FROM secrets
        WHERE org_id = asked.org AND folder_id = asked.folder AND key = named.key OFFSET 0) s`;
    const statement = sql<SecretRow>`${askedOf(org, folder, more)} ${ofFolder(secrets)}`;
    return { compile: () => statement.compile(db) };
  },
);

/** Of a folder the secrets with one of these keys, or with the key of one of these ids. */
export const secretsToldOf = (
  db: Db,
  org: Id,
  folder: Id,
  { ids, keys }: { ids: readonly Id[]; keys: readonly string[] },
): Promise<SecretRow[]> => toldOf.rows(db, org, folder, ids, keys);

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
    mac: Buffer;
  } & SecretColumns &
    Version,
): Promise<void> {
  await tx
    .insertInto('secrets')
    .values({ org_id, ...row, metadata: JSON.stringify(row.metadata), version: 1 })
    .execute();
  await insertVersion(tx, {
    org_id,
    secret_id: row.id,
    version: 1,
    key: row.key,
    value,
    comment,
    actor_id,
    actor_kind,
  });
}

/** Moves a secret on: a new name or flag, and with `next` a new version. */
export async function updateSecret(
  tx: Tx,
  org: Id,
  { id, metadata, ...row }: { id: Id; key: string; mac: Buffer } & SecretColumns,
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
  await insertVersion(tx, { org_id: org, secret_id: id, version, key: row.key, ...content });
}

const insertVersion = (
  tx: Tx,
  row: Version & { org_id: Id; secret_id: Id; version: number; key: string },
) =>
  tx
    .insertInto('secret_versions')
    .values({ ...row, tags: tagSlugsOf(row.org_id, row.secret_id) })
    .execute();

/** The personal secrets beside a shared one whose owners have none of another key there, locked. */
export const personalBeside = (tx: Tx, org: Id, row: SecretRow, key: string) =>
  tx
    .selectFrom('secrets')
    .select('id')
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
    .orderBy('id')
    .forUpdate()
    .execute();

export const renameSecret = (tx: Tx, org: Id, id: Id, { key, mac }: { key: string; mac: Buffer }) =>
  tx
    .updateTable('secrets')
    .set({ key, mac, updated_at: new Date() })
    .where('org_id', '=', org)
    .where('id', '=', id)
    .execute();

/** Rows from before rows were bound, by page. */
export const unboundSecrets = (tx: Tx, limit: number) =>
  tx
    .selectFrom('secrets')
    .innerJoin('folders', (on) =>
      on
        .onRef('folders.org_id', '=', 'secrets.org_id')
        .onRef('folders.id', '=', 'secrets.folder_id'),
    )
    .selectAll('secrets')
    .select('folders.environment_id')
    .where('mac', 'is', null)
    .limit(limit)
    .execute();

export const setMac = (tx: Tx, org: Id, id: Id, mac: Buffer) =>
  tx.updateTable('secrets').set({ mac }).where('org_id', '=', org).where('id', '=', id).execute();

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
  'secret_versions.tags',
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

/** By what an older version is judged beside what the secret is today; its tags are null where nobody knows them. */
export type VersionName = { version: number; key: string; tags: string[] | null };

/** The numbers, names and tags of all versions, newest first. */
export const versionNames = (db: Db, org: Id, id: Id) =>
  versions(db, org, id)
    .select([
      'secret_versions.version',
      'secret_versions.key',
      'secret_versions.tags',
      'access_heads.version as access_version',
    ])
    .orderBy('secret_versions.version', 'desc')
    .execute();

export const versionsNumbered = async (db: Db, org: Id, id: Id, numbers: readonly number[]) =>
  numbers.length === 0
    ? []
    : versions(db, org, id)
        .select(versionColumns)
        .where('secret_versions.version', 'in', numbers)
        .orderBy('secret_versions.version', 'desc')
        .execute();
