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
  RoleRef,
} from '@coterie/kernel';
import type { Tx } from './db.ts';
import { takeMember, takeProject } from './gates.ts';
import { dropFromTemplates } from './templates.ts';

/** Facts as rows: what a change writes to the tables of the access model, and nothing else. */

type RoleColumns = { built_in_role: string | null; custom_role: string | null };

/** A custom role is referred to by its id, a built-in one by its slug. */
const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

const roleColumns = (role: RoleRef | null): RoleColumns =>
  role !== null && uuid.test(role)
    ? { built_in_role: null, custom_role: role }
    : { built_in_role: role, custom_role: null };
const date = (at: Instant | null): Date | null => (at === null ? null : new Date(at));

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
        shown_to: shownTo(fact),
      })
      .execute();
    await writeRoles(tx, org, fact);
  },
  async alter(tx, org, fact) {
    await tx
      .updateTable('members')
      .set({ status: fact.status, shown_to: shownTo(fact), updated_at: now() })
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
  async remove(tx, org, id) {
    await takeMember(tx, id);
    await dropFromTemplates(tx, org, id);
    await tx.deleteFrom('members').where('org_id', '=', org).where('id', '=', id).execute();
  },
};

const shownTo = ({ shownTo: all }: Member) => (all ? [...all] : null);

const writeRoles = (tx: Tx, org: Id, { id, roles }: Member) =>
  tx
    .insertInto('member_roles')
    .values(
      roles.map((role, ordinal) => ({ org_id: org, member_id: id, ordinal, ...roleColumns(role) })),
    )
    .execute();

const groupColumns = ({ name, slug, description, role, status, longest }: Group) => ({
  name,
  slug,
  description,
  status,
  longest: longest ?? null,
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
  by_owner: edge.byOwner ?? false,
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

const managerColumns = (manager: Manager) => ({
  kind: manager.kind,
  group_id: manager.group,
  principal_id: manager.holderKind === 'principal' ? manager.holder : null,
  manager_group_id: manager.holderKind === 'group' ? manager.holder : null,
  added_by: manager.addedBy,
  added_at: new Date(manager.addedAt),
});
const managers: Writer<Manager> = {
  add: (tx, org, fact) =>
    tx
      .insertInto('managers')
      .values({ org_id: org, id: fact.id, ...managerColumns(fact) })
      .execute(),
  alter: (tx, org, fact) =>
    tx
      .updateTable('managers')
      .set(managerColumns(fact))
      .where('org_id', '=', org)
      .where('id', '=', fact.id)
      .execute(),
  remove: (tx, org, id) =>
    tx.deleteFrom('managers').where('org_id', '=', org).where('id', '=', id).execute(),
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
  async remove(tx, org, id) {
    await takeProject(tx, id);
    await tx.deleteFrom('projects').where('org_id', '=', org).where('id', '=', id).execute();
  },
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
  slug: grant.slug,
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
  manager: managers,
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
