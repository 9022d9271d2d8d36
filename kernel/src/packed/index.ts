import type { FactKind, Facts } from '../change.ts';
import type { CompiledRules } from '../rules/match.ts';
import { Interned } from './columns/interned.ts';
import { Memo } from './memo.ts';
import { Edges } from './tables/edges.ts';
import { Grants } from './tables/grants.ts';
import { Groups } from './tables/groups.ts';
import { Managers } from './tables/managers.ts';
import { Members } from './tables/members.ts';
import { Projects } from './tables/projects.ts';
import { RoleLists } from './tables/role-lists.ts';
import { Roles } from './tables/roles.ts';
import type { Table } from './tables/table.ts';
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
  readonly memo = new Memo();
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
