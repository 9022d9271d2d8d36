import { type HolderKind, type Id, refuse } from '@coterie/kernel';
import type { Wanted } from '../../access/change.ts';
import { identityById } from '../../store/organization/identities.ts';
import { memberByEmail } from '../../store/organization/members.ts';
import { look, orgOf } from '../look.ts';
import { type Caller, changer, type Parts } from '../parts.ts';
import { isManaged } from './get.ts';
import { manualEdge, type WantedMembership } from './validity.ts';

type Changes = Pick<Parts, 'db' | 'worlds' | 'access' | 'now'>;

/** Puts a user in a group by hand; one that is in already by hand gets the validity now asked for. */
export async function addUser(
  parts: Changes,
  caller: Caller,
  group: Id,
  email: string,
  wanted: WantedMembership = {},
) {
  await mayChange(parts, caller, group, 'add-members');
  const user =
    (await memberByEmail(parts.db, orgOf(caller), email)) ??
    refuse({ reason: 'notFound', thing: 'member', id: email });
  await addMember(parts, caller, { group, id: user.id, kind: 'principal' }, wanted);
  return user;
}

/** Puts a machine identity in a group by hand. */
export async function addIdentity(
  parts: Changes,
  caller: Caller,
  group: Id,
  id: Id,
  wanted: WantedMembership = {},
) {
  await mayChange(parts, caller, group, 'add-identities');
  const identity =
    (await identityById(parts.db, orgOf(caller), id)) ??
    refuse({ reason: 'notFound', thing: 'identity', id });
  await addMember(parts, caller, { group, id: identity.id, kind: 'principal' }, wanted);
  return identity;
}

/** Refuses who may not change the group's members before it learns whether someone is in the organization. */
export async function mayChange(
  parts: Pick<Parts, 'worlds' | 'now'>,
  caller: Caller,
  group: Id,
  action: string,
): Promise<void> {
  const view = await look(parts, caller);
  if (!isManaged(view, group)) view.need('groups', action);
}

/** Puts anyone in a group by hand; gives what `after` gives. */
export async function addMember<T = undefined>(
  parts: Pick<Parts, 'access' | 'now'>,
  caller: Caller,
  member: { group: Id; id: Id; kind: HolderKind },
  wanted: WantedMembership,
  after?: Wanted<T>['after'],
): Promise<T> {
  const at = parts.now();
  const edge = manualEdge(member, wanted, caller, at);
  const { answer } = await parts.access.change<T>({
    org: orgOf(caller),
    by: changer(caller),
    at,
    commands: [{ do: 'edge.add', edge }],
    ...(after ? { after } : {}),
  });
  return answer;
}
