import { decide, type Question } from './decide.ts';
import { type Id, type Instant, isValid } from './facts.ts';
import type { Packed } from './packed/index.ts';
import { deepest } from './routes.ts';
import type { World } from './world.ts';

/** Every principal that has a live route to a project: from each grant down to members. */
export function reachers(world: World, project: Id, at: Instant): Set<Id> {
  const found = new Set<Id>();
  if (!world.get('project', project)) return found;
  const holders = new Set<Id>();
  for (const grant of world.grantsOn(project))
    if (isValid(grant, at) && world.rulesOfGrant(grant)) holders.add(grant.holder);
  for (const holder of holders) addLiveMembers(world, holder, at, found);
  return found;
}

/** The principals that stand behind a holder now: itself when it is a principal, else all members, nested ones too. */
export const liveMembers = (world: World, holder: Id, at: Instant): Set<Id> =>
  addLiveMembers(world, holder, at, new Set());

function addLiveMembers({ packed }: World, holder: Id, at: Instant, found: Set<Id>): Set<Id> {
  const { nodes, members, groups, walk } = packed;
  const start = nodes.find(holder);
  if (start >= 0 && members.isActive(start)) found.add(holder);
  if (start < 0 || !groups.isActive(start)) return found;
  walk.begin(nodes.size);
  walk.visit(start);
  for (let passed = 0, ring = 0; passed < deepest && ring < walk.count; passed++) {
    const end = walk.count;
    for (; ring < end; ring++) addBelow(packed, walk.nodes[ring] as number, at, found);
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

/** Everyone who may do it: those that reach the project (or, on the organization, any member) and pass the check. */
export function whoCan(world: World, question: Omit<Question, 'principal'>, at: Instant): Id[] {
  const candidates =
    question.project === null
      ? Array.from(world.packed.members.nodes(), (node) => world.packed.nodes.text(node))
      : reachers(world, question.project, at);
  return [...candidates].filter((principal) => decide(world, { ...question, principal }, at));
}
