import type { Id, Instant } from '../facts.ts';
import { deepest } from '../routes.ts';
import type { Packed } from './index.ts';

/** The way down, by number: from a holder to whoever stands behind it. */

/** Adds to those found the principals that stand behind a holder now: itself, or all members, nested ones too. */
export function addLiveMembers(packed: Packed, holder: Id, at: Instant, found: Set<Id>): Set<Id> {
  const { nodes, members, groups, walk } = packed;
  const start = nodes.find(holder);
  if (start >= 0 && members.isActive(start)) found.add(holder);
  if (start < 0 || !groups.isActive(start)) return found;
  walk.begin(nodes.size);
  walk.visit(start);
  for (let passed = 0, ring = 0; passed < deepest && ring < walk.count; passed++) {
    const end = walk.count;
    for (; ring < end; ring++) addBelow(packed, walk.at(ring), at, found);
  }
  return found;
}

/** The members of one group to those found, its groups to the walk. */
function addBelow(
  { nodes, members, groups, edges, walk }: Packed,
  group: number,
  at: Instant,
  found: Set<Id>,
) {
  for (let row = edges.down.first(group); row >= 0; row = edges.down.next(row)) {
    const node = edges.member(row);
    if (walk.hasVisited(node) || !edges.isValid(row, at)) continue;
    if (!edges.isOfGroup(row)) {
      if (members.isActive(node)) found.add(nodes.text(node));
    } else if (groups.isActive(node)) walk.visit(node);
  }
}
