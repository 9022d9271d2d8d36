import type { Id, Instant } from '../facts.ts';
import { deepest } from '../routes.ts';
import type { CompiledRules, Live } from '../rules/match.ts';
import type { World } from '../world.ts';
import { climb, gatherOf, organization } from './climb.ts';
import type { Gathered, Walk } from './walk.ts';

/** What holds for a principal now: the groups that it is in, the rules that it lives under, the projects that it comes to. */

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
  const { items, count } = gatherOf(world.packed, spotOf(world, project), at);
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
  const spot = spotOf(world, project);
  if (node >= 0 && memo.find(node, spot, at, live)) return live;
  const walk = climbFrom(world, node, at);
  gatherOf(world.packed, spot, at);
  if (node >= 0) memo.keep(node, spot, nodes.size, walk, live);
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
  const { items, count } = gatherOf(world.packed, spotOf(world, project), at);
  return { live: items.slice(0, count), until: walk.until };
}

export const spotOf = ({ packed }: World, project: Id | null): number =>
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

/** The projects to which a principal has at least one live route. */
export function projectsOf(world: World, principal: Id, at: Instant): Set<Id> {
  const { grants, projects, projectNames } = world.packed;
  const found = new Set<Id>();
  const walk = climbFrom(world, world.packed.nodes.find(principal), at);
  for (let i = 0; i < walk.count; i++)
    for (const row of grants.rowsOf(walk.at(i))) {
      const project = grants.project(row);
      if (projects.isThere(project) && grants.rulesAt(row, at, walk))
        found.add(projectNames.text(project));
    }
  return found;
}
