import type { Id } from '@coterie/kernel';
import { sql } from 'kysely';
import type { Tx } from './db.ts';

/**
 * Locks that no row has, held until the transaction ends. PostgreSQL gives them in the order of asking, and so whoever
 * takes one waits for those who hold it now, not for all who come meanwhile, as it would with the locks of rows.
 */
const gate = (lock: 'pg_advisory_xact_lock' | 'pg_advisory_xact_lock_shared', kind: number) => {
  const name = sql.raw(lock);
  const seed = sql.lit(kind);
  return (tx: Tx, id: Id) =>
    sql`SELECT ${name}(hashtextextended(${id}::text, ${seed}))`.execute(tx);
};

/** An organization's access version stands still: the last step of a write of content. Nothing that waits may follow. */
export const holdVersion = gate('pg_advisory_xact_lock_shared', 0);
/** The version is about to move: the last step of a change of access. Nothing that waits may follow. */
export const takeVersion = gate('pg_advisory_xact_lock', 0);

/** A member stays: before something of its own is written, whose foreign key locks the member's row. */
export const holdMember = gate('pg_advisory_xact_lock_shared', 1);
/** A member goes. */
export const takeMember = gate('pg_advisory_xact_lock', 1);

/** A project stays: before anything is written into it, whose foreign keys lock rows of the project. */
export const holdProject = gate('pg_advisory_xact_lock_shared', 3);
/** A project goes. */
export const takeProject = gate('pg_advisory_xact_lock', 3);

/** One at a time moves the environments of a project about. */
export const takePlaces = gate('pg_advisory_xact_lock', 4);

/** One at a time gives entries their places and makes checkpoints of an organization's logs. */
export const takeCheckpoints = gate('pg_advisory_xact_lock', 2);
