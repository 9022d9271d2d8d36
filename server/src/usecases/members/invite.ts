import { randomUUID } from 'node:crypto';
import { type Command, type Id, refuse } from '@coterie/kernel';
import { mintToken } from '../../crypto/tokens.ts';
import { insertUser, userByEmail } from '../../store/accounts/users.ts';
import { markUnsent, replaceInvitation } from '../../store/organization/invitations.ts';
import { organizationById } from '../../store/organization/organizations.ts';
import { sameOrg } from '../look.ts';
import { type Caller, changer, type Parts } from '../parts.ts';
import { roleRef } from '../roles/refs.ts';
import { newMember } from '../setup/found.ts';

const life = 7 * 24 * 3600 * 1000;

type Invited = {
  email: string;
  role: string;
  firstName?: string | undefined;
  lastName?: string | undefined;
};

/**
 * Invites a user, who counts for nothing until accepting. The token goes to the address alone, by mail; where none can
 * be sent, it is shown to the inviter, once, and what may be accepted by it is judged again then.
 */
export async function invite(
  parts: Pick<Parts, 'db' | 'access' | 'mail' | 'mailConfigured' | 'siteUrl' | 'now'>,
  caller: Caller,
  org: Id,
  { email, role, firstName, lastName }: Invited,
) {
  sameOrg(caller, org);
  const known = await userByEmail(parts.db, email);
  const user = known?.id ?? randomUUID();
  const { token, hash } = mintToken('invitation');
  const id = randomUUID();
  const expires = new Date(parts.now() + life);
  await parts.access.change({
    org,
    by: changer(caller),
    at: parts.now(),
    makes: { id: user, name: email, email },
    commands: (world): Command[] => {
      const wanted = roleRef(world, null, role);
      const status = world.get('member', user)?.status;
      if (status === undefined)
        return [{ do: 'member.add', member: newMember(user, 'user', wanted, 'invited') }];
      if (status !== 'invited')
        refuse({ reason: 'taken', thing: 'member', field: 'email', value: email });
      return [
        { do: 'member.control', principal: user, action: 'create' },
        { do: 'member.setRoles', principal: user, roles: [wanted] },
      ];
    },
    before: async (tx) =>
      known ||
      insertUser(tx, {
        id: user,
        email,
        first_name: firstName ?? null,
        last_name: lastName ?? null,
        password_hash: null,
        is_instance_admin: false,
        made_by: org,
        proven_at: null,
      }),
    deeds: () => [{ do: 'invitation.create', of: user, name: email }],
    after: (tx) =>
      replaceInvitation(tx, {
        org_id: org,
        id,
        user_id: user,
        hash,
        expires_at: expires,
        invited_by: caller.principal,
        emailed: parts.mailConfigured,
      }),
  });
  const link = `${parts.siteUrl}/invite#token=${token}`;
  const emailed = await mailed(parts, org, email, link, expires);
  if (parts.mailConfigured && !emailed) await markUnsent(parts.db, org, id);
  const shown = emailed ? { link: null, token: null } : { link, token };
  return { id, email, expires, ...shown, emailed };
}

async function mailed(
  { db, mail }: Pick<Parts, 'db' | 'mail'>,
  org: Id,
  to: string,
  link: string,
  expires: Date,
): Promise<boolean> {
  const name = (await organizationById(db, org))?.name ?? 'an organization';
  return mail({
    to,
    subject: `Your invitation to ${name}`,
    text: `You are invited to ${name} on Coterie.\n\nAccept here: ${link}\n\nThe link can be used once, until ${expires.toUTCString()}.\n`,
  });
}
