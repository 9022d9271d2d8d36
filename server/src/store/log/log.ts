import { createHmac, type KeyObject } from 'node:crypto';
import type { Change, Id } from '@coterie/kernel';
import { sql } from 'kysely';
import type { LogKeys } from '../../crypto/log-keys.ts';
import type { Db, Tx } from '../db.ts';
import { takeVersion } from '../gates.ts';

/** One entry of an organization's access log: who did what, when, from where, and what it changed. */
export type Entry = {
  actor: { id: Id | null; kind: string };
  command: string;
  request: { id: string; ip: string | null; userAgent: string | null };
  reason: string | null;
  changes: readonly Change[];
  /** What was done beside changes of access. */
  deeds?: readonly Deed[];
  /** Who and what the ids in it were called at the time. */
  names?: Readonly<Record<Id, string>>;
};

/** Something done that is no change of access: names and places, never values. */
export type Deed = {
  /** What and how, such as `secret.create`. */
  do: string;
  id?: Id;
  name?: string;
  /** Of whom or what: a machine identity, a person. */
  of?: Id;
  project?: Id;
  /** The environment and path. */
  at?: string;
  /** What it was called before, or why it was refused. */
  more?: string;
};
export type Head = { version: number; hash: Buffer };
export type LoggedEntry = Entry & {
  kind: 'access' | 'trail';
  /** Its number in the log of its kind. */
  n: number;
  /** The access version that it made, or under which it was done. */
  version: number;
  at: Date;
  hash: Buffer;
};

/** The head of an organization's log, locked until the transaction ends: changes of access come one after another. */
export const lockHead = (tx: Tx, org: Id): Promise<Head | undefined> =>
  tx
    .selectFrom('access_heads')
    .select(['version', 'hash'])
    .where('org_id', '=', org)
    .forUpdate()
    .executeTakeFirst();

export const headVersion = async (db: Db, org: Id): Promise<number | undefined> =>
  (
    await db
      .selectFrom('access_heads')
      .select('version')
      .where('org_id', '=', org)
      .executeTakeFirst()
  )?.version;

export const startLog = (tx: Tx, org: Id) =>
  tx
    .insertInto('access_heads')
    .values({ org_id: org, version: 0, hash: Buffer.alloc(32), mac: null })
    .execute();

/** Appends an entry under the next version, chained to the one before by an HMAC whose key is not in the database. */
export async function appendEntry(
  tx: Tx,
  keys: LogKeys,
  { org, head, at }: { org: Id; head: Head; at: Date },
  entry: Entry,
): Promise<Head> {
  const version = head.version + 1;
  const text = JSON.stringify(entry);
  const hash = chain(keys.chain, { previous: head.hash, org, version, at, entry: text });
  await tx
    .insertInto('access_log')
    .values({ org_id: org, version, at, entry: text, previous_hash: head.hash, hash })
    .execute();
  await takeVersion(tx, org);
  const mac = keys.headMac(org, version, hash);
  await tx
    .updateTable('access_heads')
    .set({ version, hash, mac })
    .where('org_id', '=', org)
    .execute();
  return { version, hash };
}

/** The changes after a version, oldest first. */
export async function changesAfter(
  db: Db,
  org: Id,
  version: number,
): Promise<{ version: number; changes: Change[] }[]> {
  const rows = await db
    .selectFrom('access_log')
    .select(['version', 'entry'])
    .where('org_id', '=', org)
    .where('version', '>', version)
    .orderBy('version')
    .execute();
  return rows.map((row) => ({
    version: row.version,
    changes: (JSON.parse(row.entry) as Entry).changes as Change[],
  }));
}

type Listed = {
  kind: 'access' | 'trail';
  n: number;
  version: number;
  at: Date;
  entry: string;
  hash: Buffer;
};

export type EntryQuery = {
  limit: number;
  offset: number;
  about?: string | undefined;
  kind?: 'access' | 'trail' | undefined;
};

/** Entries of both logs newest first, or of one; `about` keeps those that name an id or hold a text. */
export async function listEntries(db: Db, org: Id, { limit, offset, about, kind }: EntryQuery) {
  const named = about === undefined ? sql`true` : sql`position(${about} in entry) > 0`;
  const access = sql`SELECT 'access' AS kind, version AS n, version, at, entry, hash
    FROM access_log WHERE org_id = ${org} AND ${named}`;
  const trail = sql`SELECT 'trail' AS kind, n, access_version AS version, at, entry, mac AS hash
    FROM trail WHERE org_id = ${org} AND ${named}`;
  const all =
    kind === 'access' ? access : kind === 'trail' ? trail : sql`${access} UNION ALL ${trail}`;
  const [{ rows }, counted] = await Promise.all([
    sql<Listed>`SELECT * FROM (${all}) entries ORDER BY at DESC, version DESC, n DESC
      LIMIT ${limit} OFFSET ${offset}`.execute(db),
    sql<{ total: number }>`SELECT count(*) AS total FROM (${all}) entries`.execute(db),
  ]);
  const entries = rows.map(
    ({ entry, ...row }): LoggedEntry => ({ ...(JSON.parse(entry) as Entry), ...row }),
  );
  return { entries, total: counted.rows[0]?.total ?? 0 };
}

/** Walks the chain from the start in pages; gives the first version at which it does not hold, and the number walked. */
export async function verifyLog(
  db: Db,
  org: Id,
  keys: LogKeys,
): Promise<{ entries: number; brokenAt: number | null }> {
  let previous: Buffer = Buffer.alloc(32);
  let version = 0;
  for (;;) {
    const rows = await db
      .selectFrom('access_log')
      .selectAll()
      .where('org_id', '=', org)
      .where('version', '>', version)
      .orderBy('version')
      .limit(1000)
      .execute();
    for (const row of rows) {
      const expected = chain(keys.chain, {
        previous,
        org,
        version: version + 1,
        at: row.at,
        entry: row.entry,
      });
      if (
        row.version !== version + 1 ||
        !row.previous_hash.equals(previous) ||
        !row.hash.equals(expected)
      )
        return { entries: version, brokenAt: version + 1 };
      previous = row.hash;
      version = row.version;
    }
    if (rows.length < 1000) break;
  }
  const head = await db
    .selectFrom('access_heads')
    .selectAll()
    .where('org_id', '=', org)
    .executeTakeFirst();
  const complete =
    head === undefined ||
    (head.version === version && head.hash.equals(previous) && isGenuine(keys, org, head));
  return { entries: version, brokenAt: complete ? null : version + 1 };
}

const isGenuine = (keys: LogKeys, org: Id, head: Head & { mac: Buffer | null }): boolean =>
  head.version === 0 || (head.mac?.equals(keys.headMac(org, head.version, head.hash)) ?? false);

/** Heads from before they were authenticated. */
export async function sealHeads(tx: Tx, keys: LogKeys): Promise<void> {
  for (const { org_id, version, hash } of await tx.selectFrom('access_heads').selectAll().execute())
    await tx
      .updateTable('access_heads')
      .set({ mac: keys.headMac(org_id, version, hash) })
      .where('org_id', '=', org_id)
      .where('version', '=', version)
      .where('mac', 'is', null)
      .execute();
}

function chain(
  key: KeyObject,
  link: { previous: Buffer; org: Id; version: number; at: Date; entry: string },
): Buffer {
  const { previous, org, version, at, entry } = link;
  return createHmac('sha256', key)
    .update(previous)
    .update(`${org}\n${version}\n${at.toISOString()}\n`)
    .update(entry)
    .digest();
}

/** The newest version at a moment, or 0 when the log begins later. */
export async function versionAt(db: Db, org: Id, at: Date): Promise<number> {
  const row = await db
    .selectFrom('access_log')
    .select((e) => e.fn.max('version').as('version'))
    .where('org_id', '=', org)
    .where('at', '<=', at)
    .executeTakeFirst();
  return row?.version ?? 0;
}

/** When a version came about; undefined when there is none of that number. */
export const momentOf = async (db: Db, org: Id, version: number): Promise<Date | undefined> =>
  (
    await db
      .selectFrom('access_log')
      .select('at')
      .where('org_id', '=', org)
      .where('version', '=', version)
      .executeTakeFirst()
  )?.at;
