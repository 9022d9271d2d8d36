import type { Id } from '@coterie/kernel';
import { sql } from 'kysely';
import type { Db } from '../db.ts';
import type { Listing } from '../listing.ts';
import { countOf, sought } from '../listing.ts';
import { personName } from './members.ts';

export type GroupRow = {
  id: Id;
  name: string;
  slug: string;
  description: string | null;
  built_in_role: string | null;
  custom_role: string | null;
  custom_role_slug: string | null;
  status: string;
  longest: number | null;
  created_at: Date;
  updated_at: Date;
  members: number;
  projects: number;
};

/** Whether an edge counts now: what is over, or has not begun, is as if it were not there. */
export const validNow = (alias: string) =>
  sql.raw<boolean>(
    `(${alias}.valid_from IS NULL OR ${alias}.valid_from <= now()) AND (${alias}.valid_until IS NULL OR ${alias}.valid_until > now())`,
  );

const memberCount = sql<number>`(SELECT count(DISTINCT e.principal_id) FROM edges e WHERE e.org_id = groups.org_id AND e.group_id = groups.id AND e.principal_id IS NOT NULL AND ${validNow('e')})`;
const projectCount = sql<number>`(SELECT count(DISTINCT g.project_id) FROM grants g WHERE g.org_id = groups.org_id AND g.group_id = groups.id)`;

const base = (db: Db, org: Id) =>
  db
    .selectFrom('groups')
    .leftJoin('roles', (join) =>
      join.onRef('roles.org_id', '=', 'groups.org_id').onRef('roles.id', '=', 'groups.custom_role'),
    )
    .where('groups.org_id', '=', org)
    .select([
      'groups.id',
      'groups.name',
      'groups.slug',
      'groups.description',
      'groups.built_in_role',
      'groups.custom_role',
      'roles.slug as custom_role_slug',
      'groups.status',
      'groups.longest',
      'groups.created_at',
      'groups.updated_at',
      memberCount.as('members'),
      projectCount.as('projects'),
    ]);

const orders = {
  name: sql`lower(groups.name)`,
  slug: sql`groups.slug`,
  role: sql`coalesce(roles.slug, groups.built_in_role)`,
  createdAt: sql`groups.created_at`,
  memberCount,
  projectCount,
} as const;

export type GroupQuery = Omit<Listing, 'limit'> & {
  limit?: number | undefined;
  order: keyof typeof orders;
  ids?: readonly Id[] | undefined;
};

export async function listGroups(
  db: Db,
  org: Id,
  { search, limit, offset, direction, order, ids }: GroupQuery,
): Promise<{ rows: GroupRow[]; total: number }> {
  let query = base(db, org);
  if (ids) query = query.where(sql<boolean>`groups.id = ANY(${sql.val([...ids])}::uuid[])`);
  if (search) query = query.where(sought(search, 'groups'));
  let paged = query.orderBy(orders[order], direction).orderBy('groups.id').offset(offset);
  if (limit !== undefined) paged = paged.limit(limit);
  const rows = await paged.execute();
  return { rows, total: await countOf(db, query) };
}

export const groupById = (db: Db, org: Id, id: Id): Promise<GroupRow | undefined> =>
  base(db, org).where('groups.id', '=', id).executeTakeFirst();

export const groupNames = async (
  db: Db,
  org: Id,
  ids: readonly Id[],
): Promise<Map<Id, { id: Id; name: string; slug: string }>> => {
  if (ids.length === 0) return new Map();
  const rows = await db
    .selectFrom('groups')
    .select(['id', 'name', 'slug'])
    .where('org_id', '=', org)
    .where(sql<boolean>`id = ANY(${sql.val([...ids])}::uuid[])`)
    .execute();
  return new Map(rows.map((row) => [row.id, row]));
};

export type PickerQuery = Omit<Listing, 'direction'> & {
  /** Those who are in the group, or those who are not. */
  part?: boolean | undefined;
  /** No others than these. */
  ids?: readonly Id[] | undefined;
};

/** Every user of the organization with when it joined the group (null: it has not), members first. */
export async function listGroupUsers(
  db: Db,
  org: Id,
  group: Id,
  { search, limit, offset, part, ids }: PickerQuery,
) {
  const joined = sql<Date | null>`(SELECT min(e.added_at) FROM edges e WHERE e.org_id = members.org_id AND e.group_id = ${group} AND e.principal_id = members.id AND ${validNow('e')})`;
  let query = db
    .selectFrom('members')
    .innerJoin('users', 'users.id', 'members.user_id')
    .where('members.org_id', '=', org)
    .select([
      'users.id',
      'users.email',
      'users.first_name',
      'users.last_name',
      joined.as('joined_at'),
    ]);
  if (search) query = query.where(sought(search, 'users'));
  if (ids) query = query.where(sql<boolean>`members.id = ANY(${[...ids]}::uuid[])`);
  if (part !== undefined)
    query = query.where(
      part ? sql<boolean>`${joined} IS NOT NULL` : sql<boolean>`${joined} IS NULL`,
    );
  const rows = await query
    .orderBy(sql`${joined} IS NULL`)
    .orderBy(personName)
    .orderBy('users.email')
    .limit(limit)
    .offset(offset)
    .execute();
  return { rows, total: await countOf(db, query) };
}

/** The same for machine identities. */
export async function listGroupIdentities(
  db: Db,
  org: Id,
  group: Id,
  { search, limit, offset, part }: Omit<PickerQuery, 'ids'>,
) {
  const joined = sql<Date | null>`(SELECT min(e.added_at) FROM edges e WHERE e.org_id = identities.org_id AND e.group_id = ${group} AND e.principal_id = identities.id AND ${validNow('e')})`;
  let query = db
    .selectFrom('identities')
    .where('org_id', '=', org)
    .select(['id', 'name', joined.as('joined_at')]);
  if (search) query = query.where(sought(search, 'identities'));
  if (part !== undefined)
    query = query.where(
      part ? sql<boolean>`${joined} IS NOT NULL` : sql<boolean>`${joined} IS NULL`,
    );
  const rows = await query
    .orderBy(sql`${joined} IS NULL`)
    .orderBy(sql`lower(name)`)
    .orderBy('id')
    .limit(limit)
    .offset(offset)
    .execute();
  return { rows, total: await countOf(db, query) };
}

export type DirectMembersQuery = Listing & { kinds: readonly string[]; withEnded: boolean };

/** Everyone and every group that is in a group itself, with every source, also what is still to begin; what is over only `withEnded`. */
export async function listDirectMembers(
  db: Db,
  org: Id,
  group: Id,
  { search, limit, offset, direction, kinds, withEnded }: DirectMembersQuery,
) {
  const kind = sql<string>`coalesce(members.kind, 'group')`;
  const id = sql<Id>`coalesce(edges.principal_id, edges.child_group_id)`;
  const name = sql<string>`coalesce(nullif(concat_ws(' ', users.first_name, users.last_name), ''), users.email, identities.name, groups.name)`;
  let query = db
    .selectFrom('edges')
    .leftJoin('members', (join) =>
      join
        .onRef('members.org_id', '=', 'edges.org_id')
        .onRef('members.id', '=', 'edges.principal_id'),
    )
    .leftJoin('users', 'users.id', 'members.user_id')
    .leftJoin('identities', (join) =>
      join
        .onRef('identities.org_id', '=', 'members.org_id')
        .onRef('identities.id', '=', 'members.id'),
    )
    .leftJoin('groups', (join) =>
      join
        .onRef('groups.org_id', '=', 'edges.org_id')
        .onRef('groups.id', '=', 'edges.child_group_id'),
    )
    .where('edges.org_id', '=', org)
    .where('edges.group_id', '=', group)
    .where(kind, 'in', kinds)
    .groupBy([
      'edges.principal_id',
      'edges.child_group_id',
      'members.kind',
      'users.email',
      'users.first_name',
      'users.last_name',
      'identities.name',
      'groups.name',
      'groups.slug',
    ])
    .select([
      id.as('id'),
      kind.as('kind'),
      'users.email',
      'users.first_name',
      'users.last_name',
      sql<string>`coalesce(identities.name, groups.name, '')`.as('name'),
      'groups.slug',
      sql<Date>`min(edges.added_at)`.as('joined_at'),
      sql<string[]>`array_agg(DISTINCT edges.source)`.as('sources'),
      sql<Date | null>`CASE WHEN bool_or(edges.valid_from IS NULL) THEN NULL ELSE min(edges.valid_from) END`.as(
        'valid_from',
      ),
      sql<Date | null>`CASE WHEN bool_or(edges.valid_until IS NULL) THEN NULL ELSE max(edges.valid_until) END`.as(
        'valid_until',
      ),
      sql<string | null>`max(edges.reason) FILTER (WHERE edges.source = 'manual')`.as('reason'),
      sql<
        'active' | 'scheduled' | 'expired'
      >`CASE WHEN bool_or(${validNow('edges')}) THEN 'active' WHEN bool_or(edges.valid_from > now()) THEN 'scheduled' ELSE 'expired' END`.as(
        'state',
      ),
    ]);
  if (!withEnded)
    query = query.where((e) =>
      e.or([e('edges.valid_until', 'is', null), e('edges.valid_until', '>', sql<Date>`now()`)]),
    );
  if (search) query = query.where(sought(search, 'users', 'identities', 'groups'));
  const rows = await query
    .orderBy(sql`lower(${name})`, direction)
    .orderBy(id)
    .limit(limit)
    .offset(offset)
    .execute();
  return { rows, total: await countOf(db, query) };
}
