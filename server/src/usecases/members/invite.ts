import { randomUUID } from 'node:crypto';
import { type Command, type Id, refuse } from '@coterie/kernel';
import { mintToken } from '../../crypto/tokens.ts';
import { replaceInvitation } from '../../store/invitations.ts';
import { organizationById } from '../../store/organizations.ts';
import { insertUser, userByEmail } from '../../store/users.ts';
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

/** Invites a user, who counts for nothing until accepting. The link is in the answer, and mailed where a mail server is. */
export async function invite(
  parts: Pick<Parts, 'db' | 'access' | 'mail' | 'siteUrl' | 'now'>,
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
      }),
    deeds: () => [{ do: 'invitation.create', of: user, name: email }],
    after: (tx) =>
      replaceInvitation(tx, { org_id: org, id, user_id: user, hash, expires_at: expires }),
  });
  const link = `${parts.siteUrl}/invite#token=${token}`;
  return {
    id,
    email,
    expires,
    link,
    token,
    emailed: await mailed(parts, org, email, link, expires),
  };
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
