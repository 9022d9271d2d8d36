import type { Db, Tx } from './db.ts';

export const readInstance = (db: Db) =>
  db
    .selectFrom('instance')
    .select(['root_key_check', 'setup_hash'])
    .where('id', '=', 'instance')
    .executeTakeFirst();

/** Written once; a second node starting at the same moment keeps what the first wrote. */
export const insertInstance = (db: Db, root_key_check: Buffer) =>
  db
    .insertInto('instance')
    .values({
      id: 'instance',
      root_key_check,
      setup_hash: null,
      rows_bound_at: null,
      references_marked_at: null,
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute();

export const setSetupHash = (db: Db, setup_hash: Buffer | null) =>
  db.updateTable('instance').set({ setup_hash }).where('id', '=', 'instance').execute();

/** Locks the instance row, so that of two set-ups at once the second sees the first. */
export const lockInstance = (tx: Tx) =>
  tx
    .selectFrom('instance')
    .select(['root_key_check', 'setup_hash', 'rows_bound_at', 'references_marked_at'])
    .where('id', '=', 'instance')
    .forUpdate()
    .executeTakeFirst();

/** Every row of a secret is bound from now on. */
export const noteRowsBound = (tx: Tx) =>
  tx
    .updateTable('instance')
    .set({ rows_bound_at: new Date() })
    .where('id', '=', 'instance')
    .execute();

/** What every value refers to is noted from now on. */
export const noteReferencesMarked = (tx: Tx) =>
  tx
    .updateTable('instance')
    .set({ references_marked_at: new Date() })
    .where('id', '=', 'instance')
    .execute();

/** Writes what was there: tells whether anything can be written. */
export const touchInstance = (db: Db) =>
  db
    .updateTable('instance')
    .set((e) => ({ setup_hash: e.ref('setup_hash') }))
    .where('id', '=', 'instance')
    .execute();
