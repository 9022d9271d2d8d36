import type { Id } from '@coterie/kernel';
import { deleteMethodTokens } from '../accounts/tokens.ts';
import type { Db, Tx } from '../db.ts';
import { holdTokensTo, type TokenBounds } from './token-bounds.ts';

/** A way for a machine identity to sign in by what others say of it, with what is asked of their word. */
export type SignInRow = TokenBounds & {
  org_id: Id;
  identity_id: Id;
  identity_name: string;
  method: string;
  id: Id;
  settings: unknown;
  sealed: Buffer | null;
  access_token_ips: string[];
  created_at: Date;
  updated_at: Date;
};
export type Whose = { org: Id; identity: Id; method: string };
export type NewSignIn = TokenBounds & { settings: object; sealed: Buffer | null };

const rows = (db: Db) =>
  db
    .selectFrom('machine_sign_ins')
    .innerJoin('identities', (join) =>
      join
        .onRef('identities.org_id', '=', 'machine_sign_ins.org_id')
        .onRef('identities.id', '=', 'machine_sign_ins.identity_id'),
    )
    .selectAll('machine_sign_ins')
    .select('identities.name as identity_name');

export const signInOf = (
  db: Db,
  { org, identity, method }: Whose,
): Promise<SignInRow | undefined> =>
  rows(db)
    .where('machine_sign_ins.org_id', '=', org)
    .where('machine_sign_ins.identity_id', '=', identity)
    .where('machine_sign_ins.method', '=', method)
    .executeTakeFirst();

/** By the identity alone, which is all that a program names. */
export const signInByIdentity = (
  db: Db,
  identity: Id,
  method: string,
): Promise<SignInRow | undefined> =>
  rows(db)
    .where('machine_sign_ins.identity_id', '=', identity)
    .where('machine_sign_ins.method', '=', method)
    .executeTakeFirst();

/** As it is, which stays until the transaction ends: a token made by it is known to whoever changes it. */
export const holdSignIn = (
  tx: Tx,
  { org, identity, method }: Whose,
): Promise<SignInRow | undefined> =>
  rows(tx)
    .where('machine_sign_ins.org_id', '=', org)
    .where('machine_sign_ins.identity_id', '=', identity)
    .where('machine_sign_ins.method', '=', method)
    .forShare('machine_sign_ins')
    .executeTakeFirst();

const columns = ({ settings, access_token_ips, ...rest }: NewSignIn) => ({
  ...rest,
  settings: JSON.stringify(settings),
  access_token_ips: JSON.stringify(access_token_ips),
});

export const insertSignIn = (
  tx: Tx,
  keys: { org_id: Id; identity_id: Id; method: string; id: Id },
  row: NewSignIn,
) =>
  tx
    .insertInto('machine_sign_ins')
    .values({ ...keys, ...columns(row) })
    .execute();

/** What the settings say of tokens now counts for those in force as well. */
export async function updateSignIn(tx: Tx, known: SignInRow, row: NewSignIn): Promise<void> {
  const { org_id: org, identity_id: identity, method } = known;
  await tx
    .updateTable('machine_sign_ins')
    .set({ ...columns(row), updated_at: new Date() })
    .where('org_id', '=', org)
    .where('identity_id', '=', identity)
    .where('method', '=', method)
    .execute();
  await holdTokensTo(
    tx,
    { org, identity, isOfTokenAuth: false, method },
    { now: row, before: known },
  );
}

/** Ends the tokens last: one that was being made meanwhile is made by then. */
export async function deleteSignIn(tx: Tx, whose: Whose): Promise<void> {
  await tx
    .deleteFrom('machine_sign_ins')
    .where('org_id', '=', whose.org)
    .where('identity_id', '=', whose.identity)
    .where('method', '=', whose.method)
    .execute();
  await deleteMethodTokens(tx, whose);
}
