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
  for (const [kind, read] of readers) {
    let next: Promise<readonly Fact[]> | null = read(db, org, null);
    while (next) {
      const facts: readonly Fact[] = await next;
      // PostgreSQL reads the next page while this one is taken. A failure is heard when that page's turn comes.
      next = facts.length < pageSize ? null : read(db, org, facts.at(-1) as Fact);
      next?.catch(() => {});
      yield facts.map((fact) => ({ kind, before: null, after: fact }) as Change);
    }
  }
}

type Fact = Facts[FactKind];
/** The page after a fact, which is of the same kind. */
type Reader = (db: Db, org: Id, after: Fact | null) => Promise<Fact[]>;

const readers: readonly (readonly [FactKind, Reader])[] = [
  ['project', async (...at) => (await page('projects', ...at)).map(projectOf)],
  ['role', async (...at) => (await page('roles', ...at)).map(customRoleOf)],
  ['member', readMembers],
  ['group', async (...at) => (await page('groups', ...at)).map(groupOf)],
  ['edge', async (...at) => (await edgesBy('principal_id', ...at)).map(edgeOf)],
  ['edge', async (...at) => (await edgesBy('child_group_id', ...at)).map(edgeOf)],
  ['grant', async (...at) => (await page('grants', ...at)).map(grantOf)],
  ['manager', async (...at) => (await page('managers', ...at)).map(managerOf)],
];

type Table = 'projects' | 'roles' | 'members' | 'groups' | 'grants' | 'managers';
type Row<T extends keyof Database> = Selectable<Database[T]>;

/** The next rows in the order of their key. */
function page<T extends Table>(table: T, db: Db, org: Id, after: Fact | null): Promise<Row<T>[]> {
  const all = db.selectFrom(table as Table).where('org_id', '=', org);
  const next = after === null ? all : all.where('id', '>', after.id);
  const rows = next.selectAll().orderBy('id').limit(pageSize).execute();
  return rows as unknown as Promise<Row<T>[]>;
}

/** The edges of members of one kind, each member's together: a world takes them far quicker so than in any order. */
function edgesBy(
  member: 'principal_id' | 'child_group_id',
  db: Db,
  org: Id,
  after: Fact | null,
): Promise<Row<'edges'>[]> {
  const all = db.selectFrom('edges').where('org_id', '=', org).where(member, 'is not', null);
  const next =
    after === null
      ? all
      : all.where(({ refTuple, tuple, eb }) =>
          eb(refTuple(member, 'id'), '>', tuple((after as Edge).member, after.id)),
        );
  return next.selectAll().orderBy(member).orderBy('id').limit(pageSize).execute();
}

async function readMembers(db: Db, org: Id, after: Fact | null): Promise<Member[]> {
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
  ...(row.shown_to ? { shownTo: row.shown_to } : {}),
});

const groupOf = (row: Row<'groups'>): Group => ({
  id: row.id,
  name: row.name,
  slug: row.slug,
  description: row.description,
  role: roleOf(row),
  status: row.status as Group['status'],
  longest: row.longest,
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
  ...(row.by_owner ? { byOwner: true } : {}),
});

const managerOf = (row: Row<'managers'>): Manager => ({
  id: row.id,
  group: row.group_id,
  kind: row.kind as Manager['kind'],
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
