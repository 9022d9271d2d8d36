import type { Change } from '../change.ts';
import type { Id, Instant } from '../facts.ts';
import { isActiveUser, lastingRules, organizationRules } from '../packed/above.ts';
import { liveMembers } from '../packed/below.ts';
import { liveRules } from '../packed/live.ts';
import { permits } from '../questions/decide.ts';
import { refuse } from '../refusals.ts';
import { uncovered } from '../rules/cover.ts';
import { type CompiledRules, compileRules } from '../rules/match.ts';
import { supposing } from '../suppose.ts';
import { builtInRoles } from '../vocabulary.ts';
import type { World } from '../world.ts';

/**
 * Law 17: some active user may, by decision and without end, read the members, edit the roles and give the admin role.
 * Every deny counts that is upon it or may wake; allows only as far as they are in force and never end.
 */

/** Refuses changes after which nobody holds the organization's key, where someone does now. */
export function keepTheKey(world: World, changes: readonly Change[], at: Instant): void {
  if (!changes.some((change) => mayTakeIt(world, change, at))) return;
  if (supposing(world, changes, (then) => keyholder(then, at)) !== null) return;
  if (keyholder(world, at) !== null) refuse({ reason: 'lastAdmin' });
}

/** Whether a change can take rights on the organization, or put a deny on someone: else nobody is looked for. */
function mayTakeIt(world: World, change: Change, at: Instant): boolean {
  const { before } = change;
  // What happens to one member happens to that one alone.
  if (change.kind === 'member') return before !== null && holdsKey(world, before.id, at);
  if (change.kind === 'group')
    return (
      before !== null &&
      (organizationRules(world, before.id, at).some(({ rules }) => rules.length > 0) ||
        world.rulesOf(change.after?.role ?? '', null)?.denies === true)
    );
  if (change.kind === 'role') return change.before?.project === null;
  if (change.kind !== 'edge') return false;
  const group = (change.after ?? change.before)?.group ?? '';
  return organizationRules(world, group, at).some(({ denies, rules }) =>
    before === null ? denies : rules.length > 0,
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

/** Whether a principal, or whoever is in a group, has all that the organization's admin role gives, now or later, under whatever name. */
export const coversAdmin = (world: World, holder: Id, at: Instant): boolean =>
  uncovered(organizationRules(world, holder, at), adminRules) === null;

/** Whether a principal has all of it now. */
export const isAdministrator = (world: World, principal: Id, at: Instant): boolean =>
  uncovered(liveRules(world, principal, null, at), adminRules) === null;

export function holdsKey(world: World, principal: Id, at: Instant): boolean {
  if (!isActiveUser(world, principal)) return false;
  const live = rulesForGood(world, principal, at);
  const admin = world.rulesOf('admin', null);
  if (live.some((one) => one === admin) && !live.some(({ denies }) => denies)) return true;
  return (
    permits(live, 'member', 'read') &&
    permits(live, 'member', 'edit') &&
    permits(live, 'role', 'edit') &&
    uncovered(live, adminRules) === null
  );
}

/** What a member has on the organization for good, with all denies that are upon it or may come to be. */
function rulesForGood(world: World, principal: Id, at: Instant): CompiledRules[] {
  const lasting = lastingRules(world, principal, at);
  const denies = organizationRules(world, principal, at).flatMap((one) =>
    one.denies ? one.rules.filter(({ inverted }) => inverted) : [],
  );
  return denies.length === 0 ? lasting : [...lasting, compileRules(denies)];
}
