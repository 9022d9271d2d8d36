import type { Id, Instant } from '../facts.ts';
import { isValid } from '../facts.ts';
import { deepest } from '../routes.ts';
import type { World } from '../world.ts';
import type { Packed } from './index.ts';

/** The way down, by number: from a project to its holders, from a holder to whoever stands behind it. */

/** Every member of the organization, active or not. */
export const allMembers = ({ packed: { members, nodes } }: World): Iterable<Id> =>
  Array.from(members.nodes(), (node) => nodes.text(node));

/** Every principal that has a live route to a project: from each grant down to members. */
export function reachers(world: World, project: Id, at: Instant): Set<Id> {
  const found = new Set<Id>();
  if (!world.get('project', project)) return found;
  const holders = new Set<Id>();
  for (const grant of world.grantsOn(project))
    if (isValid(grant, at) && world.rulesOfGrant(grant)) holders.add(grant.holder);
  for (const holder of holders) addLiveMembers(world.packed, holder, at, found);
  return found;
}

/** The principals that stand behind a holder now: itself when it is a principal, else all members, nested ones too. */
export const liveMembers = (world: World, holder: Id, at: Instant): Set<Id> =>
  addLiveMembers(world.packed, holder, at, new Set());

function addLiveMembers(packed: Packed, holder: Id, at: Instant, found: Set<Id>): Set<Id> {
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
