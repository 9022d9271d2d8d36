import type { Grant, Id, Instant, RoleRef, Step } from './facts.ts';
import { climb, gatherOf, organization } from './packed/climb.ts';
import type { Gathered, Walk } from './packed/walk.ts';
import type { CompiledRules } from './rules/match.ts';
import type { World } from './world.ts';

/** At most this many groups stand on a chain from a principal to a holder. */
export const deepest = 10;

/** What ends a chain: a grant on a project, or the organization role of the member or of a group. */
export type Source = { kind: 'grant'; grant: Grant } | { kind: 'role'; holder: Id; role: RoleRef };

/** Why a route is not live. */
export type Blocker =
  | { kind: 'member'; status: 'suspended' | 'invited' }
  | { kind: 'group'; group: Id }
  | { kind: 'edge' | 'grant'; id: Id; when: 'notYet' | 'over'; at: Instant };

/** A chain from a principal over zero or more groups to what gives it rules. Live when nothing blocks it. */
export type Route = {
  path: readonly Step[];
  holder: Id;
  source: Source;
  rules: CompiledRules;
  blockers: readonly Blocker[];
};

/** Rules that hold for a principal now, without the ways by which they came. */
export type Live = readonly CompiledRules[];

/** The principal itself and each group that it is in now, by any chain; empty when its membership is not active. */
export const liveHolders = (world: World, principal: Id, at: Instant): Set<Id> =>
  names(world, climbFrom(world, world.packed.nodes.find(principal), at));

/** A holder and every group that it is in now, over at most `depth` groups. */
export function withGroupsAbove(world: World, holder: Id, at: Instant, depth: number): Set<Id> {
  const node = world.packed.nodes.find(holder);
  return node < 0 ? new Set([holder]) : names(world, climb(world.packed, node, at, depth));
}

/** The rules that a principal lives under on a project (null: the organization). */
export function liveRules(world: World, principal: Id, project: Id | null, at: Instant): Live {
  const { items, count } = gatherRules(world, principal, project, at);
  return items.slice(0, count);
}

/** The rules that these holders have there now. */
export function rulesOfHolders(
  world: World,
  holders: Iterable<Id>,
  project: Id | null,
  at: Instant,
): Live {
  const { nodes, walk } = world.packed;
  walk.begin(nodes.size);
  for (const holder of holders) {
    const node = nodes.find(holder);
    if (node >= 0 && !walk.hasVisited(node)) walk.visit(node);
  }
  const { items, count } = gatherOf(world.packed, placeOf(world, project), at);
  return items.slice(0, count);
}

/** The same as `liveRules`, but on paper that the next question writes over: nothing is allocated. */
export function gatherRules(
  world: World,
  principal: Id,
  project: Id | null,
  at: Instant,
): Gathered<CompiledRules> {
  const { nodes, memo, live } = world.packed;
  const node = nodes.find(principal);
  const place = placeOf(world, project);
  if (node >= 0 && memo.find(node, place, at, live)) return live;
  const walk = climbFrom(world, node, at);
  gatherOf(world.packed, place, at);
  if (node >= 0) memo.keep(node, place, nodes.size, walk, live);
  return live;
}

/** What a principal lives under there, and until when (excluded) it stays so: nothing is remembered of it. */
export function liveSpan(
  world: World,
  principal: Id,
  project: Id | null,
  at: Instant,
): { live: Live; until: Instant } {
  const { nodes, walk } = world.packed;
  climbFrom(world, nodes.find(principal), at);
  const { items, count } = gatherOf(world.packed, placeOf(world, project), at);
  return { live: items.slice(0, count), until: walk.until };
}

export const placeOf = ({ packed }: World, project: Id | null): number =>
  project === null ? organization : packed.projectNames.find(project);

/** The nodes of the live holders of a principal, by its node. */
export function climbFrom(world: World, node: number, at: Instant): Walk {
  const { members, walk } = world.packed;
  if (node >= 0 && members.isActive(node)) return climb(world.packed, node, at, deepest);
  walk.begin(0);
  return walk;
}

function names({ packed }: World, walk: Walk): Set<Id> {
  const found = new Set<Id>();
  for (let i = 0; i < walk.count; i++) found.add(packed.nodes.text(walk.at(i)));
  return found;
}

/** What a holder itself has there: its grants on the project, or its organization roles. */
export function* sourcesAt(world: World, holder: Id, project: Id | null): Iterable<Source> {
  if (project !== null) {
    for (const grant of world.grants(holder, project)) yield { kind: 'grant', grant };
    return;
  }
  const group = world.get('group', holder);
  if (group) yield { kind: 'role', holder, role: group.role };
  for (const role of world.get('member', holder)?.roles ?? []) yield { kind: 'role', holder, role };
}

export const rulesOfSource = (world: World, source: Source): CompiledRules | undefined =>
  source.kind === 'grant' ? world.rulesOfGrant(source.grant) : world.rulesOf(source.role, null);
