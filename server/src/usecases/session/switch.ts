import { type Id, refuse } from '@coterie/kernel';
import { moveToken } from '../../store/accounts/tokens.ts';
import { factorRuleOf, organizationsOf } from '../../store/organization/organizations.ts';
import { dueAt } from '../factors/missing.ts';
import type { Caller, Parts } from '../parts.ts';
import { issueTicket, issueUserToken } from './tokens.ts';

/** Refuses an organization in which the user is not an active member as one that does not exist. */
async function ownOrganization({ db }: Pick<Parts, 'db'>, caller: Caller, org: Id): Promise<Id> {
  const own = caller.kind === 'user' ? await organizationsOf(db, caller.principal) : [];
  return own.some(({ id }) => id === org)
    ? org
    : refuse({ reason: 'notFound', thing: 'organization', id: org });
}

/** Moves the caller's session to another of its organizations; gives the caller as it is from then on. */
export async function switchOrganization(
  parts: Pick<Parts, 'db' | 'worlds' | 'now'>,
  caller: Caller,
  org: Id,
): Promise<Caller> {
  await moveToken(parts.db, caller.token.id, await ownOrganization(parts, caller, org));
  const world = await parts.worlds.now(org);
  const rule = caller.proof.hasFactor ? undefined : await factorRuleOf(parts.db, org);
  const factorDue = rule ? dueAt(rule, parts.now()) : null;
  return { ...caller, org, accessVersion: world?.version ?? 0, factorDue };
}

/** A new bearer token for one of the caller's organizations, proven as the caller's is; else one that asks for the factor first. */
export async function selectOrganization(
  parts: Pick<Parts, 'db' | 'mint' | 'now'>,
  caller: Caller,
  org: Id,
): Promise<{ token: string; isMfaEnabled: boolean }> {
  const { principal, from, proof, lacksFactor } = caller;
  const own = await ownOrganization(parts, caller, org);
  if (lacksFactor) return { token: await issueTicket(parts, principal, from), isMfaEnabled: true };
  const { token } = await issueUserToken(parts, principal, own, from, proof);
  return { token, isMfaEnabled: false };
}
