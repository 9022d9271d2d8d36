import type { Id } from '@coterie/kernel';
import type { Db, Tx } from '../db.ts';

export type UserRow = {
  id: Id;
  email: string;
  first_name: string | null;
  last_name: string | null;
  password_hash: string | null;
  is_instance_admin: boolean;
  /** The organization that made the account; null for one made otherwise. */
  made_by: Id | null;
  /** When a mail to the address was answered; null for never. */
  proven_at: Date | null;
};
const columns = [
  'id',
  'email',
  'first_name',
  'last_name',
  'password_hash',
  'is_instance_admin',
  'made_by',
  'proven_at',
] as const;

export const userByEmail = (db: Db, email: string): Promise<UserRow | undefined> =>
  db
    .selectFrom('users')
    .select(columns)
    .where('email', '=', email.toLowerCase())
    .executeTakeFirst();

export const userById = (db: Db, id: Id): Promise<UserRow | undefined> =>
  db.selectFrom('users').select(columns).where('id', '=', id).executeTakeFirst();

export const anyUser = async (db: Db): Promise<boolean> =>
  (await db.selectFrom('users').select('id').limit(1).executeTakeFirst()) !== undefined;

export const insertUser = (tx: Tx, user: UserRow) => tx.insertInto('users').values(user).execute();

/** A new password ends what was signed in with the old one, but for a session that is kept. */
export async function setPassword(
  tx: Tx,
  id: Id,
  password_hash: string,
  {
    names = {},
    keep = null,
  }: {
    names?: { first_name?: string | null; last_name?: string | null; proven_at?: Date };
    keep?: Id | null;
  } = {},
): Promise<void> {
  await tx
    .updateTable('users')
    .set({
      password_hash,
      ...names,
      ...(names.proven_at ? { shown_to: null } : {}),
      updated_at: new Date(),
    })
    .where('id', '=', id)
    .execute();
  await tx
    .deleteFrom('tokens')
    .where('user_id', '=', id)
    .where((e) => (keep === null ? e.lit(true) : e('id', '<>', keep)))
    .execute();
}

/** The account as it is, locked until the transaction ends: what is decided by it stays true until the commit. */
export const lockUser = (tx: Tx, id: Id): Promise<UserRow | undefined> =>
  tx.selectFrom('users').select(columns).where('id', '=', id).forUpdate().executeTakeFirst();

export const markProven = (tx: Tx, id: Id, at: Date) =>
  tx.updateTable('users').set({ proven_at: at, shown_to: null }).where('id', '=', id).execute();

/** In whose hands an account may be: whoever was shown the link that it was begun by, until its address is proven. */
export const handsOf = async (tx: Tx, id: Id): Promise<Id[]> =>
  (await tx.selectFrom('users').select('shown_to').where('id', '=', id).executeTakeFirst())
    ?.shown_to ?? [];

export const putInHandsOf = (tx: Tx, id: Id, shown_to: Id[]) =>
  tx.updateTable('users').set({ shown_to }).where('id', '=', id).execute();

/** The organizations that still take a user's account for one in someone's hands. */
export const takenForShown = async (db: Db, id: Id): Promise<Id[]> =>
  (
    await db
      .selectFrom('members')
      .select('org_id')
      .where('id', '=', id)
      .where('shown_to', 'is not', null)
      .execute()
  ).map((row) => row.org_id);

export type SettingsRow = UserRow & { time_zone: string | null; date_language: string | null };

/** The account with its owner's settings. */
export const settingsOf = (db: Db, id: Id): Promise<SettingsRow> =>
  db
    .selectFrom('users')
    .select([...columns, 'time_zone', 'date_language'])
    .where('id', '=', id)
    .executeTakeFirstOrThrow();

type Settings = Pick<SettingsRow, 'first_name' | 'last_name' | 'time_zone' | 'date_language'>;

/** Writes what is given. */
export const editSettings = (
  db: Db,
  id: Id,
  settings: { [key in keyof Settings]: Settings[key] | undefined },
) =>
  db
    .updateTable('users')
    .set({ ...settings, updated_at: new Date() })
    .where('id', '=', id)
    .execute();

/** The address is the person's: they have answered a mail to it. */
export const setEmail = (tx: Tx, id: Id, email: string, proven_at: Date) =>
  tx
    .updateTable('users')
    .set({ email, proven_at, updated_at: new Date() })
    .where('id', '=', id)
    .execute();
