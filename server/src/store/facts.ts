import type {
  Change,
  Edge,
  FactKind,
  Facts,
  Grant,
  Group,
  Id,
  Instant,
  Manager,
  Member,
  Project,
  Role,
  RoleRef,
  Rule,
} from '@coterie/kernel';
import type { Selectable } from 'kysely';
import type { Db } from './db.ts';
import type { Database } from './schema.ts';

/** Rows as facts: the tables of the access model, read. `write-facts.ts` is the way back. */

/** As many rows as are read and taken at once: a few milliseconds' work, between which others get their turn. */
export const pageSize = 1000;

/**
 * Every fact of an organization, as the additions that make its world, page by page. Several statements: what is read
 * belongs together only inside a transaction of one snapshot, or while the organization's head is locked.
 */
export async function* readFacts(db: Db, org: Id): AsyncGenerator<Change[]> {
  for (const kind of Object.keys(readers) as FactKind[]) {
    let after: Id | null = null;
    for (;;) {
      const facts: readonly Facts[FactKind][] = await readers[kind](db, org, after);
      yield facts.map((fact) => ({ kind, before: null, after: fact }) as Change);
      if (facts.length < pageSize) break;
      after = (facts.at(-1) as Facts[FactKind]).id;
    }
  }
}

type Reader<K extends FactKind> = (db: Db, org: Id, after: Id | null) => Promise<Facts[K][]>;

const readers: { readonly [K in FactKind]: Reader<K> } = {
  project: async (...at) => (await page('projects', ...at)).map(projectOf),
  role: async (...at) => (await page('roles', ...at)).map(customRoleOf),
  member: readMembers,
  group: async (...at) => (await page('groups', ...at)).map(groupOf),
  edge: async (...at) => (await page('edges', ...at)).map(edgeOf),
  grant: async (...at) => (await page('grants', ...at)).map(grantOf),
  manager: async (...at) => (await page('managers', ...at)).map(managerOf),
};

type Table = 'projects' | 'roles' | 'members' | 'groups' | 'edges' | 'grants' | 'managers';
type Row<T extends keyof Database> = Selectable<Database[T]>;

/** The next rows in the order of their key. */
function page<T extends Table>(table: T, db: Db, org: Id, after: Id | null): Promise<Row<T>[]> {
  const all = db.selectFrom(table as Table).where('org_id', '=', org);
  const next = after === null ? all : all.where('id', '>', after);
  const rows = next.selectAll().orderBy('id').limit(pageSize).execute();
  return rows as unknown as Promise<Row<T>[]>;
}

async function readMembers(db: Db, org: Id, after: Id | null): Promise<Member[]> {
  const rows = await page('members', db, org, after);
  const [first, last] = [rows[0], rows.at(-1)];
  if (!first || !last) return [];
  const roles = await db
    .selectFrom('member_roles')
    .selectAll()
    .where('org_id', '=', org)
    .where('member_id', '>=', first.id)
    .where('member_id', '<=', last.id)
    .orderBy('ordinal')
    .execute();
  const rolesOf = Map.groupBy(roles, (row) => row.member_id);
  return rows.map((row) => memberOf(row, rolesOf.get(row.id) ?? []));
}

type RoleColumns = { built_in_role: string | null; custom_role: string | null };

export const roleOf = ({ built_in_role, custom_role }: RoleColumns): RoleRef =>
  custom_role ?? built_in_role ?? '';
const instant = (date: Date | null): Instant | null => (date === null ? null : date.getTime());

const projectOf = ({ id, name, slug }: Row<'projects'>): Project => ({ id, name, slug });

const customRoleOf = (row: Row<'roles'>): Role => ({
  id: row.id,
  project: row.project_id,
  name: row.name,
  slug: row.slug,
  description: row.description,
  rules: row.rules as Rule[],
});

const memberOf = (row: Row<'members'>, roles: readonly RoleColumns[]): Member => ({
  id: row.id,
  membership: row.membership_id,
  kind: row.kind as Member['kind'],
  status: row.status as Member['status'],
  roles: roles.map(roleOf),
});

const groupOf = (row: Row<'groups'>): Group => ({
  id: row.id,
  name: row.name,
  slug: row.slug,
  description: row.description,
  role: roleOf(row),
  status: row.status as Group['status'],
});

const edgeOf = (row: Row<'edges'>): Edge => ({
  id: row.id,
  group: row.group_id,
  member: (row.principal_id ?? row.child_group_id) as Id,
  memberKind: row.principal_id === null ? 'group' : 'principal',
  source: row.source as Edge['source'],
  from: instant(row.valid_from),
  until: instant(row.valid_until),
  reason: row.reason,
  addedBy: row.added_by,
  addedAt: row.added_at.getTime(),
});

const managerOf = (row: Row<'managers'>): Manager => ({
  id: row.id,
  group: row.group_id,
  holder: (row.principal_id ?? row.manager_group_id) as Id,
  holderKind: row.principal_id === null ? 'group' : 'principal',
  addedBy: row.added_by,
  addedAt: row.added_at.getTime(),
});

const grantOf = (row: Row<'grants'>): Grant => ({
  id: row.id,
  membership: row.membership_id,
  project: row.project_id,
  holder: (row.principal_id ?? row.group_id) as Id,
  holderKind: row.principal_id === null ? 'group' : 'principal',
  role: row.rules === null ? roleOf(row) : null,
  rules: row.rules as Rule[] | null,
  from: instant(row.valid_from),
  until: instant(row.valid_until),
  slug: row.slug,
  range: row.range,
  createdAt: row.created_at.getTime(),
});
