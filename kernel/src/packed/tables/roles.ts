import type { Grant, Id, Role, RoleRef } from '../../facts.ts';
import { type CompiledRules, compileRules } from '../../rules/match.ts';
import { builtInRoles, type Level } from '../../vocabulary.ts';
import { SharedRules } from './shared-rules.ts';
import type { Table } from './table.ts';

const builtInRules: Record<Level, ReadonlyMap<RoleRef, CompiledRules>> = {
  organization: compiledRoles('organization'),
  project: compiledRoles('project'),
};

function compiledRoles(level: Level): ReadonlyMap<RoleRef, CompiledRules> {
  return new Map(builtInRoles(level).map(({ slug, rules }) => [slug, compileRules(rules)]));
}

const nothing: readonly never[] = [];

/** The custom roles, and what every role, custom or built in, stands for. Compiled when first asked for. */
export class Roles implements Table<Role> {
  /** How often a role was added, changed or removed: whoever keeps what it looked up here looks again when this moves. */
  changed = 0;
  readonly #facts = new Map<Id, Role>();
  readonly #ofProject = new Map<Id | null, Set<Id>>();
  readonly #compiled = new SharedRules();

  get size(): number {
    return this.#facts.size;
  }

  get(id: Id): Role | undefined {
    return this.#facts.get(id);
  }

  all(): IterableIterator<Role> {
    return this.#facts.values();
  }

  of(project: Id | null): Iterable<Id> {
    return this.#ofProject.get(project) ?? nothing;
  }

  put(role: Role): void {
    const ids = this.#ofProject.get(role.project) ?? new Set<Id>();
    this.#ofProject.set(role.project, ids.add(role.id));
    this.#facts.set(role.id, role);
    this.changed++;
  }

  remove(id: Id): void {
    const role = this.#facts.get(id);
    if (!role) return;
    const ids = this.#ofProject.get(role.project);
    ids?.delete(id);
    if (ids?.size === 0) this.#ofProject.delete(role.project);
    this.#facts.delete(id);
    this.#compiled.forget(id);
    this.changed++;
  }

  /** The rules a role stands for in that project (null: the organization), none when it is not a role there. */
  rulesOf(ref: RoleRef, project: Id | null): CompiledRules | undefined {
    const level: Level = project === null ? 'organization' : 'project';
    const own = builtInRules[level].get(ref);
    if (own) return own;
    const role = this.#facts.get(ref);
    return role && role.project === project ? this.#compiled.of(role) : undefined;
  }

  /** The rules a grant gives: its own, or its role's. */
  rulesOfGrant({ rules, role, project }: Grant): CompiledRules | undefined {
    if (rules) return compileRules(rules);
    return role === null ? undefined : this.rulesOf(role, project);
  }
}
