import type { Id } from '@coterie/kernel';
import type { Db, Tx } from '../db.ts';

export type AccountLink = {
  id: Id;
  user_id: Id;
  kind: 'reset' | 'email';
  /** The address that it makes the account's; null for a new password. */
  email: string | null;
  /** The admin of the instance who made it; null for one that was sent by mail. */
  made_by: Id | null;
};

/** One link of a kind for a user: a new one takes the former's place. */
export const replaceLink = (db: Db, link: AccountLink & { hash: Buffer; expires_at: Date }) =>
  db
    .insertInto('account_links')
    .values(link)
    .onConflict((conflict) =>
      conflict.columns(['user_id', 'kind']).doUpdateSet({
        id: link.id,
        hash: link.hash,
        email: link.email,
        made_by: link.made_by,
        created_at: new Date(),
        expires_at: link.expires_at,
      }),
    )
    .execute();

export const findLink = (
  db: Db,
  kind: AccountLink['kind'],
  hash: Buffer,
  at: Date,
): Promise<AccountLink | undefined> =>
  db
    .selectFrom('account_links')
    .select(['id', 'user_id', 'kind', 'email', 'made_by'])
    .where('hash', '=', hash)
    .where('kind', '=', kind)
    .where('expires_at', '>', at)
    .executeTakeFirst();

/** Takes the link; false when it was used or replaced meanwhile. */
export const takeLink = async (tx: Tx, id: Id): Promise<boolean> =>
  (await tx.deleteFrom('account_links').where('id', '=', id).returning('id').executeTakeFirst()) !==
  undefined;

/** What was sent to an address, or asked for with a password, that is no longer the account's. */
export const dropLinks = (tx: Tx, user: Id) =>
  tx.deleteFrom('account_links').where('user_id', '=', user).execute();

export const deleteExpiredLinks = (db: Db, at: Date) =>
  db.deleteFrom('account_links').where('expires_at', '<', at).execute();
