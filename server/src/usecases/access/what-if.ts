import {
  type Change,
  type Crossing,
  crossings,
  type Difference,
  difference,
  type Group,
  type Id,
  movedDifference,
  moveOf,
  Refused,
  type Route,
  supposing,
  type World,
} from '@coterie/kernel';
import { type PrincipalRow, principalsByIds } from '../../store/organization/members.ts';
import type { Caller, Parts } from '../parts.ts';
import { type Scene, sceneOf, type Time } from './as-of.ts';
import type { Say } from './listed.ts';
import type { Seen } from './seen.ts';
import { type Act, Supposition } from './supposition.ts';

/**
 * Who would gain and who would lose what, where and by which route, were these acts done, one upon the other: each is asked of as it
 * would be done, so that it is refused what it would be refused; nothing is written. Counts are of all that the caller may
 * be told of, the differences a page. `say` puts a route into the answer's words.
 */
export async function whatIf<T>(
  parts: Parts,
  caller: Caller,
  { acts, limit, offset, ...time }: { acts: readonly Act[]; limit: number; offset: number } & Time,
  say: Say<T>,
) {
  const scene = await sceneOf(parts, caller, time);
  const { view, at, seen } = scene;
  const supposed = new Supposition(parts, scene);
  for (const act of acts) await supposed.suppose(act);
  if (time.asOf !== undefined) await mayToday(parts, scene, acts);
  const { changes } = supposed;
  const found = await supposed.ask((world) => {
    const isTold = ({ principal, project }: Difference) =>
      (project === null || !world.get('project', project) || seen.project(project)) &&
      seen.principal(principal, project);
    const moved = supposed.acts.flatMap((one) =>
      movedDifference(world, one.project, moveOf(one), at),
    );
    const all = [...difference(world, changes, at), ...moved].filter(isTold);
    const shown = all.slice(offset, offset + limit);
    const routes = crossings(world, changes, shown, at, (then, route) =>
      say(then, namesOn(seen, then, route), seen.route(route)),
    );
    return {
      version: world.version,
      gaining: count(all, (one) => one.gains.length > 0),
      losing: count(all, (one) => one.losses.length > 0),
      projects: new Set(all.flatMap(({ project }) => project ?? [])).size,
      handedOn: handedOn(world, changes).filter(({ group }) => seen.group(group.id)),
      total: all.length,
      shown: shown.map((one, n) => ({
        ...one,
        ...(routes[n] as Crossing<T>),
        projectName: one.project === null ? null : projectName(world, changes, one.project),
      })),
    };
  });
  const { follows } = supposed;
  const sum = (part: 'values' | 'imports' | 'cutOff') =>
    follows.reduce((total, one) => total + one[part], 0);
  return {
    ...found,
    references: {
      values: sum('values'),
      imports: sum('imports'),
      cutOff: sum('cutOff'),
      names: follows.flatMap(({ names }) => names),
    },
    principals: new Map([
      ...made(supposed),
      ...(await principalsByIds(parts.db, view.org, [
        ...new Set(found.shown.map(({ principal }) => principal)),
      ])),
    ]),
  };
}

/** Whom the acts make members, as they would be shown. */
const made = ({ changes, newcomers }: Supposition): [Id, PrincipalRow][] =>
  changes.flatMap((change): [Id, PrincipalRow][] => {
    const member = change.kind === 'member' && !change.before ? change.after : null;
    const known = newcomers.find(({ id }) => id === member?.id);
    if (!member || !known) return [];
    const { id, kind, status } = member;
    return [[id, { id, kind, status, name: known.name, email: known.email ?? null }]];
  });

/** The groups that are given more, or are in one that is, whose owners can hand it on to others. */
function handedOn(world: World, changes: readonly Change[]): { group: Group; owners: Id[] }[] {
  const found = new Set(
    changes.flatMap((change) => {
      if (change.kind === 'grant')
        return change.after?.holderKind === 'group' ? change.after.holder : [];
      if (change.kind === 'group') return change.before && change.after ? change.after.id : [];
      return change.kind === 'edge' && change.after?.memberKind === 'group'
        ? change.after.member
        : [];
    }),
  );
  for (const id of found)
    for (const edge of world.edgesDown(id)) if (edge.memberKind === 'group') found.add(edge.member);
  return [...found].flatMap((id) => {
    const group = world.get('group', id);
    const owners = [...world.managersOf(id)].flatMap(({ kind, holder }) =>
      kind === 'owner' ? holder : [],
    );
    return group && owners.length > 0 ? [{ group, owners }] : [];
  });
}

const namesOn = (seen: Seen, world: World, { path, source }: Route) =>
  seen.named(
    world,
    path.map(({ group }) => group),
    source.kind === 'grant' ? source.grant.project : undefined,
  );

/** Of the past, too, only who may make the changes today is told, or who may see everything where they can no longer be made. */
async function mayToday(parts: Parts, { view, seen }: Scene, acts: readonly Act[]): Promise<void> {
  const today = new Supposition(parts, { view, seen, world: view.world, at: view.at });
  try {
    for (const act of acts) await today.suppose(act);
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    if (error.refusal.reason === 'forbidden' || error.refusal.reason === 'exceeds') throw error;
    seen.needOthers(null);
    view.need('organization-admin-console', 'access-all-projects');
  }
}

const projectName = (world: World, changes: readonly Change[], id: Id): string =>
  world.get('project', id)?.name ??
  supposing(world, changes, (then) => then.get('project', id)?.name ?? '');

const count = (all: readonly Difference[], has: (one: Difference) => boolean): number =>
  new Set(all.filter(has).map(({ principal }) => principal)).size;
