import { type Command, holdsKey, type Id, supposing, type World } from '@coterie/kernel';
import { userByEmail } from '../../store/accounts/users.ts';
import { emailsOfAdmins } from '../../store/organization/members.ts';
import { organizationBySlug } from '../../store/organization/organizations.ts';
import type { Parts } from '../parts.ts';
import { newMember } from './found.ts';

/** Said to whoever asks on the server itself, with what to do. */
export class CannotRecover extends Error {}

/**
 * Where nothing else helps: makes a user with an account an administrator who passes law 17, on the server, by who has the
 * root key. Whatever denies it, a role or a group, is taken off it; all of it is in the log, and all administrators are told.
 */
export async function recoverAdmin(
  parts: Pick<Parts, 'db' | 'access' | 'mail' | 'now'>,
  { slug, email }: { slug: string; email: string },
): Promise<{ name: string; groupsLeft: number; told: string[] }> {
  const organization = await organizationBySlug(parts.db, slug);
  if (!organization) throw new CannotRecover(`there is no organization with the slug ${slug}`);
  const user = await userByEmail(parts.db, email);
  if (!user?.password_hash)
    throw new CannotRecover(`${email} has no account with a password here, and could not sign in`);
  const at = parts.now();
  let groupsLeft = 0;
  await parts.access.change({
    org: organization.id,
    by: {
      actor: 'system',
      kind: 'recovery',
      request: { id: 'recovery', ip: null, userAgent: null },
    },
    at,
    reason: `recovered on the server for ${email}`,
    commands: (world) => {
      const commands = commandsFor(world, user.id, at);
      groupsLeft = commands.filter((one) => one.do === 'edge.remove').length;
      return commands;
    },
    after: async (_, { changes, world }) => {
      if (!supposing(world, changes, (then) => holdsKey(then, user.id, at)))
        throw new CannotRecover(`${email} would still not hold all that an administrator holds`);
    },
  });
  const told = await tellAdmins(parts, organization, email);
  return { name: organization.name, groupsLeft, told };
}

/** In, active, admin and nothing else, and out of every group by which something of the organization is denied. */
function commandsFor(world: World, id: Id, at: number): Command[] {
  const member = world.get('member', id);
  const commands: Command[] = [];
  if (!member) return [{ do: 'member.add', member: newMember(id, 'user', 'admin', 'active') }];
  if (member.status === 'invited')
    return [
      { do: 'member.remove', principal: id },
      { do: 'member.add', member: newMember(id, 'user', 'admin', 'active') },
    ];
  if (member.status === 'suspended') commands.push({ do: 'member.reactivate', principal: id });
  commands.push({ do: 'member.setRoles', principal: id, roles: ['admin'] });
  for (const { group, source } of world.edgesUp(id))
    if (denies(world, group, at)) commands.push({ do: 'edge.remove', group, member: id, source });
  return commands;
}

/** Whether a group, or one that it is in, has a role that denies. */
function denies(world: World, group: Id, at: number): boolean {
  const groups = new Set([group]);
  for (const one of groups)
    for (const edge of world.edgesUp(one))
      if (edge.until === null || edge.until > at) groups.add(edge.group);
  return [...groups].some(
    (one) => world.rulesOf(world.get('group', one)?.role ?? '', null)?.denies === true,
  );
}

/** Everyone who bears the admin role hears of it, the one recovered too. */
async function tellAdmins(
  { db, mail }: Pick<Parts, 'db' | 'mail'>,
  { id, name }: { id: Id; name: string },
  email: string,
): Promise<string[]> {
  const told: string[] = [];
  for (const to of await emailsOfAdmins(db, id)) {
    const isSent = await mail({
      to,
      subject: `${email} was made administrator of ${name} on the server`,
      text: `Someone with access to the server of Coterie, and to its root key, made ${email} an administrator of ${name}.\n\nIf you did not expect this, look at the access log.\n`,
    });
    if (isSent) told.push(to);
  }
  return told;
}
