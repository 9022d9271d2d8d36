import type { Id, Instant, RoleRef, Step, Validity } from '../facts.ts';
import { type Blocker, deepest, type End, type Route } from '../routes.ts';
import type { World } from '../world.ts';
import { cell } from './columns/columns.ts';
import type { Packed } from './index.ts';
import { spotOf } from './live.ts';
import { groupOf, isTimed } from './tables/ways.ts';

/** The chains by which a principal comes to rules, one by one, where a check only asks which holders stand behind it. */

/** Of the chains to one holder about so many are followed, the live ones apart: a diamond-rich nesting has more than anyone reads. */
const mostChains = 100;
const none: readonly never[] = [];

/** By number, from the last group back to the principal; `row` is the edge into that group. */
type Chain = {
  node: number;
  row: number;
  before: Chain | null;
  length: number;
  isLive: boolean;
};

type Outside = { when: 'notYet' | 'over'; at: Instant };

/** Every route of a principal to a project (null: the organization), live or not, those that count now first. */
export const routes = (world: World, principal: Id, project: Id | null, at: Instant): Route[] =>
  trace(world, principal, project, at).sort((a, b) => a.blockers.length - b.blockers.length);

/** The routes that count now. */
export const liveRoutes = (world: World, principal: Id, project: Id | null, at: Instant): Route[] =>
  trace(world, principal, project, at).filter(({ blockers }) => blockers.length === 0);

/** The same as `routes`, the shortest chains first. */
export function trace(world: World, principal: Id, project: Id | null, at: Instant): Route[] {
  const { nodes, members, projects } = world.packed;
  const node = nodes.find(principal);
  const spot = spotOf(world, project);
  const status = members.status(node);
  if (!status || (project !== null && !projects.isThere(spot))) return [];
  const trail = new Trail();
  trail.chains.push({ node, row: -1, before: null, length: 0, isLive: status === 'active' });
  const found: Route[] = [];
  for (const chain of trail.chains) {
    if (project === null) addRoles(world, chain, at, found);
    else addGrants(world.packed, chain, spot, at, found);
    if (chain.length < deepest) lengthen(world.packed, chain, at, trail);
  }
  return found;
}

/** The chains found so far. Few are not counted. */
class Trail {
  readonly chains: Chain[] = [];
  #followed: Map<string, number> | undefined;

  follow(chain: Chain): void {
    if (this.chains.length < mostChains || this.#count(chain) <= mostChains)
      this.chains.push(chain);
  }

  #count({ node, isLive }: Chain): number {
    this.#followed ??= new Map();
    const key = `${node} ${isLive}`;
    const count = (this.#followed.get(key) ?? 0) + 1;
    this.#followed.set(key, count);
    return count;
  }
}

function lengthen({ groups, edges }: Packed, chain: Chain, at: Instant, trail: Trail): void {
  const { words } = edges.up;
  const begin = edges.up.begin(chain.node);
  for (let i = begin, end = edges.up.end(begin); i < end; i += 2) {
    const way = cell(words, i);
    const row = cell(words, i + 1);
    const node = groupOf(way);
    if (!groups.isThere(node) || isOn(chain, node)) continue;
    const isOpen = !isTimed(way) || outside(edges.window(row), at) === null;
    const isLive = chain.isLive && isOpen && groups.isActive(node);
    trail.follow({ node, row, before: chain, length: chain.length + 1, isLive });
  }
}

function isOn(chain: Chain, node: number): boolean {
  for (let one: Chain | null = chain; one; one = one.before) if (one.node === node) return true;
  return false;
}

function addGrants(packed: Packed, chain: Chain, spot: number, at: Instant, found: Route[]): void {
  const { nodes, grants } = packed;
  for (let row = grants.first(chain.node, spot); row >= 0; row = grants.next(row)) {
    const rules = grants.rules(row);
    if (!rules) continue;
    const grant = grants.at(row);
    const blockers = chain.isLive ? none : blockersOf(packed, chain, at);
    const out = outside(grant, at);
    found.push({
      path: pathOf(packed, chain),
      holder: nodes.text(chain.node),
      source: { kind: 'grant', grant },
      rules,
      blockers: out ? [...blockers, { kind: 'grant', id: grant.id, ...out }] : blockers,
    });
  }
}

function addRoles(world: World, chain: Chain, at: Instant, found: Route[]): void {
  const holder = world.packed.nodes.text(chain.node);
  const blockers = chain.isLive ? none : blockersOf(world.packed, chain, at);
  for (const role of rolesAt(world, holder)) {
    const rules = world.rulesOf(role, null);
    if (!rules) continue;
    const source: End = { kind: 'role', holder, role };
    found.push({ path: pathOf(world.packed, chain), holder, source, rules, blockers });
  }
}

/** The organization roles that a holder itself has. */
function* rolesAt(world: World, holder: Id): Iterable<RoleRef> {
  const group = world.get('group', holder);
  if (group) yield group.role;
  yield* world.get('member', holder)?.roles ?? none;
}

function pathOf({ edges }: Packed, chain: Chain): readonly Step[] {
  if (chain.length === 0) return none;
  const path = new Array<Step>(chain.length);
  for (let one = chain; one.before; one = one.before) path[one.length - 1] = edges.step(one.row);
  return path;
}

/** From the principal on. */
function blockersOf(packed: Packed, { node, row, before }: Chain, at: Instant): Blocker[] {
  const { members, groups, edges } = packed;
  if (!before) {
    const status = members.status(node);
    return !status || status === 'active' ? [] : [{ kind: 'member', status }];
  }
  const blockers = before.isLive ? [] : blockersOf(packed, before, at);
  const out = outside(edges.window(row), at);
  if (out) blockers.push({ kind: 'edge', id: edges.id(row), ...out });
  if (!groups.isActive(node)) blockers.push({ kind: 'group', group: edges.groupName(row) });
  return blockers;
}

function outside({ from, until }: Validity, at: Instant): Outside | null {
  if (from !== null && at < from) return { when: 'notYet', at: from };
  if (until !== null && at >= until) return { when: 'over', at: until };
  return null;
}
