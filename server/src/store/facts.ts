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
import type { Db, Tx } from './db.ts';

/** Facts as rows and rows as facts: the tables of the access model, and nothing else. */

type RoleColumns = { built_in_role: string | null; custom_role: string | null };

/** A custom role is referred to by its id, a built-in one by its slug. */
const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

const added = <K extends FactKind>(kind: K, after: Facts[K]): Change =>
  ({ kind, before: null, after }) as unknown as Change;

export const roleOf = ({ built_in_role, custom_role }: RoleColumns): RoleRef =>
  custom_role ?? built_in_role ?? '';
const roleColumns = (role: RoleRef | null): RoleColumns =>
  role !== null && uuid.test(role)
    ? { built_in_role: null, custom_role: role }
    : { built_in_role: role, custom_role: null };
const instant = (date: Date | null): Instant | null => (date === null ? null : date.getTime());
const date = (at: Instant | null): Date | null => (at === null ? null : new Date(at));

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
  range: row.range,
  createdAt: row.created_at.getTime(),
});

type Writer<F> = {
  add(tx: Tx, org: Id, fact: F): Promise<unknown>;
  alter(tx: Tx, org: Id, fact: F): Promise<unknown>;
  remove(tx: Tx, org: Id, id: Id): Promise<unknown>;
};

const now = () => new Date();

const members: Writer<Member> = {
  async add(tx, org, fact) {
    await tx
      .insertInto('members')
      .values({
        org_id: org,
        id: fact.id,
        membership_id: fact.membership,
        kind: fact.kind,
        user_id: fact.kind === 'user' ? fact.id : null,
        status: fact.status,
      })
      .execute();
    await writeRoles(tx, org, fact);
  },
  async alter(tx, org, fact) {
    await tx
      .updateTable('members')
      .set({ status: fact.status, updated_at: now() })
      .where('org_id', '=', org)
      .where('id', '=', fact.id)
      .execute();
    await tx
      .deleteFrom('member_roles')
      .where('org_id', '=', org)
      .where('member_id', '=', fact.id)
      .execute();
    await writeRoles(tx, org, fact);
  },
  remove: (tx, org, id) =>
    tx.deleteFrom('members').where('org_id', '=', org).where('id', '=', id).execute(),
};

const writeRoles = (tx: Tx, org: Id, { id, roles }: Member) =>
  tx
    .insertInto('member_roles')
    .values(
      roles.map((role, ordinal) => ({ org_id: org, member_id: id, ordinal, ...roleColumns(role) })),
    )
    .execute();

const groupColumns = ({ name, slug, description, role, status }: Group) => ({
  name,
  slug,
  description,
  status,
  ...roleColumns(role),
});
const groups: Writer<Group> = {
  add: (tx, org, fact) =>
    tx
      .insertInto('groups')
      .values({ org_id: org, id: fact.id, ...groupColumns(fact) })
      .execute(),
  alter: (tx, org, fact) =>
    tx
      .updateTable('groups')
      .set({ ...groupColumns(fact), updated_at: now() })
      .where('org_id', '=', org)
      .where('id', '=', fact.id)
      .execute(),
  remove: (tx, org, id) =>
    tx.deleteFrom('groups').where('org_id', '=', org).where('id', '=', id).execute(),
};

const edgeColumns = (edge: Edge) => ({
  group_id: edge.group,
  principal_id: edge.memberKind === 'principal' ? edge.member : null,
  child_group_id: edge.memberKind === 'group' ? edge.member : null,
  source: edge.source,
  valid_from: date(edge.from),
  valid_until: date(edge.until),
  reason: edge.reason,
  added_by: edge.addedBy,
  added_at: new Date(edge.addedAt),
});
const edges: Writer<Edge> = {
  add: (tx, org, fact) =>
    tx
      .insertInto('edges')
      .values({ org_id: org, id: fact.id, ...edgeColumns(fact) })
      .execute(),
  alter: (tx, org, fact) =>
    tx
      .updateTable('edges')
      .set(edgeColumns(fact))
      .where('org_id', '=', org)
      .where('id', '=', fact.id)
      .execute(),
  remove: (tx, org, id) =>
    tx.deleteFrom('edges').where('org_id', '=', org).where('id', '=', id).execute(),
};

const projects: Writer<Facts['project']> = {
  add: (tx, org, { id, name, slug }) =>
    tx.insertInto('projects').values({ org_id: org, id, name, slug }).execute(),
  alter: (tx, org, { id, name, slug }) =>
    tx
      .updateTable('projects')
      .set({ name, slug, updated_at: now() })
      .where('org_id', '=', org)
      .where('id', '=', id)
      .execute(),
  remove: (tx, org, id) =>
    tx.deleteFrom('projects').where('org_id', '=', org).where('id', '=', id).execute(),
};

const grantColumns = (grant: Grant) => ({
  membership_id: grant.membership,
  project_id: grant.project,
  principal_id: grant.holderKind === 'principal' ? grant.holder : null,
  group_id: grant.holderKind === 'group' ? grant.holder : null,
  rules: grant.rules === null ? null : JSON.stringify(grant.rules),
  valid_from: date(grant.from),
  valid_until: date(grant.until),
  range: grant.range,
  created_at: new Date(grant.createdAt),
  ...roleColumns(grant.role),
});
const grants: Writer<Grant> = {
  add: (tx, org, fact) =>
    tx
      .insertInto('grants')
      .values({ org_id: org, id: fact.id, ...grantColumns(fact) })
      .execute(),
  alter: (tx, org, fact) =>
    tx
      .updateTable('grants')
      .set(grantColumns(fact))
      .where('org_id', '=', org)
      .where('id', '=', fact.id)
      .execute(),
  remove: (tx, org, id) =>
    tx.deleteFrom('grants').where('org_id', '=', org).where('id', '=', id).execute(),
};

const roles: Writer<Facts['role']> = {
  add: (tx, org, { id, project, name, slug, description, rules }) =>
    tx
      .insertInto('roles')
      .values({
        org_id: org,
        id,
        project_id: project,
        name,
        slug,
        description,
        rules: JSON.stringify(rules),
      })
      .execute(),
  alter: (tx, org, { id, name, slug, description, rules }) =>
    tx
      .updateTable('roles')
      .set({ name, slug, description, rules: JSON.stringify(rules), updated_at: now() })
      .where('org_id', '=', org)
      .where('id', '=', id)
      .execute(),
  remove: (tx, org, id) =>
    tx.deleteFrom('roles').where('org_id', '=', org).where('id', '=', id).execute(),
};

const writers: { [K in FactKind]: Writer<Facts[K]> } = {
  member: members,
  group: groups,
  edge: edges,
  project: projects,
  grant: grants,
  role: roles,
};

/** As many rows as one statement takes: PostgreSQL has at most 65,535 parameters. */
const mostRows = 1000;

/** Writes changes to their tables, in order; a run of new or ended edges is one statement. */
export async function writeFacts(tx: Tx, org: Id, changes: readonly Change[]): Promise<void> {
  for (let start = 0; start < changes.length; ) {
    const run = runOfEdges(changes, start);
    if (run.length > 1) await writeEdges(tx, org, run);
    else await writeFact(tx, org, changes[start] as Change);
    start += Math.max(run.length, 1);
  }
}

async function writeFact(tx: Tx, org: Id, { kind, before, after }: Change): Promise<void> {
  const writer = writers[kind] as Writer<Facts[FactKind]>;
  if (after === null) await writer.remove(tx, org, (before as Facts[FactKind]).id);
  else if (before === null) await writer.add(tx, org, after);
  else await writer.alter(tx, org, after);
}

type EdgeChange = Extract<Change, { kind: 'edge' }>;

/** The edges from `start` on that are all added, or all removed. */
function runOfEdges(changes: readonly Change[], start: number): EdgeChange[] {
  const run: EdgeChange[] = [];
  for (const change of changes.slice(start, start + mostRows)) {
    if (change.kind !== 'edge' || (change.before !== null && change.after !== null)) break;
    if (run[0] && (run[0].before === null) !== (change.before === null)) break;
    run.push(change);
  }
  return run;
}

async function writeEdges(tx: Tx, org: Id, run: readonly EdgeChange[]): Promise<void> {
  const added = run.flatMap(({ after }) => after ?? []);
  if (added.length > 0)
    await tx
      .insertInto('edges')
      .values(added.map((edge) => ({ org_id: org, id: edge.id, ...edgeColumns(edge) })))
      .execute();
  else
    await tx
      .deleteFrom('edges')
      .where('org_id', '=', org)
      .where(
        'id',
        'in',
        run.flatMap(({ before }) => before?.id ?? []),
      )
      .execute();
}
