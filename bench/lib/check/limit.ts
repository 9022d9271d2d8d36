import type { LiveOrganization } from '../live.ts';
import type { Asked } from '../questions.ts';
import type { Contestant } from './contestant.ts';

/**
 * What a machine can do at best: who stands behind a user worked out beforehand and held in one typed array, the actions
 * of a holder on a project as bits in another. No conditions, no denies, no time; a change would mean to begin again.
 */
export function prepareLimit(live: LiveOrganization, questions: readonly Asked[]): Contestant {
  const { users, groups, projects } = live.organization;
  const numbersOf = (ids: readonly string[]) => new Map(ids.map((id, index) => [id, index]));
  const userNumbers = numbersOf(users);
  const groupNumbers = numbersOf(groups);
  const projectNumbers = numbersOf(projects);
  const starts = new Int32Array(users.length + 1);
  const holders: number[] = [];
  for (let user = 0; user < users.length; user++) {
    holders.push(user);
    for (const group of live.groupsOf(user)) holders.push(users.length + group);
    starts[user + 1] = holders.length;
  }
  const packed = Int32Array.from(holders);
  const bits = new Bits();
  const table = new Table(live.organization.grants.length);
  for (const [id, project] of projectNumbers)
    for (const [holder, roles] of live.rolesOf(id)) {
      const user = userNumbers.get(holder) ?? -1;
      const number = user >= 0 ? user : users.length + (groupNumbers.get(holder) ?? 0);
      const rules = roles.flatMap((role) => role.rules).filter((rule) => rule.inverted !== true);
      table.set(number, project, bits.ofRules(rules));
    }

  function ask(question: number): boolean {
    const { principal, project, subject, action } = questions[question] as Asked;
    const user = userNumbers.get(principal);
    const where = projectNumbers.get(project);
    const needed = bits.needed(subject, action);
    if (user === undefined || where === undefined || needed === 0) return false;
    let has = 0;
    for (let i = starts[user] as number, end = starts[user + 1] as number; i < end; i++) {
      has |= table.get(packed[i] as number, where);
      if ((has & needed) === needed) return true;
    }
    return false;
  }
  return { name: 'typed arrays by hand, no conditions', asks: questions.length, ask };
}

/** A bit for each action on a subject that any rule speaks of. */
class Bits {
  readonly #bits = new Map<string, Map<string, number>>();
  #next = 1;

  ofRules(rules: readonly { subject: string; action: string | readonly string[] }[]): number {
    let all = 0;
    for (const { subject, action } of rules)
      for (const one of [action].flat()) all |= this.#bit(subject, one);
    return all;
  }

  needed(subject: string, action: string): number {
    const byAction = this.#bits.get(subject);
    const bit = byAction?.get(action) ?? 0;
    return action === 'readValue' ? bit | (byAction?.get('describeSecret') ?? 0) : bit;
  }

  #bit(subject: string, action: string): number {
    const byAction = this.#bits.get(subject) ?? new Map<string, number>();
    this.#bits.set(subject, byAction);
    const known = byAction.get(action);
    if (known !== undefined) return known;
    const bit = this.#next;
    if (bit > 2 ** 30) throw new Error('more actions than bits');
    this.#next *= 2;
    byAction.set(action, bit);
    return bit;
  }
}

/** Bits for a holder on a project: a hash table in one typed array, at most half full. */
class Table {
  readonly #slots: Int32Array;
  readonly #mask: number;

  constructor(pairs: number) {
    const slots = 2 ** Math.ceil(Math.log2(pairs * 2 + 1));
    this.#slots = new Int32Array(slots * 3);
    this.#mask = slots - 1;
  }

  set(holder: number, project: number, bits: number): void {
    const at = this.#find(holder, project) * 3;
    this.#slots[at] = holder;
    this.#slots[at + 1] = project;
    this.#slots[at + 2] = bits;
  }

  get(holder: number, project: number): number {
    return this.#slots[this.#find(holder, project) * 3 + 2] as number;
  }

  #find(holder: number, project: number): number {
    const hash = Math.imul(holder, 0x9e3779b1) ^ Math.imul(project + 1, 0x85ebca6b);
    let slot = (hash ^ (hash >>> 15)) & this.#mask;
    while (
      this.#slots[slot * 3 + 2] !== 0 &&
      (this.#slots[slot * 3] !== holder || this.#slots[slot * 3 + 1] !== project)
    )
      slot = (slot + 1) & this.#mask;
    return slot;
  }
}
