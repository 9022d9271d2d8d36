import type { FactKind } from '@coterie/kernel';
import { edge } from './edge.ts';
import { grant } from './grant.ts';
import { group } from './group.ts';
import { manager } from './manager.ts';
import { member } from './member.ts';
import { project } from './project.ts';
import { role } from './role.ts';
import type { Kept } from './shape.ts';

/** Every kind of fact, in the order in which a world takes them. */
const kinds: { [K in FactKind]: Kept<K> } = {
  project,
  role,
  member,
  group,
  edge,
  grant,
  manager,
};
export const factKinds = Object.keys(kinds) as FactKind[];

/** A kind, whichever it is, and its table, as if it were that of edges: what all have in common is typed by one. */
export const keptAs = (kind: FactKind) => ({
  table: `${kind}s` as 'edges',
  kept: kinds[kind] as unknown as Kept<'edge'>,
});
