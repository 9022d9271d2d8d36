import {
  type Change,
  type Edge,
  type Id,
  type Instant,
  isOver,
  liveHolders,
  supposing,
  type World,
} from '@coterie/kernel';

/** The act asks its actor to show anew who they are. */
export class ProofNeeded extends Error {
  constructor() {
    super('this asks for a fresh proof of who you are');
  }
}

/** Refuses a person whose proof is no longer fresh; machines and the product itself are not asked. */
export function needProof({ provenUntil }: { provenUntil?: Instant | null }, at: Instant): void {
  if (provenUntil !== undefined && (provenUntil ?? 0) <= at) throw new ProofNeeded();
}

/** Whether someone holds the organization's admin role now, by whatever way. */
export const isAdmin = (world: World, principal: Id, at: Instant): boolean =>
  [...liveHolders(world, principal, at)].some(
    (holder) =>
      world.get('group', holder)?.role === 'admin' ||
      world.get('member', holder)?.roles.includes('admin'),
  );

/** Whether the changes newly give the organization's admin role to anyone, now or later: by a role, a group, or the power over one. */
export function confersAdmin(world: World, changes: readonly Change[], at: Instant): boolean {
  return supposing(world, changes, (then) => changes.some((change) => confers(then, change, at)));
}

function confers(world: World, change: Change, at: Instant): boolean {
  switch (change.kind) {
    case 'member': {
      const { before, after } = change;
      if (!after?.roles.includes('admin') || after.status === 'suspended') return false;
      return !before?.roles.includes('admin') || before.status === 'suspended';
    }
    case 'group': {
      const { before, after } = change;
      if (after?.role !== 'admin' || after.status === 'suspended') return false;
      return before?.role !== 'admin' || before.status === 'suspended';
    }
    case 'edge':
      return widens(change.before, change.after, at) && leadsToAdmin(world, change.after.group, at);
    case 'manager':
      return change.after?.kind === 'owner' && leadsToAdmin(world, change.after.group, at);
    default:
      return false;
  }
}

function widens(before: Edge | null, after: Edge | null, at: Instant): after is Edge {
  if (after === null || isOver(after, at)) return false;
  if (before === null || isOver(before, at)) return true;
  const isLonger = before.until !== null && (after.until === null || after.until > before.until);
  const isEarlier = before.from !== null && (after.from === null || after.from < before.from);
  return isLonger || isEarlier;
}

/** Whether a group, or one that it is in or will be, has the admin role. */
function leadsToAdmin(world: World, group: Id, at: Instant): boolean {
  const groups = new Set([group]);
  for (const one of groups) {
    if (world.get('group', one)?.role === 'admin') return true;
    for (const edge of world.edgesUp(one)) if (!isOver(edge, at)) groups.add(edge.group);
  }
  return false;
}
