import { refuse } from '@coterie/kernel';
import { takeInvitation } from '../../store/invitations.ts';
import { setPassword } from '../../store/users.ts';
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
  const isNew = invitation.password_hash === null;
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
      return [{ do: 'member.accept', principal: invitation.user_id }];
    },
    deeds: () => [{ do: 'invitation.accept', of: invitation.user_id, name: invitation.email }],
    after: async (tx) => hash !== null && setPassword(tx, invitation.user_id, hash, names),
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
