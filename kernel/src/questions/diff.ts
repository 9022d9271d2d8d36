import type { Change, ChangeOf, FactKind, Facts } from '../change.ts';
import type { Conditions, Id, Instant } from '../facts.ts';
import { liveMembers, reachers } from '../packed/below.ts';
import { liveRules, projectsOf } from '../packed/live.ts';
import { liveRoutes } from '../packed/trace.ts';
import type { Route } from '../routes.ts';
import { implies } from '../rules/cover.ts';
import { actionsOf, type CompiledRules, type Live } from '../rules/match.ts';
import { supposing } from '../suppose.ts';
import { canonicalSubject } from '../vocabulary.ts';
import type { World } from '../world.ts';

/** One right: an action on a subject, perhaps only under conditions. */
export type Right = { subject: string; action: string; conditions?: Conditions };

/** What one principal gains and loses on one project (null: the organization). */
export type Difference = {
  principal: Id;
  project: Id | null;
  gains: readonly Right[];
  losses: readonly Right[];
};

/** What one of two principals has on a project (null: the organization) that the other has not, and what it lacks. */
export type Comparison = { project: Id | null; only: readonly Right[]; lacks: readonly Right[] };

/** What changes would do to everyone they touch; nothing is written. Cost: the principals and projects touched. */
export function difference(world: World, changes: readonly Change[], at: Instant): Difference[] {
  const before = touched(world, changes, at);
  const after = supposing(world, changes, (then) => touched(then, changes, at));
  const pairs = new Map<Id | null, Set<Id>>();
  for (const map of [before, after])
    for (const [project, principals] of map) {
      const all = pairs.get(project) ?? new Set<Id>();
      for (const one of principals) all.add(one);
      pairs.set(project, all);
    }
  const had = rightsOf(world, pairs, at);
  const has = supposing(world, changes, (then) => rightsOf(then, pairs, at));
  const beyondOnce = onceForAlike(beyond);
  return had.flatMap(({ principal, project, live }, index) => {
    const then = has[index]?.live ?? [];
    const gains = beyondOnce(then, live);
    const losses = beyondOnce(live, then);
    return gains.length + losses.length > 0 ? [{ principal, project, gains, losses }] : [];
  });
}

/** Works out once what many have in common: those who live under the same rules before and after differ in the same. */
function onceForAlike<T>(work: (a: Live, b: Live) => T): (a: Live, b: Live) => T {
  const numbers = new Map<CompiledRules, number>();
  const known = new Map<string, T>();
  const numberOf = (rules: CompiledRules) =>
    numbers.get(rules) ?? numbers.set(rules, numbers.size).size - 1;
  return (a, b) => {
    const key = `${a.map(numberOf)} ${b.map(numberOf)}`;
    const found = known.get(key) ?? work(a, b);
    known.set(key, found);
    return found;
  };
}

/** The live routes by which rights would come, and those by which they would go, each as its world has it. */
export type Crossing<T> = { gained: readonly T[]; lost: readonly T[] };

/** For each place the routes that changes would bring and take, or give other rules; `say` is given a route in its world. */
export function crossings<T>(
  world: World,
  changes: readonly Change[],
  places: readonly { principal: Id; project: Id | null }[],
  at: Instant,
  say: (world: World, route: Route) => T,
): Crossing<T>[] {
  const told = (one: World) =>
    places.map(
      ({ principal, project }) =>
        new Map(
          liveRoutes(one, principal, project, at).map((route) => [keyOf(route), say(one, route)]),
        ),
    );
  const had = told(world);
  const has = supposing(world, changes, told);
  return places.map((_, n) => ({
    gained: without(has[n], had[n]),
    lost: without(had[n], has[n]),
  }));
}

const without = <T>(a = new Map<string, T>(), b = new Map<string, T>()): T[] =>
  [...a].filter(([key]) => !b.has(key)).map(([, one]) => one);

const keyOf = ({ path, source, rules }: Route): string =>
  JSON.stringify([
    path,
    source.kind === 'grant' ? source.grant.id : [source.holder, source.role],
    rules.rules,
  ]);

type Held = { principal: Id; project: Id | null; live: Live };

const rightsOf = (world: World, pairs: Map<Id | null, Set<Id>>, at: Instant): Held[] =>
  [...pairs].flatMap(([project, principals]) =>
    [...principals].map((principal) => ({
      principal,
      project,
      live: liveRules(world, principal, project, at),
    })),
  );

/** Whom and where changes may touch, as the world stands. */
function touched(world: World, changes: readonly Change[], at: Instant): Map<Id | null, Set<Id>> {
  const map = new Map<Id | null, Set<Id>>();
  const add = (project: Id | null, principals: Iterable<Id>) => {
    const all = map.get(project) ?? new Set<Id>();
    map.set(project, all);
    for (const one of principals) all.add(one);
  };
  const everywhere = (holder: Id, principals: Iterable<Id>) => {
    const people = [...principals];
    add(null, people);
    for (const project of projectsAbove(world, holder)) add(project, people);
  };
  const everyone = () => [...world.all('member')].map(({ id }) => id);
  for (const change of changes) {
    if (change.kind === 'member') for (const { id } of sidesOf(change)) everywhere(id, [id]);
    if (change.kind === 'group')
      for (const { id } of sidesOf(change)) everywhere(id, liveMembers(world, id, at));
    if (change.kind === 'edge')
      for (const { group, member } of sidesOf(change))
        everywhere(group, liveMembers(world, member, at));
    if (change.kind === 'grant')
      for (const { project, holder } of sidesOf(change))
        add(project, liveMembers(world, holder, at));
    if (change.kind === 'project')
      for (const { id } of sidesOf(change)) add(id, reachers(world, id, at));
    if (change.kind === 'role')
      for (const { project } of sidesOf(change))
        add(project, project === null ? everyone() : reachers(world, project, at));
  }
  return map;
}

/** The fact as it was and as it would be, where it is. */
const sidesOf = <K extends FactKind>({ before, after }: ChangeOf<K>): Facts[K][] =>
  [before, after].filter((fact) => fact !== null);

/** The projects on which a holder, or a group above it, has a grant. */
function projectsAbove(world: World, holder: Id): Set<Id> {
  const holders = new Set([holder]);
  for (const one of holders) for (const edge of world.edgesUp(one)) holders.add(edge.group);
  const projects = new Set<Id>();
  for (const one of holders) for (const grant of world.grantsOf(one)) projects.add(grant.project);
  return projects;
}

/** What `principal` may do that `other` may not, and the other way round, place by place. */
export function compare(world: World, principal: Id, other: Id, at: Instant): Comparison[] {
  const places = new Set([
    null,
    ...projectsOf(world, principal, at),
    ...projectsOf(world, other, at),
  ]);
  return [...places].flatMap((project) => {
    const a = liveRules(world, principal, project, at);
    const b = liveRules(world, other, project, at);
    const comparison = { project, only: beyond(a, b), lacks: beyond(b, a) };
    return comparison.only.length + comparison.lacks.length > 0 ? [comparison] : [];
  });
}

/** Rights that `a` has and `b` has not: allows that none of b's covers, and what only b denies. */
function beyond(a: Live, b: Live): Right[] {
  const found = new Map<string, Right>();
  const note = (right: Right) => found.set(JSON.stringify(right), right);
  const denies = (live: Live, { subject, action, conditions }: Right) =>
    live.some((rules) =>
      rules
        .find(subject, action)
        .some(
          (rule) =>
            rule.inverted && JSON.stringify(rule.rule.conditions) === JSON.stringify(conditions),
        ),
    );
  for (const { inverted, right } of rights(a)) if (!inverted && !allowsAll(b, right)) note(right);
  for (const { inverted, right } of rights(b))
    if (
      inverted &&
      !denies(a, right) &&
      a.some((rules) => rules.find(right.subject, right.action).some((rule) => !rule.inverted))
    )
      note(right);
  return [...found.values()];
}

const allowsAll = (live: Live, { subject, action, conditions }: Right): boolean =>
  live.some((rules) =>
    rules
      .find(subject, action)
      .some((rule) => !rule.inverted && implies(conditions, rule.rule.conditions)),
  );

function rights(live: Live): { inverted: boolean; right: Right }[] {
  return live.flatMap(({ rules }) =>
    rules.flatMap((rule) =>
      actionsOf(rule).map((action) => ({
        inverted: rule.inverted === true,
        right: {
          subject: canonicalSubject(rule.subject),
          action,
          ...(rule.conditions ? { conditions: rule.conditions } : {}),
        },
      })),
    ),
  );
}
