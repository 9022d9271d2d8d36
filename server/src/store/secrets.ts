import type { Id } from '@coterie/kernel';
import { sql } from 'kysely';
import type { Db, Tx } from './db.ts';
import { like } from './like.ts';
import { Prepared } from './prepared.ts';

export type SecretRow = {
  id: Id;
  project_id: Id;
  folder_id: Id;
  path: string;
  environment: string;
  key: string;
  version: number;
  skip_multiline_encoding: boolean;
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
  'secret_versions.value',
  'secret_versions.comment',
  'secrets.created_at',
  'secrets.updated_at',
  'access_heads.version as access_version',
] as const;

const base = (db: Db, org: Id) => joined(db).select(columns).where('secrets.org_id', '=', org);

export const secretById = (db: Db, org: Id, id: Id): Promise<SecretRow | undefined> =>
  base(db, org).where('secrets.id', '=', id).executeTakeFirst();

export type SecretPlace = { org: Id; project: Id; environment: string; path: string; key: string };

type Column = readonly string[];
const atPlaces = new Prepared(
  (db, orgs: Column, projects: Column, environments: Column, paths: Column, keys: Column) => {
    const asked = sql<{
      org: Id;
      project: Id;
      environment: string;
      path: string;
      key: string;
      n: number;
    }>`unnest(${sql.val(orgs)}::uuid[], ${sql.val(projects)}::uuid[], ${sql.val(environments)}::text[],
      ${sql.val(paths)}::text[], ${sql.val(keys)}::text[]) WITH ORDINALITY`;
    return joined(db)
      .innerJoin(asked.as<'asked'>(sql`asked(org, project, environment, path, key, n)`), (join) =>
        join
          .onRef('secrets.org_id', '=', 'asked.org')
          .onRef('secrets.project_id', '=', 'asked.project')
          .onRef('folders.path', '=', 'asked.path')
          .onRef('secrets.key', '=', 'asked.key')
          .on(sql<boolean>`lower(environments.slug) = lower(asked.environment)`),
      )
      .select(columns)
      .select('asked.n');
  },
);

/** The secrets at these places, in the order of the places. */
export async function secretsAt(
  db: Db,
  places: readonly SecretPlace[],
): Promise<(SecretRow | undefined)[]> {
  const column = (name: keyof SecretPlace) => places.map((place) => place[name]);
  const rows = await atPlaces.rows(
    db,
    column('org'),
    column('project'),
    column('environment'),
    column('path'),
    column('key'),
  );
  const found = new Map(rows.map((row) => [Number(row.n), row]));
  return places.map((_, index) => found.get(index + 1));
}

/** A place as a text, which a Map can tell from another. */
export const nameOfPlace = ({ org, project, environment, path, key }: SecretPlace): string =>
  JSON.stringify([org, project, environment, path, key]);

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
  },
): Promise<SecretRow[]> => {
  let query = base(db, org)
    .where('secrets.project_id', '=', at.project)
    .where(sql<boolean>`lower(environments.slug) = ${at.environment.toLowerCase()}`);
  const deeper = `${like(at.path === '/' ? '' : at.path).slice(1, -1)}/%`;
  query = at.recursive
    ? query.where((e) => e.or([e('folders.path', '=', at.path), e('folders.path', 'like', deeper)]))
    : query.where('folders.path', '=', at.path);
  if (at.search) query = query.where('secrets.key', 'ilike', like(at.search));
  return query.orderBy('folders.path').orderBy('secrets.key').execute();
};

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
    skip_multiline_encoding: boolean;
  } & Version,
): Promise<void> {
  await tx
    .insertInto('secrets')
    .values({ org_id, ...row, version: 1 })
    .execute();
  await insertVersion(tx, org_id, row.id, 1, row.key, { value, comment, actor_id, actor_kind });
}

/** Moves a secret on: a new name or flag, and with `next` a new version. */
export async function updateSecret(
  tx: Tx,
  org: Id,
  id: Id,
  row: { key: string; skip_multiline_encoding: boolean },
  next: (Version & { version: number }) | null,
): Promise<void> {
  await tx
    .updateTable('secrets')
    .set({ ...row, ...(next ? { version: next.version } : {}), updated_at: new Date() })
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
