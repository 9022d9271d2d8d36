import { refuse } from '@coterie/kernel';
import { takeInvitation } from '../../store/invitations.ts';
import { markProven, setPassword } from '../../store/users.ts';
import type { From, Parts } from '../parts.ts';
import { verifyPassword } from '../session/sign-in.ts';
import { lookUpInvitation } from './look-up-invitation.ts';

type Acceptance = {
  token: string;
  password: string;
  firstName?: string | undefined;
  lastName?: string | undefined;
};

/** Accepts an invitation once: a new account gets the password, one that has a password must prove it. */
export async function acceptInvitation(
  parts: Pick<Parts, 'db' | 'access' | 'passwords' | 'now'>,
  { token, password, firstName, lastName }: Acceptance,
  from: From,
) {
  const invitation = await lookUpInvitation(parts, token);
  // Who has the mail has the address: an account that someone else made for it and nobody proved begins anew.
  const isClaimed = invitation.emailed && invitation.proven_at === null;
  const isNew = invitation.password_hash === null || isClaimed;
  if (!isNew) await verifyPassword(parts, invitation.email, password, from);
  const hash = isNew ? await parts.passwords.hash(password) : null;
  const names = {
    first_name: firstName ?? invitation.first_name,
    last_name: lastName ?? invitation.last_name,
  };
  await parts.access.change({
    org: invitation.org_id,
    by: { actor: 'system', kind: 'invitation', request: from },
    at: parts.now(),
    commands: async (_, tx) => {
      if (!(await takeInvitation(tx, invitation.org_id, invitation.id)))
        refuse({ reason: 'notFound', thing: 'invitation', id: 'this link' });
      const { user_id: principal, invited_by: inviter, emailed: isProven } = invitation;
      return [{ do: 'member.accept', principal, inviter, isProven }];
    },
    after: async (tx) => {
      if (hash !== null) await setPassword(tx, invitation.user_id, hash, names);
      if (invitation.emailed) await markProven(tx, invitation.user_id, new Date(parts.now()));
    },
    deeds: () => [{ do: 'invitation.accept', of: invitation.user_id, name: invitation.email }],
  });
  return {
    user: {
      id: invitation.user_id,
      email: invitation.email,
      ...(isNew ? names : { first_name: invitation.first_name, last_name: invitation.last_name }),
    },
    organization: { id: invitation.org_id, name: invitation.name, slug: invitation.slug },
  };
}
