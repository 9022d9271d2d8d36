import { type Grant, type Id, type Instant, isOver, refuse, type World } from '@coterie/kernel';
import type { Db } from '../../store/db.ts';
import type { NamedListing } from '../../store/listing.ts';
import { findHolder, type HolderRow, listHolders } from '../../store/project/grants.ts';
import { look } from '../look.ts';
import type { Caller, Parts } from '../parts.ts';
import type { View } from '../view.ts';

type Reads = Pick<Parts, 'db' | 'worlds' | 'now'>;
export type HolderType = 'group' | 'user' | 'machineIdentity';
/** A holder's place in a project: its grants there, and its name to show. */
export type SeenMembership = {
  project: Id;
  projectName: string;
  row: HolderRow;
  grants: Grant[];
  world: World;
};

export const subjects = { group: 'groups', user: 'member', machineIdentity: 'identity' } as const;

/** A page of the holders of one kind that are in the project directly. */
export async function listMemberships(
  parts: Reads,
  caller: Caller,
  kind: HolderType,
  project: Id,
  query: NamedListing,
): Promise<{ memberships: SeenMembership[]; total: number }> {
  const view = await lookAtMemberships(parts, caller, kind, project);
  const { rows, total } = await listHolders(parts.db, { org: view.org, project, kind }, query);
  return { memberships: rows.map((row) => lastingOf(seen(view, project, row), view.at)), total };
}

/** One holder's place in the project; refuses a holder that is not in it as not found. */
export async function getMembership(
  parts: Reads,
  caller: Caller,
  kind: HolderType,
  project: Id,
  holder: Id,
): Promise<SeenMembership> {
  const view = await lookAtMemberships(parts, caller, kind, project);
  const found = await readMembership(parts.db, view, { kind, project, holder });
  const lasting = [...view.world.grants(holder, project)].some((grant) => !isOver(grant, view.at));
  return lasting
    ? lastingOf(found, view.at)
    : refuse({ reason: 'notFound', thing: 'membership', id: holder });
}

export async function readMembership(
  db: Db,
  view: Pick<View, 'world' | 'org'>,
  { kind, project, holder }: { kind: HolderType; project: Id; holder: Id },
): Promise<SeenMembership> {
  const row =
    (await findHolder(db, { org: view.org, project, kind }, holder)) ??
    refuse({ reason: 'notFound', thing: 'membership', id: holder });
  return seen(view, project, row);
}

async function lookAtMemberships(
  parts: Reads,
  caller: Caller,
  kind: HolderType,
  project: Id,
): Promise<View> {
  const view = await look(parts, caller);
  view.project(project);
  view.need(subjects[kind], 'read', project);
  return view;
}

const seen = ({ world }: Pick<View, 'world'>, project: Id, row: HolderRow): SeenMembership => ({
  project,
  projectName: world.get('project', project)?.name ?? '',
  row,
  grants: rolesIn(world, project, row.holder),
  world,
});

/** The same without roles that are over. */
const lastingOf = (one: SeenMembership, at: Instant): SeenMembership => ({
  ...one,
  grants: one.grants.filter((grant) => !isOver(grant, at)),
});

/** A holder's roles in a project, each with its time. */
export const rolesIn = (world: World, project: Id, holder: Id): Grant[] =>
  [...world.grants(holder, project)].filter(({ role }) => role !== null);
