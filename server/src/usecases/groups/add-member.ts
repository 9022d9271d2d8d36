import { randomUUID } from 'node:crypto';
import { type Id, refuse } from '@coterie/kernel';
import { identityById } from '../../store/identities.ts';
import { memberByEmail } from '../../store/members.ts';
import { orgOf } from '../look.ts';
import { type Caller, changer, type Parts } from '../parts.ts';

type Changes = Pick<Parts, 'db' | 'access' | 'now'>;

/** Puts a user in a group by hand; one that is in already by hand stays as it is. */
export async function addUser(parts: Changes, caller: Caller, group: Id, email: string) {
  const user =
    (await memberByEmail(parts.db, orgOf(caller), email)) ??
    refuse({ reason: 'notFound', thing: 'member', id: email });
  await addPrincipal(parts, caller, group, user.id);
  return user;
}

/** Puts a machine identity in a group by hand. */
export async function addIdentity(parts: Changes, caller: Caller, group: Id, id: Id) {
  const identity =
    (await identityById(parts.db, orgOf(caller), id)) ??
    refuse({ reason: 'notFound', thing: 'identity', id });
  await addPrincipal(parts, caller, group, identity.id);
  return identity;
}

async function addPrincipal(parts: Changes, caller: Caller, group: Id, member: Id): Promise<void> {
  const at = parts.now();
  const edge = {
    id: randomUUID(),
    group,
    member,
    memberKind: 'principal',
    source: 'manual',
    from: null,
    until: null,
    reason: null,
    addedBy: caller.principal,
    addedAt: at,
  } as const;
  await parts.access.change({
    org: orgOf(caller),
    by: changer(caller),
    at,
    commands: [{ do: 'group.add', edge }],
  });
}
