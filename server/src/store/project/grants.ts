import type { Id } from '@coterie/kernel';
import { sql } from 'kysely';
import type { Db } from '../db.ts';
import type { NamedListing } from '../listing.ts';
import { countOf, sought } from '../listing.ts';
import { validNow } from '../organization/groups.ts';

export type HolderRow = {
  holder: Id;
  created_at: Date;
  name: string;
  email: string | null;
  first_name: string | null;
  last_name: string | null;
  slug: string | null;
  /** How many are in the group; null where it was not asked for, since counting costs by their number. */
  members: number | null;
};

type HolderPlace = { org: Id; project: Id; kind: 'group' | 'user' | 'machineIdentity' };

const name = sql<string>`coalesce(groups.name, identities.name, nullif(concat_ws(' ', users.first_name, users.last_name), ''), users.email)`;
const holder = sql<Id>`coalesce(grants.group_id, grants.principal_id)`;

/** One row for each holder of one kind in a project. */
const holders = (db: Db, { org, project, kind }: HolderPlace) =>
  db
    .selectFrom('grants')
    .leftJoin('groups', (join) =>
      join.onRef('groups.org_id', '=', 'grants.org_id').onRef('groups.id', '=', 'grants.group_id'),
    )
    .leftJoin('members', (join) =>
      join
        .onRef('members.org_id', '=', 'grants.org_id')
        .onRef('members.id', '=', 'grants.principal_id'),
    )
    .leftJoin('users', 'users.id', 'members.user_id')
    .leftJoin('identities', (join) =>
      join
        .onRef('identities.org_id', '=', 'members.org_id')
        .onRef('identities.id', '=', 'members.id'),
    )
    .where('grants.org_id', '=', org)
    .where('grants.project_id', '=', project)
    .where(
      kind === 'group'
        ? sql<boolean>`grants.group_id IS NOT NULL`
        : sql<boolean>`members.kind = ${kind}`,
    )
    .groupBy([
      'grants.group_id',
      'grants.principal_id',
      'groups.name',
      'groups.slug',
      'identities.name',
      'users.email',
      'users.first_name',
      'users.last_name',
    ])
    .select([
      holder.as('holder'),
      sql<Date>`min(grants.created_at)`.as('created_at'),
      name.as('name'),
      'users.email',
      'users.first_name',
      'users.last_name',
      'groups.slug',
    ]);

/** One holder of that kind, if it is in the project directly. */
export const findHolder = (db: Db, place: HolderPlace, id: Id): Promise<HolderRow | undefined> =>
  holders(db, place)
    .where(place.kind === 'group' ? 'grants.group_id' : 'grants.principal_id', '=', id)
    .select(sql<number | null>`NULL::bigint`.as('members'))
    .executeTakeFirst();

/** Who is in a project directly, one row a holder: groups, users or machine identities. The roles come from the world. */
export async function listHolders(
  db: Db,
  place: HolderPlace,
  { search, limit, offset, direction, order }: NamedListing,
): Promise<{ rows: HolderRow[]; total: number }> {
  let query = holders(db, place)
    .where(sql<boolean>`(grants.valid_until IS NULL OR grants.valid_until > now())`)
    .select(
      sql<
        number | null
      >`(SELECT count(DISTINCT e.principal_id) FROM edges e WHERE e.org_id = ${place.org} AND e.group_id = grants.group_id AND ${validNow('e')})`.as(
        'members',
      ),
    );
  if (search) query = query.where(sought(search, 'users', 'identities', 'groups'));
  const rows = await query
    .orderBy(order === 'name' ? sql`lower(${name})` : sql`min(grants.created_at)`, direction)
    .orderBy(holder)
    .limit(limit)
    .offset(offset)
    .execute();
  return { rows, total: await countOf(db, query) };
}
