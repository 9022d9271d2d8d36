import { randomUUID } from 'node:crypto';
import { added, type Change, type Id } from '@coterie/kernel';
import { type KyselyPlugin, sql } from 'kysely';
import { LogKeys } from '../../src/crypto/log-keys.ts';
import { RootKey } from '../../src/crypto/root-key.ts';
import type { Db } from '../../src/store/db.ts';
import { writeFacts } from '../../src/store/facts/write.ts';
import { appendEntry, type Head, lockHead, startLog } from '../../src/store/log/log.ts';

/** An organization with so many programs, all in each of its three groups, of which two are in the first. */
export async function organization(db: Db, members: number): Promise<Id> {
  const org = randomUUID();
  const slug = org;
  await db.insertInto('organizations').values({ id: org, name: slug, slug }).execute();
  await db.transaction().execute((tx) => startLog(tx, org));
  await sql`with group_ as (insert into groups (org_id, id, name, slug, built_in_role, status)
      select ${org}, gen_random_uuid(), slug, slug, 'no-access', 'active'
      from unnest(array['all', 'one', 'two']) slug returning id, slug),
    made as (insert into members (org_id, id, membership_id, kind, status)
      select ${org}, gen_random_uuid(), gen_random_uuid(), 'machineIdentity', 'active'
      from generate_series(1, ${members}::int) returning id),
    roles as (insert into member_roles (org_id, member_id, ordinal, built_in_role)
      select ${org}, id, 0, 'member' from made),
    nested as (insert into edges (org_id, id, group_id, child_group_id, source, added_at)
      select ${org}, gen_random_uuid(), around.id, inner_.id, 'manual', now()
      from group_ around, group_ inner_ where around.slug = 'all' and inner_.slug <> 'all')
    insert into edges (org_id, id, group_id, principal_id, source, added_at)
      select ${org}, gen_random_uuid(), group_.id, made.id, 'manual', now() from made, group_`.execute(
    db,
  );
  return org;
}

/** Writes changes to the tables and the log, as a node does; gives the version that they make. */
export function commit(db: Db, org: Id, changes: readonly Change[]): Promise<number> {
  const request = { id: randomUUID(), ip: null, userAgent: null };
  const actor = { id: null, kind: 'system' };
  const entry = { actor, command: 'test', request, reason: null, changes };
  return db.transaction().execute(async (tx) => {
    const head = (await lockHead(tx, org)) as Head;
    await writeFacts(tx, org, changes);
    const { version } = await appendEntry(
      tx,
      new LogKeys(new RootKey(Buffer.alloc(32))),
      { org, head, at: new Date() },
      entry,
    );
    return version;
  });
}

/** A new program's membership. */
export const newcomer = (): Change =>
  added('member', {
    id: randomUUID(),
    membership: randomUUID(),
    kind: 'machineIdentity',
    status: 'active',
    roles: ['member'],
  });

/** Tells how many rows each statement gave, before whoever asked gets them. */
export const seeing = (hear: (rows: number) => Promise<void>): KyselyPlugin => ({
  transformQuery: ({ node }) => node,
  async transformResult({ result }) {
    await hear(result.rows.length);
    return result;
  },
});
