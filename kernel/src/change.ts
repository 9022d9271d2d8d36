import type { Edge, Grant, Group, Manager, Member, Project, Role } from './facts.ts';

/** The closed set of facts that an organization's world is made of. */
export type Facts = {
  member: Member;
  group: Group;
  edge: Edge;
  manager: Manager;
  project: Project;
  grant: Grant;
  role: Role;
};
export type FactKind = keyof Facts;

/** One fact before and after: null before is an addition, null after a removal. */
export type ChangeOf<K extends FactKind> = {
  kind: K;
  before: Facts[K] | null;
  after: Facts[K] | null;
};
export type Change = { [K in FactKind]: ChangeOf<K> }[FactKind];

export const added = <K extends FactKind>(kind: K, after: Facts[K]): Change =>
  change(kind, null, after);
export const removed = <K extends FactKind>(kind: K, before: Facts[K]): Change =>
  change(kind, before, null);
export const altered = <K extends FactKind>(kind: K, before: Facts[K], after: Facts[K]): Change =>
  change(kind, before, after);

const change = <K extends FactKind>(
  kind: K,
  before: Facts[K] | null,
  after: Facts[K] | null,
): Change => ({ kind, before, after }) as unknown as Change;

/** The changes that take back `changes`, in the order in which they must be applied. */
export const inverse = (changes: readonly Change[]): Change[] =>
  changes.map(({ kind, before, after }) => change(kind, after, before)).reverse();
