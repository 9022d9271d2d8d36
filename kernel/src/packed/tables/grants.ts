import type { Grant, Id, Instant } from '../../facts.ts';
import type { CompiledRules } from '../../rules/match.ts';
import { Adjacency } from '../columns/adjacency.ts';
import { Chains } from '../columns/chains.ts';
import { cell, Rows, withRoom } from '../columns/columns.ts';
import type { Interned } from '../columns/interned.ts';
import { Pairs } from '../columns/pairs.ts';
import type { Walk } from '../walk.ts';
import type { Roles } from './roles.ts';
import type { Table } from './table.ts';

/** A grant with the numbers of its holder and project, and its rules as they were when the roles stood at `asOf`. */
type Row = {
  grant: Grant;
  holder: number;
  project: number;
  rules: CompiledRules | undefined;
  asOf: number;
};

/** Numbers a row of the column that questions read: the row after it, and where the roles stood when `open` was filled. */
const width = 2;

/** The grants, found by id, by holder, by project, and by both at once. */
export class Grants implements Table<Grant> {
  readonly #numbers = new Map<Id, number>();
  readonly #rows: (Row | undefined)[] = [];
  readonly #given = new Rows();
  /** By project, the groups that have a grant there: pairs of the group's node and the grant's row. */
  readonly ofGroups = new Adjacency();
  // By project, the rows of additional privileges: few beside the rest.
  readonly #carrying = new Map<number, Set<number>>();
  readonly #byHolder = new Chains();
  readonly #byProject = new Chains();
  // The first row of a holder on a project; from there the next, one more than the row, 0 at the end.
  readonly #byBoth = new Pairs();
  #hot = new Int32Array(0);
  // The rules of grants that are valid at any time, as the roles stood; others are looked at each time.
  readonly #open: (CompiledRules | undefined)[] = [];
  readonly #holders: Interned;
  readonly #projects: Interned;
  readonly #roles: Roles;

  constructor(holders: Interned, projects: Interned, roles: Roles) {
    this.#holders = holders;
    this.#projects = projects;
    this.#roles = roles;
  }

  get size(): number {
    return this.#numbers.size;
  }

  get(id: Id): Grant | undefined {
    const row = this.#numbers.get(id);
    return row === undefined ? undefined : this.at(row);
  }

  *all(): IterableIterator<Grant> {
    for (const row of this.#rows) if (row) yield row.grant;
  }

  /** The row of a grant as it stands here, -1 when this is not it. */
  rowOf(grant: Grant): number {
    const row = this.#numbers.get(grant.id);
    return row !== undefined && this.at(row) === grant ? row : -1;
  }

  at(row: number): Grant {
    return this.#row(row).grant;
  }

  holder(row: number): number {
    return this.#row(row).holder;
  }

  project(row: number): number {
    return this.#row(row).project;
  }

  /** The rules that a grant, come to by a walk, gives at a moment, none when it is not valid then. */
  rulesAt(row: number, at: Instant, walk: Walk): CompiledRules | undefined {
    return this.#hot[row * width + 1] === this.#roles.changed
      ? this.#open[row]
      : this.#look(row, at, walk);
  }

  /** The rules that a grant stands for, valid now or not; those of a role are looked up again when roles have changed. */
  rules(row: number): CompiledRules | undefined {
    const found = this.#row(row);
    if (found.asOf === this.#roles.changed) return found.rules;
    found.asOf = this.#roles.changed;
    if (!found.grant.rules || !found.rules) found.rules = this.#roles.rulesOfGrant(found.grant);
    return found.rules;
  }

  /** The first grant of a holder on a project, -1 when there is none. */
  first(holder: number, project: number): number {
    return this.#byBoth.get(holder, project);
  }

  /** The next grant of the same holder on the same project, -1 at the end. */
  next(row: number): number {
    return cell(this.#hot, row * width) - 1;
  }

  rowsOf(holder: number): Iterable<number> {
    return this.#byHolder.rows(holder);
  }

  rowsOn(project: number): Iterable<number> {
    return this.#byProject.rows(project);
  }

  /** The additional privileges on a project, or on all. */
  *carrying(project?: number): Iterable<Grant> {
    const all =
      project === undefined ? this.#carrying.values() : [this.#carrying.get(project) ?? []];
    for (const rows of all) for (const row of rows) yield this.at(row);
  }

  put(grant: Grant): void {
    const row = this.#given.take();
    const holder = this.#holders.keep(grant.holder);
    const project = this.#projects.keep(grant.project);
    this.#numbers.set(grant.id, row);
    this.#rows[row] = { grant, holder, project, rules: undefined, asOf: -1 };
    this.#open[row] = undefined;
    this.#byHolder.add(holder, row);
    this.#byProject.add(project, row);
    if (grant.holderKind === 'group') this.ofGroups.add(project, holder, row);
    if (grant.rules) this.#carry(project).add(row);
    this.#hot = withRoom(this.#hot, (row + 1) * width);
    this.#hot[row * width] = this.first(holder, project) + 1;
    this.#hot[row * width + 1] = -1;
    this.#byBoth.set(holder, project, row);
  }

  remove(id: Id): void {
    const row = this.#numbers.get(id);
    if (row === undefined) return;
    const { grant, holder, project } = this.#row(row);
    this.#unlink(row, holder, project);
    if (grant.holderKind === 'group') this.ofGroups.remove(project, row);
    if (grant.rules) this.#carry(project).delete(row);
    this.#byHolder.remove(holder, row);
    this.#byProject.remove(project, row);
    this.#numbers.delete(id);
    this.#rows[row] = undefined;
    this.#open[row] = undefined;
    this.#given.giveBack(row);
    this.#holders.drop(holder);
    this.#projects.drop(project);
  }

  #look(row: number, at: Instant, walk: Walk): CompiledRules | undefined {
    const { grant } = this.#row(row);
    if (grant.from !== null || grant.until !== null)
      return walk.isOpen(grant, at) ? this.rules(row) : undefined;
    this.#open[row] = this.rules(row);
    this.#hot[row * width + 1] = this.#roles.changed;
    return this.#open[row];
  }

  #carry(project: number): Set<number> {
    const rows = this.#carrying.get(project) ?? new Set<number>();
    this.#carrying.set(project, rows);
    return rows;
  }

  #unlink(row: number, holder: number, project: number): void {
    let before = this.first(holder, project);
    if (before === row) {
      this.#byBoth.set(holder, project, this.next(row));
      return;
    }
    while (this.next(before) !== row) before = this.next(before);
    this.#hot[before * width] = cell(this.#hot, row * width);
  }

  #row(row: number): Row {
    return this.#rows[row] as Row;
  }
}
