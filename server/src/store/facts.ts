import type {
  Change,
  Edge,
  FactKind,
  Facts,
  Grant,
  Group,
  Id,
  Instant,
  Member,
  RoleRef,
  Rule,
} from '@coterie/kernel';
import type { Db } from './db.ts';

/** Rows as facts: the tables of the access model, read. `write-facts.ts` is the way back. */

type RoleColumns = { built_in_role: string | null; custom_role: string | null };

const added = <K extends FactKind>(kind: K, after: Facts[K]): Change =>
  ({ kind, before: null, after }) as unknown as Change;

export const roleOf = ({ built_in_role, custom_role }: RoleColumns): RoleRef =>
  custom_role ?? built_in_role ?? '';
const instant = (date: Date | null): Instant | null => (date === null ? null : date.getTime());

/** Every fact of an organization, as the additions that make its world. */
export async function loadFacts(db: Db, org: Id): Promise<Change[]> {
  const members = await db.selectFrom('members').selectAll().where('org_id', '=', org).execute();
  const memberRoles = await db
    .selectFrom('member_roles')
    .selectAll()
    .where('org_id', '=', org)
    .orderBy('ordinal')
    .execute();
  const groups = await db.selectFrom('groups').selectAll().where('org_id', '=', org).execute();
  const edges = await db.selectFrom('edges').selectAll().where('org_id', '=', org).execute();
  const projects = await db
    .selectFrom('projects')
    .select(['id', 'name', 'slug'])
    .where('org_id', '=', org)
    .execute();
  const roles = await db.selectFrom('roles').selectAll().where('org_id', '=', org).execute();
  const grants = await db.selectFrom('grants').selectAll().where('org_id', '=', org).execute();
  const managers = await db.selectFrom('managers').selectAll().where('org_id', '=', org).execute();
  const rolesOf = Map.groupBy(memberRoles, (row) => row.member_id);
  return [
    ...projects.map((row) => added('project', row)),
    ...roles.map((row) =>
      added('role', {
        id: row.id,
        project: row.project_id,
        name: row.name,
        slug: row.slug,
        description: row.description,
        rules: row.rules as Rule[],
      }),
    ),
    ...members.map((row) =>
      added('member', {
        id: row.id,
        membership: row.membership_id,
        kind: row.kind as Member['kind'],
        status: row.status as Member['status'],
        roles: (rolesOf.get(row.id) ?? []).map(roleOf),
      }),
    ),
    ...groups.map((row) =>
      added('group', {
        id: row.id,
        name: row.name,
        slug: row.slug,
        description: row.description,
        role: roleOf(row),
        status: row.status as Group['status'],
      }),
    ),
    ...edges.map((row) =>
      added('edge', {
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
      }),
    ),
    ...grants.map((row) => added('grant', grantOf(row))),
    ...managers.map((row) =>
      added('manager', {
        id: row.id,
        group: row.group_id,
        holder: (row.principal_id ?? row.manager_group_id) as Id,
        holderKind: row.principal_id === null ? 'group' : 'principal',
        addedBy: row.added_by,
        addedAt: row.added_at.getTime(),
      }),
    ),
  ];
}

type GrantRow = RoleColumns & {
  id: string;
  membership_id: string;
  project_id: string;
  principal_id: string | null;
  group_id: string | null;
  rules: unknown;
  valid_from: Date | null;
  valid_until: Date | null;
  range: string | null;
  slug: string | null;
  created_at: Date;
};
const grantOf = (row: GrantRow): Grant => ({
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
