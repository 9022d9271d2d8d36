import { type Change, type Facts, inverse } from '../change.ts';
import type { Id } from '../facts.ts';
import { Refused, refuse } from '../refusals.ts';
import { supposing } from '../suppose.ts';
import { builtIn } from '../vocabulary.ts';
import type { World } from '../world.ts';
import { type Context, may, need, takingAnyProject } from './actor.ts';
import * as group from './group.ts';
import * as project from './project.ts';
import type { Stake } from './stakes.ts';
import { weigh } from './weigh.ts';

/** A group or a project comes back as it was deleted: `deleted` is what its deletion changed, `by` who deleted it. */
export type RestoreCommand =
  | { do: 'group.restore'; group: Id; deleted: readonly Change[] }
  | { do: 'project.restore'; project: Id; deleted: readonly Change[]; by: Id };
type RestoreGroup = Extract<RestoreCommand, { do: 'group.restore' }>;
type RestoreProject = Extract<RestoreCommand, { do: 'project.restore' }>;

/** What is as it was, as far as what it was made of is still there: people and roles may have gone since, and groups been nested otherwise. */
export function planRestore(
  { world }: Pick<Context, 'world'>,
  { deleted }: RestoreCommand,
): Change[] {
  const wanted = inverse(deleted);
  for (const { kind, after } of wanted) if (after) mustBeGone(world, kind, after.id);
  const coming = new Set(wanted.flatMap(({ kind, after }) => (after ? `${kind} ${after.id}` : [])));
  const isThere = (kind: keyof Facts, id: Id): boolean =>
    world.get(kind, id) !== undefined || coming.has(`${kind} ${id}`);
  const found: Change[] = [];
  for (const change of wanted)
    if (hasAll(change, isThere) && fits(world, found, change)) found.push(change);
  for (const { kind, after } of found) {
    if (!after) continue;
    if (kind === 'group') group.freeSlug(world, after.slug, after.id);
    if (kind === 'project') project.freeSlug({ world }, after);
  }
  return found;
}

/** Nothing comes back in the place of what is there, nor to what hangs on its id. */
function mustBeGone(world: World, kind: keyof Facts, id: Id): void {
  const hangs =
    kind === 'project'
      ? [world.grantsOn(id)]
      : kind === 'group'
        ? [world.edgesUp(id), world.edgesDown(id), world.grantsOf(id), world.managersOf(id)]
        : [];
  if (world.get(kind, id) || hangs.some((all) => [...all].length > 0))
    refuse({ reason: 'taken', thing: kind, field: 'id', value: id });
}

/** Whether all that a fact is about is there. */
function hasAll({ kind, after }: Change, isThere: (kind: keyof Facts, id: Id) => boolean): boolean {
  if (!after) return false;
  const holder = (one: { holder: Id; holderKind: string }) =>
    isThere(one.holderKind === 'group' ? 'group' : 'member', one.holder);
  switch (kind) {
    case 'edge':
      return (
        isThere('group', after.group) &&
        isThere(after.memberKind === 'group' ? 'group' : 'member', after.member)
      );
    case 'manager':
      return isThere('group', after.group) && holder(after);
    case 'grant':
      return (
        isThere('project', after.project) &&
        holder(after) &&
        (after.role === null ||
          builtIn(after.role, 'project') !== undefined ||
          isThere('role', after.role))
      );
    default:
      return true;
  }
}

/** Whether a group in a group still closes no circle, nor goes too deep. */
function fits(world: World, before: readonly Change[], { kind, after }: Change): boolean {
  if (kind !== 'edge' || after?.memberKind !== 'group') return true;
  try {
    supposing(world, before, (then) => group.stayAcyclic(then, after.group, after.member));
    return true;
  } catch (error) {
    if (error instanceof Refused) return false;
    throw error;
  }
}

/** The right to delete it, and to give the role that it has. */
export function needGroup(context: Context, command: RestoreGroup): void {
  need(context, 'groups', 'delete', null);
  for (const { kind, after } of planRestore(context, command))
    if (kind === 'group' && after) group.needGrant(context, [after.role]);
}

/** All that the group gives once it is back, and the power of those who manage it. */
export function groupGiven(context: Context, command: RestoreGroup): Stake[] {
  return supposing(context.world, planRestore(context, command), (world) =>
    group.held({ ...context, world }, command),
  );
}

/**
 * Who may take any project; or who deleted it, and in the project as it comes back could do so again, with the same rights
 * as it takes to delete it: nobody else, since who has been kept out by the deletion must not let itself in again.
 */
export function needProject(context: Context, command: RestoreProject): void {
  const { actor, world } = context;
  if (may(context, ...takingAnyProject, null)) return;
  if (actor === 'system' || actor.principal !== command.by)
    need(context, ...takingAnyProject, null);
  supposing(world, planRestore(context, command), (then) => {
    const there: Context = { world: then, actor, at: context.at, kept: { spans: new Map() } };
    project.needOn('delete')(there, command);
    const takes = project.everything(there, command);
    weigh(there, { takes, whom: null, isWhole: true });
  });
}
