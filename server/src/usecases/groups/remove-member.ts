import { type Id, refuse } from '@coterie/kernel';
import { identityById } from '../../store/organization/identities.ts';
import { memberByEmail } from '../../store/organization/members.ts';
import { orgOf } from '../look.ts';
import { type Caller, changer, type Parts } from '../parts.ts';
import { mayChange } from './add-member.ts';

type Changes = Pick<Parts, 'db' | 'worlds' | 'access' | 'now'>;

/** Takes a user out of a group; what a directory put there stays. */
export async function removeUser(parts: Changes, caller: Caller, group: Id, email: string) {
  await mayChange(parts, caller, group, 'remove-members');
  const user =
    (await memberByEmail(parts.db, orgOf(caller), email)) ??
    refuse({ reason: 'notFound', thing: 'member', id: email });
  await removePrincipal(parts, caller, group, user.id);
  return user;
}

/** Takes a machine identity out of a group. */
export async function removeIdentity(parts: Changes, caller: Caller, group: Id, id: Id) {
  await mayChange(parts, caller, group, 'remove-identities');
  const identity =
    (await identityById(parts.db, orgOf(caller), id)) ??
    refuse({ reason: 'notFound', thing: 'identity', id });
  await removePrincipal(parts, caller, group, identity.id);
  return identity;
}

const removePrincipal = (
  parts: Pick<Parts, 'access' | 'now'>,
  caller: Caller,
  group: Id,
  member: Id,
) =>
  parts.access.change({
    org: orgOf(caller),
    by: changer(caller),
    at: parts.now(),
    commands: [{ do: 'edge.remove', group, member, source: 'manual' }],
  });
