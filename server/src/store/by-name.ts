import type { Id } from '@coterie/kernel';
import { sql } from 'kysely';
import type { Db } from './db.ts';
import { sought } from './listing.ts';
import type { PrincipalRow } from './organization/members.ts';

/** Ids in the order of names, sixteen bytes each, and the renaming that was the last one when they stood so. */
export type ByName = { bytes: Buffer; renaming: string };

const userName = sql<string>`coalesce(nullif(concat_ws(' ', users.first_name, users.last_name), ''), users.email)`;
const name = sql<string>`coalesce(${userName}, identities.name, '')`;
/** One value that needs no escaping: there may be a hundred thousand. */
const those = (ids: readonly Id[]) => sql`${`{${ids.join()}}`}::uuid[]`;

/** These principals of the organization by name, those only whose name or e-mail matches where there is a search. */
export async function orderByName(
  db: Db,
  org: Id,
  ids: readonly Id[],
  search: string | undefined,
): Promise<ByName> {
  const matches = search ? sql`WHERE ${sought(search, 'users', 'identities')}` : sql``;
  // One value back and not a row for each. A user's id is that of the account.
  const { rows } = await sql<ByName>`
    SELECT (SELECT last FROM renamings) AS renaming,
      coalesce(string_agg(uuid_send(one.id), '' ORDER BY lower(${name}), one.id), '') AS bytes
    FROM unnest(${those(ids)}) AS one (id)
    LEFT JOIN users ON users.id = one.id
    LEFT JOIN identities ON identities.org_id = ${org} AND identities.id = one.id
    ${matches}`.execute(db);
  return rows[0] as ByName;
}

/** Differs from before when anyone has been renamed since. */
export const lastRenaming = async (db: Db): Promise<string> =>
  (await db.selectFrom('renamings').select('last').executeTakeFirstOrThrow()).last;

/** Names of principals that are known to be active members, so that nobody has to look whether they are. */
export async function namesOfActive(
  db: Db,
  org: Id,
  ids: readonly Id[],
): Promise<Map<Id, PrincipalRow>> {
  const { rows } = await sql<Omit<PrincipalRow, 'status'>>`
    SELECT id, 'user' AS kind, email, ${userName} AS name FROM users WHERE id = ANY (${those(ids)})
    UNION ALL SELECT id, 'machineIdentity', NULL, name FROM identities
      WHERE org_id = ${org} AND id = ANY (${those(ids)})`.execute(db);
  return new Map(rows.map((row) => [row.id, { ...row, status: 'active' }]));
}
