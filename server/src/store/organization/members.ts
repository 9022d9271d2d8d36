import type { Id } from '@coterie/kernel';
import { sql } from 'kysely';
import type { Db } from '../db.ts';
import type { Listing } from '../listing.ts';
import { countOf, sought } from '../listing.ts';

export type MemberRow = {
  id: Id;
  membership_id: Id;
  status: string;
  created_at: Date;
  email: string;
  first_name: string | null;
  last_name: string | null;
};

const users = (db: Db, org: Id) =>
  db
    .selectFrom('members')
    .innerJoin('users', 'users.id', 'members.user_id')
    .where('members.org_id', '=', org)
    .select([
      'members.id',
      'members.membership_id',
      'members.status',
      'members.created_at',
      'users.email',
      'users.first_name',
      'users.last_name',
    ]);

export const personName = sql<string>`lower(concat_ws(' ', users.first_name, users.last_name))`;

const orders = {
  email: sql`users.email`,
  name: personName,
  createdAt: sql`members.created_at`,
  status: sql`members.status`,
} as const;

export type MemberQuery = Listing & { order: keyof typeof orders; status?: string | undefined };

/** The users of an organization, a page of them, with the number that match. */
export async function listMembers(
  db: Db,
  org: Id,
  { search, limit, offset, direction, order, status }: MemberQuery,
): Promise<{ rows: MemberRow[]; total: number }> {
  let query = users(db, org);
  if (search) query = query.where(sought(search, 'users'));
  if (status) query = query.where('members.status', '=', status);
  const rows = await query
    .orderBy(orders[order], direction)
    .orderBy('members.id')
    .limit(limit)
    .offset(offset)
    .execute();
  return { rows, total: await countOf(db, query) };
}

/** Every active user of an organization, by e-mail address. */
export const activeUsers = (db: Db, org: Id): Promise<MemberRow[]> =>
  users(db, org).where('members.status', '=', 'active').orderBy('users.email').execute();

export const memberByMembership = (
  db: Db,
  org: Id,
  membership: Id,
): Promise<MemberRow | undefined> =>
  users(db, org).where('members.membership_id', '=', membership).executeTakeFirst();

export const memberByEmail = (db: Db, org: Id, email: string): Promise<MemberRow | undefined> =>
  users(db, org).where('users.email', '=', email.toLowerCase()).executeTakeFirst();

export type PrincipalRow = {
  id: Id;
  kind: 'user' | 'machineIdentity';
  status: string;
  name: string;
  email: string | null;
};

/** Names of principals, for showing; ids that are no members are left out. */
export async function principalsByIds(
  db: Db,
  org: Id,
  ids: readonly Id[],
): Promise<Map<Id, PrincipalRow>> {
  if (ids.length === 0) return new Map();
  const wanted = sql`ANY(${sql.val([...ids])}::uuid[])`;
  // Asked of each table by its ids: a join alone makes PostgreSQL read a whole table for a thousand of its rows.
  const { rows } = await sql<PrincipalRow>`
    SELECT members.id, members.kind, members.status, users.email,
      coalesce(nullif(concat_ws(' ', users.first_name, users.last_name), ''), users.email, identities.name, '') AS name
    FROM members
    LEFT JOIN users ON users.id = members.user_id AND users.id = ${wanted}
    LEFT JOIN identities ON identities.org_id = ${org} AND identities.id = members.id AND identities.id = ${wanted}
    WHERE members.org_id = ${org} AND members.id = ${wanted}`.execute(db);
  return new Map(rows.map((row) => [row.id, row]));
}

/** The ids of the organization's users of these e-mail addresses (lower case). */
export async function principalsByEmail(
  db: Db,
  org: Id,
  emails: readonly string[],
): Promise<Map<string, Id>> {
  if (emails.length === 0) return new Map();
  const rows = await db
    .selectFrom('members')
    .innerJoin('users', 'users.id', 'members.user_id')
    .select(['members.id', 'users.email'])
    .where('members.org_id', '=', org)
    .where(sql<boolean>`users.email = ANY(${sql.val([...emails])}::text[])`)
    .execute();
  return new Map(rows.map(({ id, email }) => [email, id]));
}

/** Names of people who are no longer members, as far as they still have an account. */
export async function formerUsers(db: Db, ids: readonly Id[]): Promise<Map<Id, PrincipalRow>> {
  if (ids.length === 0) return new Map();
  const rows = await db
    .selectFrom('users')
    .select(['id', 'email', 'first_name', 'last_name'])
    .where(sql<boolean>`id = ANY(${sql.val([...ids])}::uuid[])`)
    .execute();
  return new Map(
    rows.map(({ id, email, first_name, last_name }) => [
      id,
      {
        id,
        email,
        kind: 'user',
        status: 'removed',
        name: [first_name, last_name].filter(Boolean).join(' ') || email,
      },
    ]),
  );
}

/** The addresses of active users who bear the admin role themselves or by a group. */
export const emailsOfAdmins = async (db: Db, org: Id): Promise<string[]> =>
  (
    await sql<{
      email: string;
    }>`SELECT DISTINCT u.email FROM members m JOIN users u ON u.id = m.user_id
      WHERE m.org_id = ${org} AND m.status = 'active' AND (
        EXISTS (SELECT FROM member_roles r WHERE r.org_id = m.org_id AND r.member_id = m.id AND r.built_in_role = 'admin')
        OR EXISTS (SELECT FROM edges e JOIN groups g ON g.org_id = e.org_id AND g.id = e.group_id
          WHERE e.org_id = m.org_id AND e.principal_id = m.id AND g.built_in_role = 'admin'))
      ORDER BY u.email`.execute(db)
  ).rows.map(({ email }) => email);
