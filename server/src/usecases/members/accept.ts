import { type Id, refuse } from '@coterie/kernel';
import {
  handsOf,
  lockUser,
  markProven,
  putInHandsOf,
  setPassword,
  type UserRow,
  userById,
} from '../../store/accounts/users.ts';
import type { Tx } from '../../store/db.ts';
import { takeInvitation } from '../../store/organization/invitations.ts';
import { mustBeGood } from '../account/new-password.ts';
import type { From, Parts } from '../parts.ts';
import { verifyPassword } from '../session/sign-in.ts';
import { lookUpInvitation } from './look-up-invitation.ts';
import { noteProven } from './prove.ts';

type Acceptance = {
  token: string;
  password: string;
  firstName?: string | undefined;
  lastName?: string | undefined;
};
type Invitation = Awaited<ReturnType<typeof lookUpInvitation>>;

/** Whoever made the account could be anyone here. */
export class Unproven extends Error {
  constructor() {
    super(
      'another organization made the account of this address, and nobody has shown yet that it is theirs; an admin of the instance can send its owner a link for a new password, and then this invitation can be accepted',
    );
  }
}

/** The account changed between looking at it and the commit: whoever looks again finds it as it is. */
class Changed extends Error {}

/**
 * Accepts an invitation once: a new account gets the password, one that has a password must prove it. An account that
 * another organization made, and whose address nobody has proven, counts for nothing here.
 */
export async function acceptInvitation(
  parts: Pick<Parts, 'db' | 'worlds' | 'access' | 'passwords' | 'mail' | 'now'>,
  acceptance: Acceptance,
  from: From,
) {
  for (let tries = 1; ; tries++) {
    try {
      return await accept(parts, acceptance, from);
    } catch (error) {
      if (!(error instanceof Changed) || tries === 5) throw error;
    }
  }
}

async function accept(
  parts: Pick<Parts, 'db' | 'worlds' | 'access' | 'passwords' | 'mail' | 'now'>,
  { token, password, firstName, lastName }: Acceptance,
  from: From,
) {
  const invitation = await lookUpInvitation(parts, token);
  const isNew = beginsAnew(invitation);
  if (!isNew) {
    await mustCountHere(parts, invitation);
    await verifyPassword(parts, invitation.email, password, from);
  }
  if (isNew)
    await mustBeGood(password, { email: invitation.email, organizations: [invitation.name] });
  const hash = isNew ? await parts.passwords.hash(password) : null;
  const names = {
    first_name: firstName ?? invitation.first_name,
    last_name: lastName ?? invitation.last_name,
  };
  let shownTo: Id[] = [];
  await parts.access.change({
    org: invitation.org_id,
    by: { actor: 'system', kind: 'invitation', request: from },
    at: parts.now(),
    find: async (tx) => {
      const now = await lockUser(tx, invitation.user_id);
      if (!now || !isSame(now, invitation)) throw new Changed();
      if (!(await takeInvitation(tx, invitation.org_id, invitation.id)))
        refuse({ reason: 'notFound', thing: 'invitation', id: 'this link' });
      shownTo = await inWhoseHands(tx, invitation, isNew);
    },
    commands: () => {
      const { user_id: principal, invited_by: inviter, emailed: isProven } = invitation;
      return [{ do: 'member.accept', principal, inviter, isProven, shownTo }];
    },
    after: async (tx) => {
      if (hash !== null) {
        await setPassword(tx, invitation.user_id, hash, { names });
        await putInHandsOf(tx, invitation.user_id, shownTo);
      }
      if (invitation.emailed) await markProven(tx, invitation.user_id, new Date(parts.now()));
    },
    deeds: () => [{ do: 'invitation.accept', of: invitation.user_id, name: invitation.email }],
  });
  if (invitation.emailed) await noteProven(parts, invitation.user_id, from);
  return {
    user: {
      id: invitation.user_id,
      email: invitation.email,
      ...(isNew ? names : { first_name: invitation.first_name, last_name: invitation.last_name }),
    },
    organization: { id: invitation.org_id, name: invitation.name, slug: invitation.slug },
  };
}

/** A link that was shown is in its inviter's hands, and in those of whoever has the inviter's; one that was mailed in nobody's. */
async function inWhoseHands(tx: Tx, invitation: Invitation, isNew: boolean): Promise<Id[]> {
  const { user_id, invited_by, emailed, proven_at } = invitation;
  if (emailed || proven_at !== null) return [];
  if (!isNew) return handsOf(tx, user_id);
  return invited_by === null ? [] : [...new Set([invited_by, ...(await handsOf(tx, invited_by))])];
}

/** Who has the mail has the address: an account that someone else made for it and nobody proved begins anew. */
const beginsAnew = (account: Pick<Invitation, 'password_hash' | 'emailed' | 'proven_at'>) =>
  account.password_hash === null || (account.emailed && account.proven_at === null);

const isSame = (now: UserRow, then: Invitation): boolean =>
  now.password_hash === then.password_hash &&
  now.proven_at?.getTime() === then.proven_at?.getTime() &&
  now.email === then.email;

/** Whoever made the account could be anyone to this organization, unless an admin of the instance has invited them. */
async function mustCountHere(
  { db }: Pick<Parts, 'db'>,
  { org_id, made_by, proven_at, invited_by }: Invitation,
): Promise<void> {
  if (proven_at !== null || made_by === null || made_by === org_id) return;
  const inviter = invited_by === null ? undefined : await userById(db, invited_by);
  if (inviter?.is_instance_admin) return;
  throw new Unproven();
}
