import type { FactKind, Facts } from '../change.ts';
import type { CompiledRules } from '../match.ts';
import { Edges } from './edges.ts';
import { Grants } from './grants.ts';
import { Groups } from './groups.ts';
import { Interned } from './interned.ts';
import { Managers } from './managers.ts';
import { Members } from './members.ts';
import { Projects } from './projects.ts';
import { RoleLists } from './role-lists.ts';
import { Roles } from './roles.ts';
import type { Table } from './table.ts';
import { Gathered, Walk } from './walk.ts';

/**
 * A world by number. Members and groups together are the nodes; edges and grants have rows. What a walk needs on its way
 * is here in columns, so that a question makes no object; `walk` and `live` are the paper it writes on.
 */
export class Packed {
  readonly nodes = new Interned();
  readonly projectNames = new Interned();
  readonly roles = new Roles();
  readonly lists = new RoleLists(this.roles);
  readonly members = new Members(this.nodes, this.lists);
  readonly groups = new Groups(this.nodes, this.lists);
  readonly edges = new Edges(this.nodes);
  readonly managers = new Managers();
  readonly projects = new Projects(this.projectNames);
  readonly grants = new Grants(this.nodes, this.projectNames, this.roles);
  readonly walk = new Walk();
  readonly live = new Gathered<CompiledRules>();
  readonly tables: { readonly [K in FactKind]: Table<Facts[K]> } = {
    member: this.members,
    group: this.groups,
    edge: this.edges,
    manager: this.managers,
    project: this.projects,
    grant: this.grants,
    role: this.roles,
  };
}
