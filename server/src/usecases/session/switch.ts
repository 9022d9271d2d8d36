import { type Id, refuse } from '@coterie/kernel';
import { organizationsOf } from '../../store/organizations.ts';
import { moveToken } from '../../store/tokens.ts';
import type { Caller, Parts } from '../parts.ts';
import { issueUserToken } from './tokens.ts';

/** Refuses an organization in which the user is not an active member as one that does not exist. */
async function ownOrganization({ db }: Pick<Parts, 'db'>, caller: Caller, org: Id): Promise<Id> {
  const own = caller.kind === 'user' ? await organizationsOf(db, caller.principal) : [];
  return own.some(({ id }) => id === org)
    ? org
    : refuse({ reason: 'notFound', thing: 'organization', id: org });
}

/** Moves the caller's session to another of its organizations; gives the caller as it is from then on. */
export async function switchOrganization(
  parts: Pick<Parts, 'db' | 'worlds'>,
  caller: Caller,
  org: Id,
): Promise<Caller> {
  await moveToken(parts.db, caller.token.id, await ownOrganization(parts, caller, org));
  const world = await parts.worlds.now(org);
  return { ...caller, org, accessVersion: world?.version ?? 0 };
}

/** A new bearer token for one of the caller's organizations. */
export async function selectOrganization(
  parts: Pick<Parts, 'db' | 'mint' | 'now'>,
  caller: Caller,
  org: Id,
) {
  return issueUserToken(
    parts,
    caller.principal,
    await ownOrganization(parts, caller, org),
    caller.from,
  );
}
