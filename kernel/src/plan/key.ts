import type { Change } from '../change.ts';
import { uncovered } from '../cover.ts';
import { permits } from '../decide.ts';
import type { Id, Instant } from '../facts.ts';
import { type CompiledRules, compileRules } from '../match.ts';
import { refuse } from '../refusals.ts';
import { rulesOfSource, sourcesAt } from '../routes.ts';
import { supposing } from '../suppose.ts';
import { builtInRoles } from '../vocabulary.ts';
import { liveMembers } from '../who-can.ts';
import type { World } from '../world.ts';
import { heldByGroup, heldByMember } from './stakes.ts';

/**
 * Law 17: some active user may, by decision and without end, read the members, edit the roles and give the admin role.
 * Every deny counts that is upon it or may wake; allows only as far as they are in force and never end.
 */

/** Refuses changes after which nobody holds the organization's key, where someone does now. */
export function keepTheKey(world: World, changes: readonly Change[], at: Instant): void {
  if (!changes.some((change) => mayTakeIt(world, change, at))) return;
  if (!keyholder(world, at)) return;
  if (!supposing(world, changes, (then) => keyholder(then, at))) refuse({ reason: 'lastAdmin' });
}

/** Whether a change can take rights on the organization, or put a deny on someone: else nobody is looked for. */
function mayTakeIt(world: World, change: Change, at: Instant): boolean {
  const { before } = change;
  if (change.kind === 'member' || change.kind === 'group') return before !== null;
  if (change.kind === 'role') return change.before?.project === null;
  if (change.kind !== 'edge') return false;
  const group = (change.after ?? change.before)?.group ?? '';
  const given = heldByGroup(world, group, at).filter((stake) => 'rules' in stake);
  return given.some(
    ({ project, rules }) =>
      project === null && (before === null ? rules.denies : rules.rules.length > 0),
  );
}

/** An active user who holds the key, the one found last time if it is still so; null when nobody does. */
export function keyholder(world: World, at: Instant): Id | null {
  const { lastKeyholder } = world;
  if (lastKeyholder !== null && holdsKey(world, lastKeyholder, at)) return lastKeyholder;
  for (const user of candidates(world, at))
    if (holdsKey(world, user, at)) {
      world.lastKeyholder = user;
      return user;
    }
  return null;
}

/** Those to whom a role that edits roles comes by any way. */
function* candidates(world: World, at: Instant): Iterable<Id> {
  const strong = (role: string) =>
    world
      .rulesOf(role, null)
      ?.find('role', 'edit')
      .some(({ inverted }) => !inverted) === true;
  for (const { id, roles } of world.all('member')) if (roles.some(strong)) yield id;
  for (const { id, role } of world.all('group'))
    if (strong(role)) yield* liveMembers(world, id, at);
}

const adminRules = compileRules(
  builtInRoles('organization').find(({ slug }) => slug === 'admin')?.rules ?? [],
);

export function holdsKey(world: World, principal: Id, at: Instant): boolean {
  const member = world.get('member', principal);
  if (member?.kind !== 'user' || member.status !== 'active') return false;
  const live = lastingRules(world, principal, at);
  return (
    permits(live, 'member', 'read') &&
    permits(live, 'member', 'edit') &&
    permits(live, 'role', 'edit') &&
    uncovered(live, adminRules) === null
  );
}

/** What a member has on the organization for good, with all denies that are upon it or may come to be. */
function lastingRules(world: World, principal: Id, at: Instant): CompiledRules[] {
  const lasting = [...lastingHolders(world, principal, at)].flatMap((holder) =>
    [...sourcesAt(world, holder, null)].flatMap((source) => rulesOfSource(world, source) ?? []),
  );
  const denies = heldByMember(world, principal, at).flatMap((stake) =>
    'rules' in stake && stake.project === null && stake.rules.denies
      ? stake.rules.rules.filter(({ inverted }) => inverted)
      : [],
  );
  return denies.length === 0 ? lasting : [...lasting, compileRules(denies)];
}

function lastingHolders(world: World, principal: Id, at: Instant): Set<Id> {
  const found = new Set([principal]);
  for (const holder of found)
    for (const { group, from, until } of world.edgesUp(holder)) {
      const isLasting = until === null && (from === null || from <= at);
      if (isLasting && world.get('group', group)?.status === 'active') found.add(group);
    }
  return found;
}
