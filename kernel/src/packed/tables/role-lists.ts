import type { RoleRef } from '../../facts.ts';
import type { CompiledRules } from '../../rules/match.ts';
import type { Roles } from './roles.ts';

const nothing: readonly never[] = [];

type List = { refs: readonly RoleRef[]; rules: readonly CompiledRules[]; asOf: number };

/** Each distinct list of organization roles once, with the rules that it stands for: a million members have a handful of them. */
export class RoleLists {
  readonly #numbers = new Map<string, number>();
  readonly #lists: List[] = [];
  readonly #roles: Roles;

  constructor(roles: Roles) {
    this.#roles = roles;
  }

  of(refs: readonly RoleRef[]): number {
    const key = JSON.stringify(refs);
    const known = this.#numbers.get(key);
    if (known !== undefined) return known;
    this.#numbers.set(key, this.#lists.length);
    return this.#lists.push({ refs: [...refs], rules: [], asOf: -1 }) - 1;
  }

  refs(number: number): readonly RoleRef[] {
    return this.#list(number).refs;
  }

  /** What the roles of a list (-1: none) give in the organization, looked up again when roles have changed since. */
  rules(number: number): readonly CompiledRules[] {
    if (number < 0) return nothing;
    const list = this.#list(number);
    if (list.asOf === this.#roles.changed) return list.rules;
    list.asOf = this.#roles.changed;
    list.rules = list.refs.flatMap((ref) => this.#roles.rulesOf(ref, null) ?? []);
    return list.rules;
  }

  #list(number: number): List {
    return this.#lists[number] as List;
  }
}
