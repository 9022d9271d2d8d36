import { type Id, type Instant, isOver, type ManagerKind, type Validity } from '../facts.ts';
import type { CompiledRules } from '../rules/match.ts';
import type { World } from '../world.ts';
import { cell } from './columns/columns.ts';
import type { Packed } from './index.ts';
import { groupOf, isTimed } from './tables/ways.ts';

/** The way up for what an act gives or takes, by number: unlike a check's, it counts what sleeps, and knows the ends. */

const always: Validity = { from: null, until: null };
/** The end of what never ends. */
export const ever = Number.POSITIVE_INFINITY;

/** Rules on a project (null: the organization), until when (never ending: infinity). */
export type Right = { project: Id | null; rules: CompiledRules; until: Instant };
/** The power to manage a group, likewise. */
export type Power = { manages: Id; kind: ManagerKind; until: Instant };
export type Held = Right | Power;

/** All that a holder has, of its own and by every group that it is in or will be, until then at the longest. */
export function heldFrom(world: World, start: Id, at: Instant, until: Instant): Held[] {
  const { packed } = world;
  const held: Held[] = [];
  for (const [node, end] of nodesAbove(packed, packed.nodes.find(start), at, until)) {
    for (const rules of rolesOfNodes(packed, [node]))
      held.push({ project: null, rules, until: end });
    addGrants(packed, node, at, end, held);
    if (packed.managers.size > 0)
      for (const { group, kind } of world.managedBy(packed.nodes.text(node)))
        held.push({ manages: group, kind, until: end });
  }
  return held;
}

function addGrants(
  { grants }: Packed,
  node: number,
  at: Instant,
  end: Instant,
  held: Held[],
): void {
  for (const row of grants.rowsOf(node)) {
    const grant = grants.at(row);
    const rules = isOver(grant, at) ? undefined : grants.rules(row);
    if (rules)
      held.push({ project: grant.project, rules, until: Math.min(end, grant.until ?? ever) });
  }
}

/** Of a holder and all groups that it is in or will be, the rules of their roles in the organization. */
export const organizationRules = ({ packed }: World, start: Id, at: Instant): CompiledRules[] =>
  rolesOfNodes(packed, nodesAbove(packed, packed.nodes.find(start), at, ever).keys());

/** Of a principal and the groups that it is in now and for good, none of them suspended, likewise. */
export const lastingRules = ({ packed }: World, principal: Id, at: Instant): CompiledRules[] =>
  rolesOfNodes(packed, lastingAbove(packed, packed.nodes.find(principal), at));

export function isActiveUser({ packed: { nodes, members } }: World, principal: Id): boolean {
  const node = nodes.find(principal);
  return members.isActive(node) && !members.isMachine(node);
}

/** A node and all groups that it is in or will be, suspended or not, each with when the longest way there ends. */
function nodesAbove(
  packed: Packed,
  start: number,
  at: Instant,
  until: Instant,
): Map<number, Instant> {
  const ends = new Map<number, Instant>();
  const queue: [number, Instant][] = start < 0 ? [] : [[start, until]];
  for (const [node, end] of queue) {
    if ((ends.get(node) ?? Number.NEGATIVE_INFINITY) >= end) continue;
    ends.set(node, end);
    for (const [group, window] of waysUp(packed, node))
      if (!isOver(window, at)) queue.push([group, Math.min(end, window.until ?? ever)]);
  }
  return ends;
}

/** A node and the groups that it is in now and for good, none of them suspended. */
function lastingAbove(packed: Packed, start: number, at: Instant): Set<number> {
  const found = new Set<number>(start < 0 ? [] : [start]);
  for (const node of found)
    for (const [group, { from, until }] of waysUp(packed, node))
      if (until === null && (from === null || from <= at) && packed.groups.isActive(group))
        found.add(group);
  return found;
}

function* waysUp({ edges }: Packed, node: number): Iterable<[group: number, window: Validity]> {
  const { words } = edges.up;
  const begin = edges.up.begin(node);
  for (let i = begin, end = edges.up.end(begin); i < end; i += 2) {
    const way = cell(words, i);
    yield [groupOf(way), isTimed(way) ? edges.window(cell(words, i + 1)) : always];
  }
}

/** The rules of the organization roles of these nodes. */
const rolesOfNodes = (
  { groups, members, lists }: Packed,
  nodes: Iterable<number>,
): CompiledRules[] =>
  [...nodes].flatMap((node) => [
    ...lists.rules(groups.roles(node)),
    ...lists.rules(members.roles(node)),
  ]);
