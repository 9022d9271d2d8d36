import { type Instant, isOver, type Validity } from '../facts.ts';
import type { CompiledRules } from '../rules/match.ts';
import { cell } from './columns/columns.ts';
import type { Packed } from './index.ts';
import { groupOf, isTimed } from './tables/ways.ts';

/** The way up for what an act gives or takes, by number: unlike a check's, it counts what sleeps, and knows the ends. */

const always: Validity = { from: null, until: null };

/** A node and all groups that it is in or will be, suspended or not, each with when the longest way there ends. */
export function nodesAbove(
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
      if (!isOver(window, at))
        queue.push([group, Math.min(end, window.until ?? Number.POSITIVE_INFINITY)]);
  }
  return ends;
}

/** A node and the groups that it is in now and for good, none of them suspended. */
export function lastingAbove(packed: Packed, start: number, at: Instant): Set<number> {
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
export const rolesOfNodes = (
  { groups, members, lists }: Packed,
  nodes: Iterable<number>,
): CompiledRules[] =>
  [...nodes].flatMap((node) => [
    ...lists.rules(groups.roles(node)),
    ...lists.rules(members.roles(node)),
  ]);
