import { type Edge, type Id, isValid, liveMembers, type World } from '@coterie/kernel';
import type { Caller, Parts } from '../parts.ts';
import { lookAtGroup } from './get.ts';

/** The groups above and below a group, and the edges between them, also those that are still to begin. */
export async function groupTree(parts: Pick<Parts, 'worlds' | 'now'>, caller: Caller, id: Id) {
  const { world, at } = await lookAtGroup(parts, caller, id);
  const edges = new Map<Id, Edge>();
  const note = (found: Edge[]): Edge[] => {
    const lasting = found.filter(({ until }) => until === null || until > at);
    for (const edge of lasting) edges.set(edge.id, edge);
    return lasting;
  };
  const nodes = new Set([id]);
  walk(nodes, (group) => note([...world.edgesUp(group)]).map((edge) => edge.group));
  const below = new Set([id]);
  walk(below, (group) => note(groupsIn(world, group)).map((edge) => edge.member));
  for (const one of below) nodes.add(one);
  return {
    nodes: [...nodes].flatMap((one) => {
      const group = world.get('group', one);
      return group ? [{ group, memberCount: liveMembers(world, one, at).size }] : [];
    }),
    edges: [...edges.values()].map((edge) => ({
      edge,
      isLive: isValid(edge, at),
    })),
  };
}

/** Follows `next` from every node found, each once; the set grows while it is walked. */
function walk(nodes: Set<Id>, next: (id: Id) => Id[]): void {
  for (const node of nodes) for (const other of next(node)) nodes.add(other);
}

const groupsIn = (world: World, group: Id): Edge[] =>
  [...world.edgesDown(group)].filter(({ memberKind }) => memberKind === 'group');
