import { type Grant, type Id, refuse, type World } from '@coterie/kernel';
import { type HolderRow, listHolders } from '../../store/grants.ts';
import { look, type View } from '../look.ts';
import type { Caller, Parts } from '../parts.ts';

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
  query: Parameters<typeof listHolders>[4],
): Promise<{ memberships: SeenMembership[]; total: number }> {
  const view = await lookAtMemberships(parts, caller, kind, project);
  const { rows, total } = await listHolders(parts.db, view.org, project, kind, {
    ...query,
    counts: true,
  });
  return { memberships: rows.map((row) => seen(view, project, row)), total };
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
  return readMembership(parts, view, kind, project, holder);
}

export async function readMembership(
  parts: Pick<Parts, 'db'>,
  view: View,
  kind: HolderType,
  project: Id,
  holder: Id,
): Promise<SeenMembership> {
  const query = { limit: 1, offset: 0, direction: 'asc', order: 'name', ids: [holder] } as const;
  const { rows } = await listHolders(parts.db, view.org, project, kind, query);
  const row = rows[0] ?? refuse({ reason: 'notFound', thing: 'membership', id: holder });
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

const seen = ({ world }: View, project: Id, row: HolderRow): SeenMembership => ({
  project,
  projectName: world.get('project', project)?.name ?? '',
  row,
  grants: [...world.grants(row.holder, project)].filter(({ role }) => role !== null),
  world,
});
