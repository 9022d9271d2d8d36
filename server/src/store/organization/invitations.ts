import type { Id } from '@coterie/kernel';
import type { Db, Tx } from '../db.ts';

/** One open invitation a member: a new one takes the former's place, so that an old link is dead. */
export async function replaceInvitation(
  tx: Tx,
  invitation: {
    org_id: Id;
    id: Id;
    user_id: Id;
    hash: Buffer;
    expires_at: Date;
    invited_by: Id;
    emailed: boolean;
  },
): Promise<void> {
  await tx
    .deleteFrom('invitations')
    .where('org_id', '=', invitation.org_id)
    .where('user_id', '=', invitation.user_id)
    .execute();
  await tx.insertInto('invitations').values(invitation).execute();
}

export const findInvitation = (db: Db, hash: Buffer, at: Date) =>
  db
    .selectFrom('invitations')
    .innerJoin('users', 'users.id', 'invitations.user_id')
    .innerJoin('organizations', 'organizations.id', 'invitations.org_id')
    .select([
      'invitations.org_id',
      'invitations.id',
      'invitations.user_id',
      'invitations.invited_by',
      'invitations.emailed',
      'users.email',
      'users.first_name',
      'users.last_name',
      'users.password_hash',
      'users.made_by',
      'users.proven_at',
      'organizations.name',
      'organizations.slug',
    ])
    .where('invitations.hash', '=', hash)
    .where('invitations.expires_at', '>', at)
    .executeTakeFirst();

/** Takes the invitation; false when another acceptance came first. */
export const takeInvitation = async (tx: Tx, org: Id, id: Id): Promise<boolean> =>
  (await tx
    .deleteFrom('invitations')
    .where('org_id', '=', org)
    .where('id', '=', id)
    .returning('id')
    .executeTakeFirst()) !== undefined;

/** Whose invitations are open. */
export const inviters = async (tx: Tx, org: Id, at: Date): Promise<Id[]> =>
  (
    await tx
      .selectFrom('invitations')
      .select('invited_by')
      .distinct()
      .where('org_id', '=', org)
      .where('expires_at', '>', at)
      .execute()
  ).flatMap(({ invited_by }) => invited_by ?? []);

/** Ends the invitations of these; gives whom they were for. */
export const dropInvitationsBy = async (tx: Tx, org: Id, inviters: readonly Id[]): Promise<Id[]> =>
  inviters.length === 0
    ? []
    : (
        await tx
          .deleteFrom('invitations')
          .where('org_id', '=', org)
          .where('invited_by', 'in', inviters)
          .returning('user_id')
          .execute()
      ).map(({ user_id }) => user_id);

/** No mail went out after all: the token is shown to the inviter, and proves no address. */
export const markUnsent = (db: Db, org: Id, id: Id) =>
  db
    .updateTable('invitations')
    .set({ emailed: false })
    .where('org_id', '=', org)
    .where('id', '=', id)
    .execute();
