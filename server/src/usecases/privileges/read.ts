import { type Grant, type Id, refuse, type World } from '@coterie/kernel';
import { type PrincipalRow, principalsByIds } from '../../store/organization/members.ts';
import { look } from '../look.ts';
import { type HolderType, subjects } from '../memberships/read.ts';
import type { Caller, Parts } from '../parts.ts';
import type { View } from '../view.ts';

type Reads = Pick<Parts, 'db' | 'worlds' | 'now'>;
/** An additional privilege with its holder's name and kind. */
export type SeenPrivilege = {
  grant: Grant;
  holder: { type: HolderType; id: Id; name: string };
  at: number;
};

/** A page of a project's additional privileges, of the kinds of holder that the caller may see; refuses who may see none. */
export async function listPrivileges(
  parts: Reads,
  caller: Caller,
  project: Id,
  { limit, offset, holderId }: { limit: number; offset: number; holderId?: Id | undefined },
): Promise<{ privileges: SeenPrivilege[]; total: number }> {
  const view = await look(parts, caller);
  view.project(project);
  const kinds = (['user', 'machineIdentity', 'group'] as const).filter((kind) =>
    view.may(subjects[kind], 'read', project),
  );
  if (kinds.length === 0) view.need('member', 'read', project);
  const grants =
    holderId === undefined ? view.world.grantsOn(project) : view.world.grants(holderId, project);
  const found = [...grants]
    .filter((grant) => grant.rules !== null && kinds.includes(kindOf(view.world, grant)))
    .sort((a, b) => a.createdAt - b.createdAt || (a.id < b.id ? -1 : 1));
  return {
    privileges: await named(parts, view, found.slice(offset, offset + limit)),
    total: found.length,
  };
}

/** One additional privilege; that of a holder of whom the caller may see nothing is not found. */
export async function getPrivilege(
  parts: Reads,
  caller: Caller,
  project: Id,
  id: Id,
): Promise<SeenPrivilege> {
  const view = await look(parts, caller);
  view.project(project);
  const grant = privilegeIn(view.world, project, id);
  view.need(subjects[kindOf(view.world, grant)], 'read', project);
  return seePrivilege(parts, view, grant);
}

/** One additional privilege by its id alone. */
export async function findPrivilege(parts: Reads, caller: Caller, id: Id): Promise<SeenPrivilege> {
  const view = await look(parts, caller);
  const project = view.world.get('grant', id)?.project;
  if (project === undefined || !view.hasWayTo(project))
    return refuse({ reason: 'notFound', thing: 'privilege', id });
  return getPrivilege(parts, caller, project, id);
}

/** One additional privilege by its holder and slug. */
export async function getPrivilegeNamed(
  parts: Reads,
  caller: Caller,
  project: Id,
  { holderId, slug }: { holderId: Id; slug: string },
): Promise<SeenPrivilege> {
  const view = await look(parts, caller);
  view.project(project);
  view.need(subjects[view.world.get('member', holderId)?.kind ?? 'user'], 'read', project);
  for (const grant of view.world.grants(holderId, project))
    if (grant.rules && grant.slug === slug) return seePrivilege(parts, view, grant);
  return refuse({ reason: 'notFound', thing: 'privilege', id: slug });
}

/** The privilege of that id in that project; refuses another grant as not found. */
export function privilegeIn(world: World, project: Id, id: Id): Grant {
  const grant = world.get('grant', id);
  return grant?.rules && grant.project === project
    ? grant
    : refuse({ reason: 'notFound', thing: 'privilege', id });
}

export async function seePrivilege(
  parts: Pick<Parts, 'db'>,
  view: Pick<View, 'world' | 'org' | 'at'>,
  grant: Grant,
): Promise<SeenPrivilege> {
  const [seen] = await named(parts, view, [grant]);
  return seen ?? refuse({ reason: 'notFound', thing: 'privilege', id: grant.id });
}

function kindOf(world: World, { holder, holderKind }: Grant): HolderType {
  return holderKind === 'group' ? 'group' : (world.get('member', holder)?.kind ?? 'user');
}

async function named(
  { db }: Pick<Parts, 'db'>,
  { world, org, at }: Pick<View, 'world' | 'org' | 'at'>,
  grants: readonly Grant[],
): Promise<SeenPrivilege[]> {
  const people: Map<Id, PrincipalRow> = await principalsByIds(
    db,
    org,
    grants.map(({ holder }) => holder),
  );
  return grants.map((grant) => {
    const name = world.get('group', grant.holder)?.name ?? people.get(grant.holder)?.name ?? '';
    return { grant, holder: { type: kindOf(world, grant), id: grant.holder, name }, at };
  });
}
