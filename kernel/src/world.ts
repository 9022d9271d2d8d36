import type { Change, FactKind, Facts } from './change.ts';
import type { Edge, Grant, Id, RoleRef } from './facts.ts';
import { type CompiledRules, compileRules } from './match.ts';
import { builtInRoles, type Level } from './vocabulary.ts';

type Tables = { [K in FactKind]: Map<Id, Facts[K]> };

const builtInRules = new Map<string, CompiledRules>(
  (['organization', 'project'] as const).flatMap((level) =>
    builtInRoles(level).map(
      ({ slug, rules }) => [`${level}:${slug}`, compileRules(rules)] as const,
    ),
  ),
);

const nothing: readonly never[] = [];

/** The facts of one organization, with the ways through them that questions take. Changed only by `apply`. */
export class World {
  /** The access version that this world stands at. */
  version = 0;
  readonly #tables: Tables = {
    member: new Map(),
    group: new Map(),
    edge: new Map(),
    project: new Map(),
    grant: new Map(),
    role: new Map(),
  };
  readonly #edgesUp = new Map<Id, Set<Edge>>();
  readonly #edgesDown = new Map<Id, Set<Edge>>();
  readonly #grantsOfHolder = new Map<Id, Map<Id, Set<Grant>>>();
  readonly #grantsOnProject = new Map<Id, Set<Grant>>();
  readonly #rolesOfProject = new Map<Id | null, Set<Id>>();
  readonly #groupsBySlug = new Map<string, Id>();
  readonly #compiled = new Map<Id, CompiledRules>();

  /** Takes changes in order. A fact already as a change says stays so: applying twice is applying once. */
  apply(changes: readonly Change[], version = this.version): this {
    for (const change of changes) {
      const id = (change.after ?? change.before)?.id;
      if (id === undefined) continue;
      this.#remove(change.kind, id);
      if (change.after) this.#put(change.kind, change.after);
    }
    this.version = version;
    return this;
  }

  get<K extends FactKind>(kind: K, id: Id): Facts[K] | undefined {
    return this.#tables[kind].get(id);
  }

  all<K extends FactKind>(kind: K): IterableIterator<Facts[K]> {
    return this.#tables[kind].values();
  }

  count(kind: FactKind): number {
    return this.#tables[kind].size;
  }

  /** The edges by which a principal or a group is in groups. */
  edgesUp(member: Id): Iterable<Edge> {
    return this.#edgesUp.get(member) ?? nothing;
  }

  /** The edges by which principals and groups are in a group. */
  edgesDown(group: Id): Iterable<Edge> {
    return this.#edgesDown.get(group) ?? nothing;
  }

  /** A holder's grants on one project, whether or not they are valid now. */
  grants(holder: Id, project: Id): Iterable<Grant> {
    return this.#grantsOfHolder.get(holder)?.get(project) ?? nothing;
  }

  *grantsOf(holder: Id): Iterable<Grant> {
    for (const grants of this.#grantsOfHolder.get(holder)?.values() ?? nothing) yield* grants;
  }

  grantsOn(project: Id): Iterable<Grant> {
    return this.#grantsOnProject.get(project) ?? nothing;
  }

  rolesOf(project: Id | null): Iterable<Id> {
    return this.#rolesOfProject.get(project) ?? nothing;
  }

  groupBySlug(slug: string): Id | undefined {
    return this.#groupsBySlug.get(slug.toLowerCase());
  }

  /** The rules a role stands for in that project (null: the organization), none when it is not a role there. */
  rulesOf(ref: RoleRef, project: Id | null): CompiledRules | undefined {
    const level: Level = project === null ? 'organization' : 'project';
    const own = builtInRules.get(`${level}:${ref}`);
    if (own) return own;
    const role = this.#tables.role.get(ref);
    return role && role.project === project ? this.#compile(role.id, role.rules) : undefined;
  }

  /** The rules a grant gives: its own, or its role's. */
  rulesOfGrant(grant: Grant): CompiledRules | undefined {
    if (grant.rules) return this.#compile(grant.id, grant.rules);
    return grant.role === null ? undefined : this.rulesOf(grant.role, grant.project);
  }

  #compile(id: Id, rules: Parameters<typeof compileRules>[0]): CompiledRules {
    const known = this.#compiled.get(id);
    if (known) return known;
    const compiled = compileRules(rules);
    this.#compiled.set(id, compiled);
    return compiled;
  }

  #put<K extends FactKind>(kind: K, fact: Facts[K]): void {
    this.#tables[kind].set(fact.id, fact);
    if (kind === 'edge') {
      const edge = fact as Edge;
      setIn(this.#edgesUp, edge.member).add(edge);
      setIn(this.#edgesDown, edge.group).add(edge);
    } else if (kind === 'grant') {
      const grant = fact as Grant;
      const byProject = this.#grantsOfHolder.get(grant.holder) ?? new Map<Id, Set<Grant>>();
      this.#grantsOfHolder.set(grant.holder, byProject);
      setIn(byProject, grant.project).add(grant);
      setIn(this.#grantsOnProject, grant.project).add(grant);
    } else if (kind === 'role')
      setIn(this.#rolesOfProject, (fact as Facts['role']).project).add(fact.id);
    else if (kind === 'group')
      this.#groupsBySlug.set((fact as Facts['group']).slug.toLowerCase(), fact.id);
  }

  #remove(kind: FactKind, id: Id): void {
    const fact = this.#tables[kind].get(id);
    if (!fact) return;
    this.#tables[kind].delete(id);
    this.#compiled.delete(id);
    if (kind === 'edge') {
      const edge = fact as Edge;
      takeFrom(this.#edgesUp, edge.member, edge);
      takeFrom(this.#edgesDown, edge.group, edge);
    } else if (kind === 'grant') {
      const grant = fact as Grant;
      const byProject = this.#grantsOfHolder.get(grant.holder);
      if (byProject && takeFrom(byProject, grant.project, grant) && byProject.size === 0)
        this.#grantsOfHolder.delete(grant.holder);
      takeFrom(this.#grantsOnProject, grant.project, grant);
    } else if (kind === 'role') takeFrom(this.#rolesOfProject, (fact as Facts['role']).project, id);
    else if (kind === 'group') {
      const slug = (fact as Facts['group']).slug.toLowerCase();
      if (this.#groupsBySlug.get(slug) === id) this.#groupsBySlug.delete(slug);
    }
  }
}

function setIn<K, V>(map: Map<K, Set<V>>, key: K): Set<V> {
  const known = map.get(key);
  if (known) return known;
  const fresh = new Set<V>();
  map.set(key, fresh);
  return fresh;
}

function takeFrom<K, V>(map: Map<K, Set<V>>, key: K, value: V): boolean {
  const set = map.get(key);
  if (!set) return false;
  set.delete(value);
  if (set.size === 0) map.delete(key);
  return true;
}
