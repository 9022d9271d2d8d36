import type { FactKind, Facts, Id, Instant, RoleRef } from '@coterie/kernel';
import type { Insertable, Selectable } from 'kysely';
import type { Db, Tx } from '../db.ts';
import type { Database, RoleColumns } from '../schema.ts';

/** Facts of a kind stand in the table called by its plural. */
export type Table<K extends FactKind> = Database[`${K}s`];
export type Row<K extends FactKind> = Selectable<Table<K>>;

/** A kind of fact and its rows. The organization and the id are every row's, and so named nowhere here. */
export type Kept<K extends FactKind, Beside = unknown> = {
  toRow(fact: Facts[K]): Omit<Insertable<Table<K>>, 'org_id' | 'id'>;
  toFact(row: Row<K> & Beside): Facts[K];
  /** Whether a row keeps when it was last altered. */
  isDated?: true;
  /** Columns, each row having one of them, by whose order rows are read; else all are read by their ids. */
  readBy?: readonly (keyof Row<K>)[];
  /** What other tables hold of these rows, which are in the order of their ids. */
  readBeside?(db: Db, org: Id, rows: readonly Row<K>[]): Promise<(Row<K> & Beside)[]>;
  /** Writes to other tables what they hold of a fact that was added or altered. */
  writeBeside?(tx: Tx, org: Id, fact: Facts[K], isNew: boolean): Promise<unknown>;
  /** What comes before a removal. */
  leave?(tx: Tx, org: Id, id: Id): Promise<unknown>;
};

/** A custom role is referred to by its id, a built-in one by its slug. */
const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

export const roleColumns = (role: RoleRef | null): RoleColumns =>
  role !== null && uuid.test(role)
    ? { built_in_role: null, custom_role: role }
    : { built_in_role: role, custom_role: null };
export const roleOf = ({ built_in_role, custom_role }: RoleColumns): RoleRef =>
  custom_role ?? built_in_role ?? '';

export const date = (at: Instant | null): Date | null => (at === null ? null : new Date(at));
export const instant = (at: Date | null): Instant | null => (at === null ? null : at.getTime());
