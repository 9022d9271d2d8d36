import type { Id, Role, Rule } from '../../facts.ts';
import { type CompiledRules, compileRules } from '../../rules/match.ts';

type Shared = { compiled: CompiledRules; key: string; uses: number };

/**
 * The compiled rules of roles. Roles with the same rules share them, as the many that a template made in every project
 * do: that keeps them few, and near.
 */
export class SharedRules {
  readonly #ofRole = new Map<Id, Shared>();
  readonly #byRules = new Map<string, Shared>();

  of({ id, rules }: Role): CompiledRules {
    const known = this.#ofRole.get(id);
    if (known) return known.compiled;
    const shared = this.#share(rules);
    shared.uses++;
    this.#ofRole.set(id, shared);
    return shared.compiled;
  }

  /** To be called when a role has gone or has other rules. */
  forget(role: Id): void {
    const shared = this.#ofRole.get(role);
    if (!shared) return;
    this.#ofRole.delete(role);
    if (--shared.uses === 0) this.#byRules.delete(shared.key);
  }

  #share(rules: readonly Rule[]): Shared {
    const key = JSON.stringify(rules);
    const known = this.#byRules.get(key);
    if (known) return known;
    const fresh = { compiled: compileRules(rules), key, uses: 0 };
    this.#byRules.set(key, fresh);
    return fresh;
  }
}
