import {
  type Change,
  coversAdmin,
  type Id,
  type Instant,
  isAdministrator,
  isOver,
  supposing,
  type World,
} from '@coterie/kernel';

/** The act asks its actor to show anew who they are. */
export class ProofNeeded extends Error {
  constructor() {
    super('this asks for a fresh proof of who you are');
  }
}

/** Until when it counts as fresh that a person has shown who they are; nothing is said of machines. */
type Proven = { provenUntil?: Instant | null };

/** Refuses a person whose proof is no longer fresh; machines and the product itself are not asked. */
export function needProof(by: Proven, at: Instant): void {
  if (isStale(by, at)) throw new ProofNeeded();
}

/** Whether it is a person who has not shown lately who they are. */
export const isStale = ({ provenUntil }: Proven, at: Instant): boolean =>
  provenUntil !== undefined && (provenUntil ?? 0) <= at;

/** Whether someone has all that the organization's admin role gives now, by whatever way and under whatever name. */
export const isAdmin = isAdministrator;

/**
 * Whether the changes make anyone an administrator who was none, now or later: by roles, a group, the rules of a role, or the
 * power over a group of administrators.
 */
export function confersAdmin(world: World, changes: readonly Change[], at: Instant): boolean {
  const touched = supposing(world, changes, (then) => [
    ...new Set(changes.flatMap((change) => [...touchedBy(then, change, at)])),
  ]);
  const before = new Set(touched.filter((id) => isStrong(world, id, at)));
  return supposing(
    world,
    changes,
    (then) =>
      touched.some((id) => !before.has(id) && isStrong(then, id, at)) ||
      changes.some(
        ({ kind, after }) =>
          kind === 'manager' && after?.kind === 'owner' && coversAdmin(then, after.group, at),
      ),
  );
}

const isStrong = (world: World, id: Id, at: Instant): boolean => {
  const holder = world.get('member', id) ?? world.get('group', id);
  return holder !== undefined && holder.status !== 'suspended' && coversAdmin(world, id, at);
};

/** The principals and groups to whom a change of rights on the organization can come. */
function* touchedBy(world: World, { kind, after }: Change, at: Instant): Iterable<Id> {
  if (!after) return;
  if (kind === 'member') yield after.id;
  else if (kind === 'group') yield* below(world, after.id, at);
  else if (kind === 'edge')
    yield* after.memberKind === 'group' ? below(world, after.member, at) : [after.member];
  else if (kind === 'role' && after.project === null) {
    for (const { id, roles } of world.all('member')) if (roles.includes(after.id)) yield id;
    for (const { id, role } of world.all('group'))
      if (role === after.id) yield* below(world, id, at);
  }
}

/** A group, and who is in it or will be, by nested groups too. */
function* below(world: World, group: Id, at: Instant): Iterable<Id> {
  const groups = new Set([group]);
  for (const one of groups) {
    yield one;
    for (const edge of world.edgesDown(one)) {
      if (isOver(edge, at)) continue;
      if (edge.memberKind === 'group') groups.add(edge.member);
      else yield edge.member;
    }
  }
}
