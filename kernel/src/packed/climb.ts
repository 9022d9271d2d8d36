import type { Instant } from '../facts.ts';
import type { CompiledRules } from '../rules/match.ts';
import { cell } from './columns/columns.ts';
import type { Packed } from './index.ts';
import { groupOf, isTimed } from './tables/ways.ts';
import type { Gathered, Walk } from './walk.ts';

/** The way of every check, by number: from a principal up to its groups, and to the rules of each. Nothing is allocated. */

/** From a node to all groups that it is in now, the nearest first, over at most `depth` groups. */
export function climb(
  { nodes, groups, edges, walk }: Packed,
  node: number,
  at: Instant,
  depth: number,
): Walk {
  walk.begin(nodes.size);
  walk.visit(node);
  const { words, starts } = edges.up;
  const { active } = groups;
  const { nodes: visited, marks, stamp } = walk;
  let { count } = walk;
  for (let passed = 0, ring = 0; passed < depth && ring < count; passed++)
    for (const end = count; ring < end; ring++) {
      const from = cell(visited, ring);
      const start = from < starts.length ? cell(starts, from) : 0;
      if (start === 0) continue;
      for (let i = start + 2, last = i + cell(words, start + 1); i < last; i += 2) {
        const way = cell(words, i);
        const group = groupOf(way);
        if (marks[group] === stamp || active[group] !== 1) continue;
        if (isTimed(way) && !walk.isOpen(edges.window(cell(words, i + 1)), at)) continue;
        marks[group] = stamp;
        visited[count++] = group;
      }
    }
  walk.count = count;
  return walk;
}

/** The spot of a question that is about no project; a project's is its number, -1 for one that is nowhere. */
export const organization = -2;

/** The rules that the nodes of the walk have at a spot now. Written over by the next question. */
export function gatherOf(packed: Packed, spot: number, at: Instant): Gathered<CompiledRules> {
  packed.live.count = 0;
  if (spot === organization) gatherRoles(packed);
  else gatherGrants(packed, spot, at);
  return packed.live;
}

/** To see whether a group of a list was visited costs so much less than to look a pair up. */
const cheaper = 4;

/** By the project's groups where they are few, else by a look-up for each node. Of the nodes only the first may be no group. */
function gatherGrants(packed: Packed, project: number, at: Instant) {
  const { projects, grants, walk } = packed;
  if (walk.count === 0 || !projects.isThere(project)) return;
  const begin = grants.ofGroups.begin(project);
  const end = grants.ofGroups.end(begin);
  const isShort = end - begin <= walk.count * 2 * cheaper;
  for (let i = 0; i < (isShort ? 1 : walk.count); i++) {
    const first = grants.first(cell(walk.nodes, i), project);
    for (let row = first; row >= 0; row = grants.next(row)) addGrant(packed, row, at);
  }
  if (!isShort) return;
  const { marks, stamp } = walk;
  const { words } = grants.ofGroups;
  for (let i = begin; i < end; i += 2)
    if (marks[cell(words, i)] === stamp) addGrant(packed, cell(words, i + 1), at);
}

function addGrant({ grants, live, walk }: Packed, row: number, at: Instant) {
  const rules = grants.rulesAt(row, at, walk);
  if (rules) live.add(rules);
}

function gatherRoles({ groups, members, lists, walk, live }: Packed) {
  for (let i = 0; i < walk.count; i++) {
    const node = cell(walk.nodes, i);
    addAll(live, lists.rules(groups.roles(node)));
    addAll(live, lists.rules(members.roles(node)));
  }
}

function addAll(live: Gathered<CompiledRules>, all: readonly CompiledRules[]) {
  for (let i = 0; i < all.length; i++) live.add(all[i] as CompiledRules);
}
