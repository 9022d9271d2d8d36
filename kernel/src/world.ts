import type { Change, FactKind, Facts } from './change.ts';
import type { Edge, Grant, Id, Manager, RoleRef } from './facts.ts';
import { Packed } from './packed/index.ts';
import type { CompiledRules } from './rules/match.ts';

const nothing: readonly never[] = [];

/**
 * The facts of one organization, with the ways through them that questions take. Changed only by `apply`. Facts come in
 * and go out as plain data; members and edges are made anew for each caller, so compare them by id.
 */
export class World {
  /** The access version that this world stands at. */
  version = 0;
  /** Who was last found to hold the organization's key (law 17): where to look first, and no fact. */
  lastKeyholder: Id | null = null;
  /** The same facts by number, for the walks in this package. */
  readonly packed = new Packed();

  /** Takes changes in order. A fact already as a change says stays so: applying twice is applying once. */
  apply(changes: readonly Change[], version = this.version): this {
    this.packed.memo.forget();
    for (const { kind, before, after } of changes) {
      const id = (after ?? before)?.id;
      if (id === undefined) continue;
      this.packed.tables[kind].remove(id);
      if (after) this.#put(kind, after);
    }
    this.version = version;
    return this;
  }

  get<K extends FactKind>(kind: K, id: Id): Facts[K] | undefined {
    return this.packed.tables[kind].get(id);
  }

  all<K extends FactKind>(kind: K): IterableIterator<Facts[K]> {
    return this.packed.tables[kind].all();
  }

  count(kind: FactKind): number {
    return this.packed.tables[kind].size;
  }

  /** The edges by which a principal or a group is in groups. */
  edgesUp(member: Id): Iterable<Edge> {
    const node = this.packed.nodes.find(member);
    return node < 0 ? nothing : this.packed.edges.upFrom(node);
  }

  /** The edges by which a principal or a group is in one group, one a source. */
  edgesBetween(group: Id, member: Id): Iterable<Edge> {
    const { nodes, edges } = this.packed;
    const [from, to] = [nodes.find(member), nodes.find(group)];
    return from < 0 || to < 0 ? nothing : edges.between(from, to);
  }

  /** The edges by which principals and groups are in a group. */
  edgesDown(group: Id): Iterable<Edge> {
    const node = this.packed.nodes.find(group);
    return node < 0 ? nothing : this.packed.edges.downFrom(node);
  }

  /** A holder's grants on one project, whether or not they are valid now. */
  *grants(holder: Id, project: Id): Iterable<Grant> {
    const { nodes, projectNames, grants } = this.packed;
    const first = grants.first(nodes.find(holder), projectNames.find(project));
    for (let row = first; row >= 0; row = grants.next(row)) yield grants.at(row);
  }

  *grantsOf(holder: Id): Iterable<Grant> {
    const { nodes, grants } = this.packed;
    for (const row of grants.rowsOf(nodes.find(holder))) yield grants.at(row);
  }

  *grantsOn(project: Id): Iterable<Grant> {
    const { projectNames, grants } = this.packed;
    for (const row of grants.rowsOn(projectNames.find(project))) yield grants.at(row);
  }

  /** The additional privileges on a project, or on all. */
  privileges(project?: Id): Iterable<Grant> {
    const { projectNames, grants } = this.packed;
    return grants.carrying(project === undefined ? undefined : projectNames.find(project));
  }

  rolesOf(project: Id | null): Iterable<Id> {
    return this.packed.roles.of(project);
  }

  /** Who manages a group. */
  managersOf(group: Id): Iterable<Manager> {
    return this.packed.managers.of(group);
  }

  /** What a principal or a group manages. */
  managedBy(holder: Id): Iterable<Manager> {
    return this.packed.managers.by(holder);
  }

  groupBySlug(slug: string): Id | undefined {
    return this.packed.groups.bySlug(slug);
  }

  /** The rules a role stands for in that project (null: the organization), none when it is not a role there. */
  rulesOf(ref: RoleRef, project: Id | null): CompiledRules | undefined {
    return this.packed.roles.rulesOf(ref, project);
  }

  /** The rules a grant gives: its own, or its role's. */
  rulesOfGrant(grant: Grant): CompiledRules | undefined {
    const row = this.packed.grants.rowOf(grant);
    return row < 0 ? this.packed.roles.rulesOfGrant(grant) : this.packed.grants.rules(row);
  }

  #put<K extends FactKind>(kind: K, fact: Facts[K]): void {
    this.packed.tables[kind].put(fact);
  }
}
